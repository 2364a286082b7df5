import { isObjectType } from 'graphql';
import { COMMANDS, OWN_COMMANDS } from './commands.ts';
import { FIELD_ROWS } from './fields.ts';
import { QUERIES, SUBSCRIPTIONS } from './roots.ts';
import { schema } from './selections.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** `Type.field` of every output type but the roots. */
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__') && !ROOTS.includes(name))
  .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));

const fieldsOf = (root: string): string[] => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
};

/** What stands on one side alone. */
function apart(schemas: readonly string[], rows: readonly string[]): object {
  return {
    withoutRow: schemas.filter((one) => !rows.includes(one)),
    ofNothing: rows.filter((one) => !schemas.includes(one)),
    twice: rows.filter((one, index) => rows.indexOf(one) !== index),
  };
}
const none = { withoutRow: [], ofNothing: [], twice: [] };

describe('who sees what is said by hand', () => {
  it('of every field of every type', () => {
    expect(fields.length).toBeGreaterThan(400);
    expect(
      apart(
        fields,
        FIELD_ROWS.map(([field]) => field),
      ),
    ).toEqual(none);
  });

  it('of every query and subscription', () => {
    expect(apart(fieldsOf('Query'), Object.keys(QUERIES))).toEqual(none);
    expect(apart(fieldsOf('Subscription'), Object.keys(SUBSCRIPTIONS))).toEqual(none);
  });

  it('of every mutation', () => {
    expect(apart(fieldsOf('Mutation'), [...Object.keys(COMMANDS), ...OWN_COMMANDS])).toEqual(none);
  });
});

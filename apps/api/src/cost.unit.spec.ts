import { readFileSync } from 'node:fs';
import { buildSchema, isListType, isObjectType } from 'graphql';
import { BOUNDS } from './bounds.ts';
import { MOST_COST, SIZES } from './cost.ts';
import { MOST_STREAMS } from './stream.ts';

const ROOT = new URL('../../../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('docs/generated/schema.graphql', ROOT), 'utf8'));

describe('the size of a list', () => {
  it.each(Object.keys(SIZES))('is that of one in the schema: %s', (place) => {
    const [typeName = '', fieldName = ''] = place.split('.');
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
    const list = type.getFields()[fieldName]?.type;
    expect(isListType(list && 'ofType' in list ? list.ofType : list)).toBe(true);
  });
});

describe('README.md', () => {
  it('tells every bound', () => {
    const readme = readFileSync(new URL('README.md', ROOT), 'utf8');
    const section = readme.slice(readme.indexOf('### What is too much'));
    for (const bound of [...Object.values(BOUNDS), MOST_COST, MOST_STREAMS]) {
      expect(section).toMatch(new RegExp(`[ ;|] ?${bound.toLocaleString('en')}( |;|\\|)`));
    }
  });
});

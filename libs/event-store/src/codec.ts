import type { z } from 'zod';
import type { DomainEvent, KeyId, Text, Upcast } from '#kernel';
import { normalised } from './canonical.ts';
import { plainTexts, sealedPaths, storedTexts } from './text-marks.ts';
import type { KeyRole, SealedPath, Texts } from './text-marks.ts';

type DataOf<E extends DomainEvent, T extends E['type']> = Extract<E, { type: T }>['data'];

/** One event type: its current version, its schema, and the steps from older versions. */
type EventDefinition<Data> = {
  readonly version: number;
  readonly schema: (texts: Texts) => z.ZodType<Data>;
  /** What the event tells, for `docs/generated/events.md`. */
  readonly tells: string;
  /** By the version they start from: the stored schema of that version, and the step. */
  readonly older?: Readonly<Record<number, { schema: z.ZodType; upcast: Upcast<never> }>>;
};

export type EventDefinitions<E extends DomainEvent> = {
  readonly [T in E['type']]: EventDefinition<DataOf<E, T>>;
};

/** The keys of a stream by what they seal, as its events have named them so far. */
export type Keyring = Partial<Record<KeyRole, KeyId>>;

export type SealText = (text: string, role: KeyRole, pointer: string) => Text;

/** The stored format of one kind of stream: checks on write and on read. */
export interface Codec<E extends DomainEvent> {
  readonly types: readonly E['type'][];
  definition(type: string): {
    version: number;
    tells: string;
    plain: z.ZodType;
    paths: SealedPath[];
    /** The same object where several kinds of stream share an event. */
    source: object;
  };
  /** Checks the data as it came from a decision, then replaces every marked text. */
  toStored(event: E, seal: SealText): { data: object; version: number };
  /** @throws UnknownEvent, or a ZodError when the data is not of its stored schema. */
  fromStored(type: string, version: number, data: unknown): E;
}

/** The log holds an event that this program does not know; a fold must not go past it. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  constructor(type: string, version?: number) {
    super(`unknown event ${type}${version === undefined ? '' : ` of version ${version}`}`);
  }
}

/** @throws TypeError at once when a text field has no mark. */
export function defineCodec<E extends DomainEvent>(definitions: EventDefinitions<E>): Codec<E> {
  const compiled = new Map(
    Object.entries<EventDefinition<object>>(definitions).map(([type, definition]) => {
      const plain = definition.schema(plainTexts);
      const stored = definition.schema(storedTexts);
      const { version, tells, older } = definition;
      const paths = sealedPaths(plain);
      return [type, { version, tells, older, plain, stored, paths, source: definition }];
    }),
  );
  const definition = (type: string) => {
    const found = compiled.get(type);
    if (found === undefined) throw new UnknownEvent(type);
    return found;
  };
  return {
    types: [...compiled.keys()],
    definition,
    toStored(event, seal) {
      const { plain, stored, paths, version } = definition(event.type);
      const data: object = structuredClone(plain.parse(normalised(event.data)));
      for (const { path, role } of paths) {
        replaceTexts({ value: data, path, pointer: '' }, (text, pointer) =>
          seal(text, role, pointer),
        );
      }
      return { data: stored.parse(data), version };
    },
    fromStored(type, version, data) {
      const { stored, older, version: current } = definition(type);
      if (version > current) throw new UnknownEvent(type, version);
      let value = version === current ? data : undefined;
      for (let from = version; from < current; from += 1) {
        const step = older?.[from];
        if (step === undefined) throw new UnknownEvent(type, from);
        value = step.upcast(step.schema.parse(from === version ? data : value) as never);
      }
      return { type, data: stored.parse(value) } as E;
    },
  };
}

type Place = { value: unknown; path: readonly string[]; pointer: string };

function replaceTexts(
  { value, path, pointer }: Place,
  replace: (text: string, pointer: string) => Text,
): void {
  const [key, ...rest] = path;
  if (key === undefined || value === null || typeof value !== 'object') return;
  const holder = value as Record<string, unknown>;
  const keys = key === '*' ? Object.keys(holder) : [key];
  for (const each of keys) {
    const at = `${pointer}/${each}`;
    const item = holder[each];
    if (rest.length > 0) replaceTexts({ value: item, path: rest, pointer: at }, replace);
    else if (typeof item === 'string') holder[each] = replace(item, at);
  }
}

import { registerEnumType } from '@nestjs/graphql';

/** An object whose keys are its values, as GraphQL enums want it. */
export function enumOf<T extends string>(values: readonly T[]): { [K in T]: K } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };
}

/** Registers an enum whose every value is described. */
export function describedEnum<T extends string>(
  name: string,
  description: string,
  values: { readonly [K in T]: string },
): { [K in T]: K } {
  const of = enumOf(Object.keys(values) as T[]);
  registerEnumType(of, {
    name,
    description,
    valuesMap: Object.fromEntries(
      Object.entries<string>(values).map(([value, tells]) => [value, { description: tells }]),
    ) as Record<T, { description: string }>,
  });
  return of;
}

export * from './connection.ts';
export * from './enum.ts';
export * from './input.ts';
export * from './node.ts';
export * from './repeatable.input.ts';
export * from './scalars.ts';
export * from './user-error.ts';

/** The ground floor: what every room may lean on. */
export * from './actor.ts';
export * from './addresses.ts';
export * from './ids.ts';
export * from './names.ts';
export * from './problems.ts';
export * from './range.ts';
export * from './result.ts';
export * from './share.ts';
export * from './time.ts';
export * from './words.ts';

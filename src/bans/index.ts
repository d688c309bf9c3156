/** The door of bans: what they are, how a return is weighed, and the shapes of both. Pure. */
export * from './ban.ts';
export type * from './between.ts';
export * from './identifier.ts';
export * from './returns.ts';
export * from './shapes.ts';
export * from './shared.ts';

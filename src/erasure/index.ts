/** Erasure: what is forgotten, under which rule, and the tombstone that says so. */
export * from './places.ts';
export * from './privacy.ts';
export * from './rule.ts';
export * from './shapes.ts';

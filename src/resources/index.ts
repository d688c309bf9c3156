/** Resources: who held which address, domain or site when; the longest-prefix table. */
export * from './holding.ts';
export * from './inventory.ts';
export * from './live.ts';
export * from './prefixes.ts';
export * from './resource.ts';
export * from './shapes.ts';

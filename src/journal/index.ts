/** Journal: an append-only Merkle log per organisation that can forget what it commits to. */
export * from './entry.ts';
export * from './leaf.ts';
export * from './merkle.ts';
export * from './receipt.ts';
export * from './shapes.ts';
export * from './signed.ts';

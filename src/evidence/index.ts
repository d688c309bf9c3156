/** Evidence: bytes as received, encrypted under keys that can be destroyed. */
export * from './key.ts';

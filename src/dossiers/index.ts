/** Dossiers: the file that proves a matter to whoever trusts nobody here, and how it is checked. */
export * from './dossier.ts';
export * from './places.ts';
export * from './reader.ts';

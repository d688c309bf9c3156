/** Parties: who we deal with, how they are reached, and the contracts that chain them. */
export * from './contract.ts';
export * from './csv.ts';
export * from './ledgerfile.ts';
export * from './party.ts';
export * from './shapes.ts';

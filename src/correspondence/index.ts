/** Correspondence: what letters, answers and bounces are, how a letter is composed, and the shapes of all of them. */
export * from './answer.ts';
export * from './bounce.ts';
export * from './compose.ts';
export * from './csv.ts';
export * from './customer.ts';
export * from './letter.ts';
export * from './line.ts';
export * from './shapes.ts';

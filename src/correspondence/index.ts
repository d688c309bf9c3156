/** Correspondence: what letters, answers and bounces are, who gets what and in which look, and the shapes of all of them. */
export * from './answer.ts';
export * from './bounce.ts';
export * from './brand.ts';
export * from './compose.ts';
export * from './csv.ts';
export * from './customer.ts';
export * from './letter.ts';
export * from './line.ts';
export * from './markup.ts';
export * from './routing.ts';
export * from './sample.ts';
export * from './settings.ts';
export * from './shapes.ts';
export * from './thread.ts';
export * from './timing.ts';
export * from './wording.ts';

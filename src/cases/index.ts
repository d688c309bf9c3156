/** Cases: what they are, their life, and their shapes on the API. */
export * from './byitself.ts';
export * from './case.ts';
export * from './effect.ts';
export * from './facts.ts';
export * from './judge.ts';
export * from './ladder.ts';
export * from './place.ts';
export * from './shapes.ts';
export * from './survival.ts';
export * from './words.ts';

/** Cases: what they are, their life, and their shapes on the API. */
export * from './case.ts';
export * from './facts.ts';
export * from './judge.ts';
export * from './place.ts';
export * from './shapes.ts';
export * from './words.ts';

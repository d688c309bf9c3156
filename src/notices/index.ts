/** Notices: reports of illegal content with legal force (DSA art. 16), and those the NTD code is for. */
export * from './complete.ts';
export * from './contact.ts';
export * from './flagger.ts';
export * from './given.ts';
export * from './location.ts';
export * from './notice.ts';
export * from './shapes.ts';
export * from './words.ts';

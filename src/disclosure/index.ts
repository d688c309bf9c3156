/** Disclosure: requests for data about customers by those who cannot order it. */
export * from './request.ts';
export * from './shapes.ts';
export * from './words.ts';

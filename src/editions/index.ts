/** The door of editions: what one is, how it travels and is compared, and the shapes of all that. Pure. */
export * from './edition.ts';
export * from './file.ts';
export * from './matching.ts';
export * from './reading.ts';
export * from './shapes.ts';
export * from './words.ts';

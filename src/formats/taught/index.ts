/** Taught templates: what a person pointed out in a mail, as data, as a format, and how it is learned. */
export * from './compile.ts';
export * from './learn.ts';
export * from './shape.ts';
export * from './suggest.ts';

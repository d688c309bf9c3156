/** Attribution: a finding and a moment in, holder then and chain then out. */
export * from './answer.ts';
export * from './attribute.ts';
export * from './shapes.ts';
export * from './table.ts';
export * from './view.ts';

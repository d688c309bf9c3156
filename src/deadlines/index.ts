/** Deadlines: clocks that run, what they are and the shapes in which screens and the API see them. */
export * from './deadline.ts';
export * from './line.ts';
export * from './shapes.ts';

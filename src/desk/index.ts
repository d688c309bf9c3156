/** What the desk gives screens and tools: kinds and courses of action with their titles. */
export * from './shapes.ts';

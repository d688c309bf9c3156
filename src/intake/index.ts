/** Intake: what a message is, its lanes and its shapes. */
export * from './message.ts';
export * from './shapes.ts';

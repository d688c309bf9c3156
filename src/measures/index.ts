/** Decisions and the restrictions they bring about: what they are, their lives, their plans, and the shapes of the API. */
export * from './decision.ts';
export * from './measure.ts';
export * from './plan.ts';
export * from './shapes.ts';

/** Law and knowledge as data: the shapes of kinds, courses of action, clocks, letters and rest days, and how they are read. */
export * from './action.ts';
export * from './answers.ts';
export * from './authority.ts';
export * from './basis.ts';
export * from './category.ts';
export * from './clock.ts';
export * from './directive.ts';
export * from './duty.ts';
export * from './kind.ts';
export * from './ladder.ts';
export * from './letter.ts';
export * from './library.ts';
export * from './regime.ts';
export * from './render.ts';
export * from './restdays.ts';
export * from './retention.ts';

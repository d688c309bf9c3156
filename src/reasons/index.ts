/** Statements of reasons, and the recorded exceptions to them. */
export * from './exception.ts';
export * from './statement.ts';

/** The door of screening: names, lists and matches. Pure; the desk in the browser may know all of it. */
export * from './entry.ts';
export * from './identifiers.ts';
export * from './life.ts';
export * from './match/find.ts';
export { buildIndex, type NameIndex } from './match/index.ts';
export { type Band, bandOf, operating } from './match/qualify.ts';
export { type NameScore, scoreNames, type Term, type TermKind, termKinds } from './match/score.ts';
export { type Name, readName } from './name/name.ts';
export * from './owners.ts';
export * from './shapes.ts';
export * from './threshold.ts';
export { type MatchView, matchLines, termWords, viewOf, whatIfText } from './view.ts';

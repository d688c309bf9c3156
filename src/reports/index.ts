/** Reports: the DSA transparency report: what is counted, in which tables, and the life of a report. */
export * from './columns.ts';
export * from './count.ts';
export * from './facts.ts';
export * from './indicators.ts';
export * from './labels.ts';
export * from './parts.ts';
export * from './period.ts';
export * from './report.ts';
export * from './shapes.ts';
export * from './tco.ts';

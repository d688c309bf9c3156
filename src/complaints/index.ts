/** Complaints against decisions, and reports of threats to life. */
export * from './complaint.ts';
export * from './page.ts';
export * from './shapes.ts';

/** Incidents: what is significant, what must be filed with whom, and victims who are told. */

export * from './shapes.ts';
export * from './significant.ts';
export * from './victims.ts';

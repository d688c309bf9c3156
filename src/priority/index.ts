/** Urgency and impact in, band and its explanation out; which course of action a finding takes. */
export * from './course.ts';
export * from './priority.ts';
export * from './record.ts';

/** The door of registrants: what a registration holds, what of it is public, how a registrar's file differs. Pure. */
export * from './difference.ts';
export * from './rdap.ts';
export * from './registration.ts';
export * from './shapes.ts';

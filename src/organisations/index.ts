/** Organisations: tenants, their members and keys, and who may do what. */
export * from './organisation.ts';
export * from './shapes.ts';

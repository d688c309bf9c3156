/** The door of orders: what an order is, what its text says, and the shapes of its screens. */
export * from './form.ts';
export * from './order.ts';
export * from './shapes.ts';

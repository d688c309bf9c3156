/** Letters. */
export function Letters() { return null; }

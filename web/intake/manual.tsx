/** Manual. */
export function Manual() { return null; }

/** Who. */
export function Who() { return null; }

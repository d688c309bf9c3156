/** Journal. */
export function Journal() { return null; }

/** Parties. */
export function Parties() { return null; }

/** Deadlines. */
export function Deadlines() { return null; }

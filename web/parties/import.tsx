/** Import. */
export function Import() { return null; }

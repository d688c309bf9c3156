/** PartyScreen. */
export function PartyScreen() { return null; }

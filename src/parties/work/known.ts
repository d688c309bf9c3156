/** Who may act on a party, and which one is meant. */

import type { Tx } from '#io/db';
import { type Actor, isId, type MemberRole, mayAs, Refused } from '#kernel';
import { partyById, type StoredParty } from '../store.ts';

/** @throws Refused `request.not-allowed` where the actor is no member with this role */
export function mustBe(by: Actor, role: MemberRole): void {
  if (!mayAs(by, role)) throw new Refused('request.not-allowed');
}

/** The party of this id, locked where it will be changed. @throws Refused `request.not-found` */
export async function known(tx: Tx, id: string, lock = false): Promise<StoredParty> {
  const party = isId('party', id) ? await partyById(tx, id, lock) : undefined;
  if (!party) throw new Refused('request.not-found');
  return party;
}

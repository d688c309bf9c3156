/** Who acts: a member of an organisation, a customer by the link in a letter, a notifier, or the engine itself. */
import type { Id } from './ids.ts';

/** What a member may do, each including the ones before it. */
export const memberRoles = ['reader', 'handler', 'decider', 'admin'] as const;
export type MemberRole = (typeof memberRoles)[number];

export type Actor =
  | { readonly kind: 'member'; readonly id: Id<'mbr'>; readonly role: MemberRole; readonly name: string }
  | { readonly kind: 'customer'; readonly id: Id<'let'> }
  | { readonly kind: 'notifier'; readonly id: Id<'key'> | Id<'msg'> | Id<'ntc'> }
  | { readonly kind: 'engine' };

export const engine: Actor = { kind: 'engine' };

/** Whether the actor is a member with at least this role. The engine may do what its code makes it do. */
export function mayAs(actor: Actor, role: MemberRole): boolean {
  if (actor.kind === 'engine') return true;
  return actor.kind === 'member' && memberRoles.indexOf(actor.role) >= memberRoles.indexOf(role);
}

/** Whether the actor may hand in reports: whoever handles them, and a notifier by a key that does nothing else. */
export function mayHandIn(actor: Actor): boolean {
  return actor.kind === 'notifier' || mayAs(actor, 'handler');
}

/** Id by which the journal names the actor: never a name. */
export function actorId(actor: Actor): string {
  return actor.kind === 'engine' ? 'engine' : actor.id;
}

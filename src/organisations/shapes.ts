/** The shapes of members, sessions and keys as the API gives them. */
import { z } from 'zod';
import { languages, memberRoles } from '#kernel';
import { organisationKinds, rights, scopes } from './organisation.ts';

export const memberShape = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(memberRoles),
  language: z.enum(languages),
  state: z.enum(['active', 'ended']),
});
export type MemberShape = z.infer<typeof memberShape>;

export const organisationShape = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(organisationKinds),
  zone: z.string(),
  language: z.enum(languages),
  undo_seconds: z.number().int(),
  sample: z.boolean(),
});

/** Who is logged in, and the time by the server's clock, so that a screen counts down with it. */
export const meShape = z.object({
  member: memberShape,
  organisation: organisationShape,
  now: z.string().describe('RFC 3339, UTC'),
  /** What this member may do beside its role. */
  rights: z.array(z.enum(rights)).optional(),
});
export type Me = z.infer<typeof meShape>;

export const keyShape = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  created_by: z.string(),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
});

export const rightShape = z.object({ member: z.string(), right: z.enum(rights), granted_at: z.string() });

/** What the log-in page needs to know before anyone has logged in. */
export const doorShape = z.object({
  /** There is more than one organisation: ask which. */
  ask_organisation: z.boolean(),
});

/** A notice as it is handed in, by whatever way: form, API, mail or a colleague; the same shape, the same bytes for the receipt. */
import { z } from 'zod';
import { canonical, type Id, languages } from '#kernel';
import { goodFaithTexts, noticeKind, noticeKinds } from '#law';
import { readLocation } from './location.ts';
import { paths } from './notice.ts';

const kindIds = noticeKinds.map((k) => k.id) as [string, ...string[]];
const line = (most: number) => z.string().trim().min(1).max(most);

/** What `POST /v1/notices` takes. Only where it is and what it is must be there; what else is missing is asked about. */
export const giveNotice = z.strictObject({
  path: z.enum(paths).default('dsa16').describe('dsa16: illegal content; ntd: outside art. 16, under the NTD code'),
  kind: z.enum(kindIds).default('unknown'),
  language: z.enum(languages).default('en'),
  locations: z.array(line(8192)).min(1).max(100).describe('URL, address, address:port, domain or account, one each'),
  mail_headers: z.string().max(50_000).optional(),
  seen_at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('When it was seen there; the moment of receipt where left out'),
  explanation: z.string().max(20_000).default(''),
  law: z.string().max(500).optional().describe('Law or right that is broken, in your words'),
  name: line(200).optional(),
  email: z.email().max(254).optional(),
  organisation: line(200).optional(),
  reference: line(200).optional().describe('Your own number'),
  good_faith: z.boolean().default(false).describe('You believe in good faith that this is accurate and complete'),
  flagger_code: z.string().max(200).optional().describe('Code of a trusted flagger'),
  guarded: z.boolean().default(false).describe('The status page asks for a code that is mailed'),
});
export type GiveNotice = z.infer<typeof giveNotice>;

export interface Given extends GiveNotice {
  readonly id: Id<'ntc'>;
  readonly channel: 'form' | 'api' | 'mail' | 'desk';
  readonly message?: Id<'msg'>;
  /** Version of the statement of good faith that was shown. */
  readonly good_faith_version: string | null;
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

/** Whether the version of a statement is one that was ever shown. */
export const isGoodFaith = (version: string | null | undefined): version is string =>
  typeof version === 'string' && Object.hasOwn(goodFaithTexts, version);

/** What arrived, as its hash in the receipt is made of: the same text the notifier gets back to compare. */
export function arrivedText(g: Given): string {
  return canonical({
    format: 'bezem-notice/1',
    path: g.path,
    kind: g.kind,
    language: g.language,
    locations: g.locations,
    mail_headers: g.mail_headers ?? null,
    seen_at: g.seen_at ?? null,
    explanation: g.explanation,
    law: g.law ?? null,
    name: g.name ?? null,
    email: g.email ?? null,
    organisation: g.organisation ?? null,
    reference: g.reference ?? null,
    good_faith: g.good_faith_version,
    files: g.files,
  });
}

/** Lines that are no location; a notice with none that is one is not refused at the form's door but asked about there. */
export const wrongLocations = (locations: readonly string[]): readonly string[] =>
  locations.filter((l) => readLocation(l) === undefined);

/** On the path of child abuse material nobody's name is kept and no file is taken. */
export function withoutIdentity(g: Given): Given {
  if (noticeKind(g.kind)?.sensitive !== 'csam') return g;
  return { ...g, files: [] };
}

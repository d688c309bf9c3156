/** The file of a registrar beside our register: its rows, what differs, and what people decide about that. */
import type { Words } from '#kernel';
import { err, ok, type Result } from '#kernel';
import { verifiedFields } from '#law';
import { domainOf, type HolderData, noHolder, registrationInput, sameValue } from './registration.ts';

export const differenceKinds = ['differs', 'missing_here', 'missing_there'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];
export const differenceStates = ['open', 'taken', 'kept', 'gone'] as const;
export type DifferenceState = (typeof differenceStates)[number];
export const differenceActs = ['take', 'keep'] as const;
export type DifferenceAct = (typeof differenceActs)[number];

/** state → act → where it leads. `gone`: a later file says it no longer. */
export const differenceLife = {
  open: { take: { to: 'taken', by: 'handler' }, keep: { to: 'kept', by: 'handler' } },
  taken: {},
  kept: {},
  gone: {},
} as const satisfies Record<DifferenceState, Record<string, { readonly to: DifferenceState; readonly by: 'handler' }>>;

export const differenceWords: Readonly<Record<DifferenceKind, Words>> = {
  differs: { nl: 'zegt iets anders', en: 'says otherwise' },
  missing_here: { nl: 'staat niet in ons register', en: 'is not in our register' },
  missing_there: { nl: 'staat niet in het bestand van de registrar', en: "is not in the registrar's file" },
};

/** Where an act leads. Keeping ours against the registrar needs a reason of one's own; so does ending what they no longer have. */
export function decideDifference(
  d: { readonly state: DifferenceState; readonly kind: DifferenceKind },
  act: DifferenceAct,
  reason: string,
): Result<DifferenceState, 'registration.act-not-allowed' | 'registration.reason-needed'> {
  const arrows: Readonly<Record<string, { readonly to: DifferenceState }>> = differenceLife[d.state];
  const arrow = arrows[act];
  if (!arrow) return err('registration.act-not-allowed');
  if ((act === 'keep' || d.kind === 'missing_there') && reason.trim().length < 10)
    return err('registration.reason-needed');
  return ok(arrow.to);
}

export interface RegistrarRow {
  readonly line: number;
  readonly domain: string;
  readonly registeredOn: string | null;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly data: HolderData;
}

/** Names under which registrars write the columns we know. */
const columns: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain', 'domain_name', 'domainname', 'domein', 'domeinnaam', 'name'],
  registered_on: ['registered_on', 'registration_date', 'created', 'created_at', 'creation_date', 'registratiedatum'],
  kind: ['kind', 'registrant_kind', 'registrant_type', 'soort'],
  organisation: ['registrant_organization', 'registrant_organisation', 'organisatie', 'company'],
  registrant_name: ['registrant_name', 'registrant', 'holder', 'owner_name', 'houder', 'naam_houder'],
  registrant_email: ['registrant_email', 'owner_email', 'email', 'e_mail', 'e_mail_houder'],
  registrant_phone: ['registrant_phone', 'owner_phone', 'phone', 'telefoon', 'telefoon_houder'],
  contact_email: ['contact_email', 'admin_email', 'e_mail_beheerder'],
  contact_phone: ['contact_phone', 'admin_phone', 'telefoon_beheerder'],
};
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** Which cell holds what; undefined where the header has no column for the domain name or none for the holder. */
export function readHeader(cells: readonly string[]): ReadonlyMap<string, number> | undefined {
  const names = cells.map(plain);
  const at = new Map<string, number>();
  for (const [what, known] of Object.entries(columns)) {
    const found = known.map((k) => names.indexOf(k)).find((i) => i >= 0);
    if (found !== undefined) at.set(what, found);
  }
  return at.has('domain') && verifiedFields.some((f) => at.has(f)) ? at : undefined;
}

/** One row; a sentence where it is not to be read. A value that is none of its kind is missing, never guessed. */
export function readRow(
  line: number,
  cells: readonly string[],
  at: ReadonlyMap<string, number>,
): RegistrarRow | { readonly line: number; readonly why: string } {
  const cell = (what: string) => {
    const i = at.get(what);
    const text = i === undefined ? '' : (cells[i] ?? '').trim();
    return text === '' ? null : text;
  };
  const domain = domainOf(cell('domain') ?? '');
  if (!domain) return { line, why: 'domain' };
  const field = (what: keyof typeof registrationInput.shape) => {
    const read = registrationInput.shape[what].safeParse(cell(what));
    return read.success && typeof read.data === 'string' ? read.data : null;
  };
  const data: HolderData = { ...noHolder };
  const filled = { ...data } as Record<string, string | null>;
  for (const f of verifiedFields) filled[f] = field(f);
  const organisation = cell('organisation');
  const said = (cell('kind') ?? '').toLowerCase();
  const kind = /^(?:legal|org|company|rechtspersoon|b)/.test(said)
    ? 'legal'
    : /^(?:natural|person|natuurlijk|individual|p)/.test(said)
      ? 'natural'
      : organisation
        ? 'legal'
        : 'unknown';
  if (organisation) filled.registrant_name = organisation.slice(0, 300);
  const day = /^(\d{4}-\d{2}-\d{2})/.exec(cell('registered_on') ?? '')?.[1] ?? null;
  return { line, domain, registeredOn: day, kind, data: filled as HolderData };
}

export interface FieldDifference {
  readonly field: string;
  readonly theirs: string;
}

/** Fields on which a registrar says something else. What they leave empty is no difference; what only they have is one. */
export function differencesOf(
  ours: { readonly registeredOn: string | null; readonly data: HolderData },
  theirs: Pick<RegistrarRow, 'registeredOn' | 'data'>,
): readonly FieldDifference[] {
  const found: FieldDifference[] = [];
  if (theirs.registeredOn !== null && theirs.registeredOn !== ours.registeredOn)
    found.push({ field: 'registered_on', theirs: theirs.registeredOn });
  for (const f of verifiedFields) {
    const value = theirs.data[f];
    if (value !== null && !sameValue(f, ours.data[f], value)) found.push({ field: f, theirs: value });
  }
  return found;
}

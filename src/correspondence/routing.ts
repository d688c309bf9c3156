/** Directives at work: which one holds for a case, what it comes to, and whether a set of them is sound as a whole. */
import { parsePrefix, prefixHolds, prefixOf, prefixText } from '#kernel';
import {
  type Action,
  type Directive,
  directiveShape,
  type Kind,
  type LetterFormat,
  type RecipientPurpose,
  type Severity,
  type Together,
} from '#law';
import { isMailAddress, type LetterLanguage, type Rhythm } from './letter.ts';

/** What directives may ask of a case. Parties are named by id and by customer number. */
export interface DirectiveFacts {
  readonly kinds: readonly string[];
  readonly course: string;
  readonly severity: Severity | null;
  readonly band: number;
  /** A term of law runs on it, or its course lies in a lane that always comes first. */
  readonly statutory: boolean;
  readonly holder: readonly string[];
  readonly addressee: readonly string[];
  readonly contract: string | null;
  readonly serviceKind: string | null;
  /** Addresses and prefixes of its assets. */
  readonly addresses: readonly string[];
  readonly feeds: readonly string[];
  readonly tags: readonly string[];
}

const holdsKind = (wanted: string, kind: string) =>
  wanted.endsWith('.*') ? kind.startsWith(wanted.slice(0, -1)) : kind === wanted;

function inNetwork(network: string, address: string): boolean {
  const outer = parsePrefix(network);
  const inner = parsePrefix(address);
  return outer !== undefined && inner !== undefined && prefixHolds(outer, inner);
}

/** Whether every condition that a directive names holds. */
export function holdsFor(d: Pick<Directive, 'when'>, f: DirectiveFacts): boolean {
  const w = d.when;
  const one = (wanted: readonly string[] | undefined, there: readonly string[]) =>
    wanted === undefined || wanted.some((x) => there.some((y) => y.toLowerCase() === x.toLowerCase()));
  return (
    (w.kinds === undefined || w.kinds.some((k) => f.kinds.some((kind) => holdsKind(k, kind)))) &&
    one(w.courses, [f.course]) &&
    (w.severities === undefined || (f.severity !== null && w.severities.includes(f.severity))) &&
    (w.bands === undefined || w.bands.includes(f.band)) &&
    one(w.holders, f.holder) &&
    one(w.addressees, f.addressee) &&
    one(w.service_kinds, f.serviceKind === null ? [] : [f.serviceKind]) &&
    (w.networks === undefined || w.networks.some((n) => f.addresses.some((a) => inNetwork(n, a)))) &&
    one(w.feeds, f.feeds) &&
    one(w.tags, f.tags)
  );
}

/** The first directive that holds; undefined where none does, and then nothing goes out by itself. */
export function directiveFor(set: readonly Directive[], f: DirectiveFacts): Directive | undefined {
  return set.find((d) => holdsFor(d, f));
}

/** What never waits: the two highest bands, and whatever the law gives a term. */
export const isUrgent = (f: Pick<DirectiveFacts, 'band' | 'statutory'>): boolean => f.band <= 1 || f.statutory;

/** What a directive comes to for one case. */
export interface Route {
  readonly directive: string;
  readonly send: boolean;
  readonly to: 'addressee' | 'holder';
  readonly purpose: RecipientPurpose;
  readonly address: string | null;
  readonly webhook: string | null;
  readonly language: LetterLanguage | null;
  readonly rhythm: Rhythm;
  /** What letters of one digest share besides their recipient; null where they wait for nothing. */
  readonly group: string | null;
  readonly format: LetterFormat;
  readonly suppressDays: number | null;
  readonly copyTo: readonly string[];
  readonly trial: boolean;
  /** Its first letter goes by itself where nothing about the case asks for a person. */
  readonly firstByItself: boolean;
  readonly urgent: boolean;
}

/** The network a digest is made by: the /24 or /48 around the first address of the case. */
function networkOf(addresses: readonly string[]): string {
  const first = addresses.map((a) => parsePrefix(a)).find((p) => p !== undefined);
  return first ? prefixText(prefixOf(first, Math.min(first.length, first.version === 4 ? 24 : 48))) : '';
}

const groupOf: Readonly<Record<Together, (f: DirectiveFacts) => string>> = {
  addressee: () => '',
  holder: (f) => f.holder[0] ?? '',
  contract: (f) => f.contract ?? '',
  prefix: (f) => networkOf(f.addresses),
  kind: (f) => f.kinds[0] ?? '',
};

/**
 * Route of one case under a directive. What is urgent leaves at once and is never held back for a repeat, whatever the
 * directive says; only trial still holds it, for that is what trial is.
 */
export function routeOf(d: Directive, f: DirectiveFacts, course: Pick<Action, 'rhythm'>): Route {
  const t = d.outcome;
  const urgent = isUrgent(f);
  const rhythm: Rhythm =
    urgent || t.webhook !== undefined
      ? 'at_once'
      : t.rhythm === 'by_course'
        ? f.band <= 2
          ? 'at_once'
          : course.rhythm
        : t.rhythm;
  return {
    directive: d.id,
    send: t.send || f.statutory,
    to: t.to,
    purpose: t.purpose,
    address: t.address ?? null,
    webhook: t.webhook ?? null,
    language: t.language ?? null,
    rhythm,
    group: rhythm === 'at_once' ? null : `${t.together}:${groupOf[t.together](f)}`,
    format: t.format,
    suppressDays: urgent ? null : (t.suppress_days ?? null),
    copyTo: t.copy_to,
    trial: t.trial,
    firstByItself: t.first_by_itself,
    urgent,
  };
}

/** One thing that is wrong with a set: which directive, which field, and what. */
export interface DirectiveFault {
  readonly no: number;
  readonly id: string | null;
  readonly field: string;
  readonly message: string;
}

export interface KnownToDirectives {
  readonly kinds: ReadonlyMap<string, Pick<Kind, 'id'>>;
  readonly actions: ReadonlyMap<string, Pick<Action, 'lane' | 'firstByItself'>>;
  readonly serviceKinds: readonly string[];
  readonly webhooks: readonly string[];
}

/** Whether everything that matches `later` was caught by `earlier` already: each condition of `earlier` is at least as wide. */
function shadows(earlier: Directive, later: Directive): boolean {
  return (Object.keys(earlier.when) as (keyof Directive['when'])[]).every((name) => {
    const wide = earlier.when[name] as readonly (string | number)[] | undefined;
    const narrow = later.when[name] as readonly (string | number)[] | undefined;
    if (wide === undefined) return true;
    if (narrow === undefined) return false;
    return narrow.every((n) =>
      wide.some((x) => (name === 'kinds' ? x === n || holdsKind(String(x), String(n)) : x === n)),
    );
  });
}

/**
 * Reads a whole set, or says everything that is wrong with it: shapes, names nobody knows, addresses that are none, rules no
 * case can reach, and a set whose last rule does not catch what is left.
 */
export function readDirectives(
  given: unknown,
  known: KnownToDirectives,
): { readonly set: readonly Directive[]; readonly faults: readonly DirectiveFault[] } {
  if (!Array.isArray(given))
    return { set: [], faults: [{ no: 0, id: null, field: '', message: 'a list of directives' }] };
  const faults: DirectiveFault[] = [];
  const set: Directive[] = [];
  if (given.length === 0 || given.length > 200)
    faults.push({ no: 0, id: null, field: '', message: 'from one to two hundred directives' });
  given.forEach((one: unknown, i) => {
    const no = i + 1;
    const read = directiveShape.safeParse(one);
    const id = String((one as { id?: unknown } | null)?.id ?? '') || null;
    if (!read.success) {
      for (const issue of read.error.issues)
        faults.push({ no, id, field: issue.path.map(String).join('.'), message: issue.message });
      return;
    }
    const d = read.data;
    const fault = (field: string, message: string) => faults.push({ no, id: d.id, field, message });
    if (set.some((other) => other.id === d.id)) fault('id', 'another directive has this id');
    for (const k of d.when.kinds ?? [])
      if (![...known.kinds.keys()].some((kind) => holdsKind(k, kind))) fault('when.kinds', `there is no kind ${k}`);
    for (const c of d.when.courses ?? [])
      if (!known.actions.has(c)) fault('when.courses', `there is no course of action ${c}`);
    for (const s of d.when.service_kinds ?? [])
      if (!known.serviceKinds.includes(s)) fault('when.service_kinds', `there is no kind of service ${s}`);
    for (const n of d.when.networks ?? []) if (!parsePrefix(n)) fault('when.networks', `${n} is no prefix`);
    const t = d.outcome;
    if (t.address !== undefined && !isMailAddress(t.address)) fault('outcome.address', 'not a mail address');
    for (const c of t.copy_to) if (!isMailAddress(c)) fault('outcome.copy_to', `${c} is no mail address`);
    if (t.format === 'webhook' && t.webhook === undefined)
      fault('outcome.webhook', 'a webhook is needed for this format');
    if (t.webhook !== undefined && t.format !== 'webhook') fault('outcome.format', 'a webhook is sent as webhook');
    if (t.webhook !== undefined && t.address !== undefined)
      fault('outcome.address', 'a webhook or an address, not both');
    if (t.webhook !== undefined && !known.webhooks.includes(t.webhook))
      fault('outcome.webhook', `there is no webhook ${t.webhook}`);
    if (t.first_by_itself && !t.send) fault('outcome.first_by_itself', 'nothing is sent, so nothing goes by itself');
    if (t.first_by_itself)
      for (const c of d.when.courses ?? [])
        if (known.actions.has(c) && known.actions.get(c)?.firstByItself !== true)
          fault('outcome.first_by_itself', `a person writes the first letter of ${c}`);
    const before = set.find((other) => shadows(other, d));
    if (before) fault('when', `no case reaches it: ${before.id} stands before it and catches the same`);
    set.push(d);
  });
  const last = set.at(-1);
  if (last && set.length === given.length && Object.values(last.when).some((v) => v !== undefined))
    faults.push({
      no: given.length,
      id: last.id,
      field: 'when',
      message: 'the last directive catches what is left: it names no condition',
    });
  return { set, faults };
}

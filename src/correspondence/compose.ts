/** From the facts of a case to the fields of a letter, in both languages: what is missing stays out, and so stops the letter. */
import { defang, type Language, type TimePrecision, timeForPeople, type Words } from '#kernel';
import {
  type Action,
  type LetterFields,
  type LetterTable,
  momentForLetter,
  type Sighting,
  sightingTable,
  stepsIn,
} from '#law';
import { csvOf } from './csv.ts';

/** One observation, as it may be told to the holder: never who reported it. */
export interface SeenFact {
  readonly seenAt: Temporal.Instant | null;
  readonly precision: TimePrecision | null;
  /** Address, host or URL as found; null where the finding names none. */
  readonly where: string | null;
  readonly port: number | null;
  /** Name of the kind. */
  readonly what: Words;
  readonly kind: string;
  readonly reference?: string | null;
}

/** What is known when a letter about a case is written. Null and absent mean unknown: nothing is filled in. */
export interface CaseFacts {
  readonly zone: string;
  readonly organisationName: string;
  readonly audience: 'customer' | 'reseller';
  readonly caseNumber: string | null;
  /** Null: the recipient is addressed as customer or reseller. */
  readonly recipientName: string | null;
  readonly course: Pick<Action, 'title' | 'what' | 'stepsForCustomer' | 'fixedWhen' | 'quietDays'>;
  /** Main address or site. */
  readonly resource: string | null;
  readonly seen: readonly SeenFact[];
  readonly dueAt: Temporal.Instant | null;
  /** When the host acts itself. */
  readonly hostAt?: Temporal.Instant | null;
  /** What happens otherwise, as a clause: "wij sluiten het pad af". */
  readonly consequence: Words | null;
  /** Term of contract or law the letter leans on. */
  readonly ground: Words | null;
  readonly phone?: string | null;
  /** Words of the handler, as written. */
  readonly note?: string | null;
  readonly repeat?: Words | null;
  readonly firstSentAt?: Temporal.Instant | null;
  /** Before when the reseller names its customer. */
  readonly nameBy?: Temporal.Instant | null;
  readonly news?: Words | null;
  readonly question?: string | null;
  readonly closedAt?: Temporal.Instant | null;
  /** What showed that it is solved. */
  readonly why?: Words | null;
  readonly lifted?: Words | null;
  readonly prevention?: Words | null;
  /** Who was written to and stays silent, or who holds it: for a reseller or a colleague, never for a stranger. */
  readonly customerName?: string | null;
  /** State of the case, for colleagues. */
  readonly state?: Words | null;
  /** Words of the customer, as written. */
  readonly said?: string | null;
  /** Rows shown in the letter itself; all of them are in the attached CSV. */
  readonly inlineRows?: number;
}

/** Rows shown where nothing else is said. */
const usualRows = 25;

const precisionWords: Readonly<Partial<Record<TimePrecision, Words>>> = {
  hour: { nl: 'op het uur nauwkeurig', en: 'to the hour' },
  day: { nl: 'alleen de dag bekend', en: 'only the day known' },
  range: { nl: 'ergens in een periode', en: 'somewhere in a period' },
  assumed_zone: { nl: 'zonder tijdzone gemeld', en: 'reported without a zone' },
  message_date: { nl: 'datum van de melding', en: 'date of the report' },
};

const unnamed: Readonly<Record<'customer' | 'reseller', Words>> = {
  customer: { nl: 'klant', en: 'customer' },
  reseller: { nl: 'reseller', en: 'reseller' },
};

/**
 * `donderdag 26 november 2026 18:05 CET (17:05 UTC)`: the moment of a letter in the zone of the organisation and in UTC.
 * The UTC day is named where it is another one.
 */
export function momentWithUtc(at: Temporal.Instant, zone: string, language: Language): string {
  const here = at.toZonedDateTimeISO(zone);
  const utc = at.toZonedDateTimeISO('UTC');
  const local = momentForLetter(at, zone, language);
  if (here.offsetNanoseconds === 0) return local;
  const time = `${String(utc.hour).padStart(2, '0')}:${String(utc.minute).padStart(2, '0')} UTC`;
  return utc.toPlainDate().equals(here.toPlainDate())
    ? `${local} (${time})`
    : `${local} (${utc.toPlainDate().toString()} ${time})`;
}

/** The table of what was seen, newest first, with a line that says how many are in the attachment only. */
export function seenTable(
  seen: readonly SeenFact[],
  zone: string,
  language: Language,
  mostRows: number = usualRows,
): LetterTable {
  const sorted = newestFirst(seen);
  const notStated = language === 'nl' ? 'niet vermeld' : 'not stated';
  const table = sightingTable(
    sorted.slice(0, mostRows).map((s): Sighting => {
      const note = s.precision ? precisionWords[s.precision]?.[language] : undefined;
      return {
        ...(s.seenAt ? { seenAt: s.seenAt } : {}),
        ...(note ? { timeNote: note } : {}),
        where: s.where ?? notStated,
        ...(s.port === null ? {} : { port: s.port }),
        what: s.what[language],
      };
    }),
    zone,
    language,
  );
  const left = sorted.length - mostRows;
  if (left <= 0) return table;
  const more = language === 'nl' ? `en nog ${left}, zie de bijlage` : `and ${left} more, see the attachment`;
  return { ...table, rows: [...table.rows, ['…', '…', more, '–', '–']] };
}

function newestFirst(seen: readonly SeenFact[]): readonly SeenFact[] {
  return [...seen].sort((a, b) => (b.seenAt?.epochMilliseconds ?? 0) - (a.seenAt?.epochMilliseconds ?? 0));
}

/** The same observations for a machine: every one of them, raw addresses, UTC. */
export function seenCsv(seen: readonly SeenFact[]): Uint8Array {
  return csvOf(
    ['seen_at', 'time_precision', 'where', 'port', 'kind', 'reference'],
    newestFirst(seen).map((s) => [
      s.seenAt?.toString() ?? null,
      s.precision,
      s.where,
      s.port,
      s.kind,
      s.reference ?? null,
    ]),
  );
}

/**
 * The fields of every letter about a case, in both languages; a template takes those it names. What is unknown is left
 * out, and a template that needs it then refuses to go out.
 */
export function composeFields(facts: CaseFacts): Readonly<Record<Language, LetterFields>> {
  return { nl: fieldsIn(facts, 'nl'), en: fieldsIn(facts, 'en') };
}

function fieldsIn(f: CaseFacts, language: Language): LetterFields {
  const moment = (at: Temporal.Instant | null | undefined) => (at ? momentWithUtc(at, f.zone, language) : undefined);
  const words = (w: Words | null | undefined) => w?.[language];
  const last = newestFirst(f.seen)[0]?.seenAt;
  return {
    caseNumber: f.caseNumber ?? undefined,
    organisationName: f.organisationName,
    recipientName: f.recipientName ?? unnamed[f.audience][language],
    problem: f.course.title[language],
    resource: f.resource === null ? undefined : shownResource(f.resource),
    dueAt: moment(f.dueAt),
    hostAt: moment(f.hostAt),
    what: f.course.what[language],
    findings: f.seen.length > 0 ? seenTable(f.seen, f.zone, language, f.inlineRows) : undefined,
    steps: f.course.stepsForCustomer.length > 0 ? stepsIn(f.course.stepsForCustomer, language) : undefined,
    fixedWhen: f.course.fixedWhen[language],
    consequence: words(f.consequence),
    ground: words(f.ground),
    phone: f.phone ?? undefined,
    note: f.note ?? undefined,
    repeat: words(f.repeat),
    firstSentAt: moment(f.firstSentAt),
    nameBy: moment(f.nameBy),
    news: words(f.news),
    question: f.question ?? undefined,
    closedAt: moment(f.closedAt),
    why: words(f.why),
    lifted: words(f.lifted),
    prevention: words(f.prevention),
    customerName: f.customerName ?? undefined,
    state: words(f.state),
    said: f.said ?? undefined,
    quietDays: String(f.course.quietDays),
    lastSeen: last ? timeForPeople(last, f.zone, language) : undefined,
  };
}

/** An address stays as it is, the count behind the first of several too; a site or URL is made harmless, in subject and text alike. */
function shownResource(resource: string): string {
  const more = / \+\d+$/.exec(resource)?.[0];
  if (more) return `${shownResource(resource.slice(0, -more.length))}${more}`;
  const isAddress = /^[0-9.]+(\/\d+)?$|^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i.test(resource);
  return isAddress ? resource : defang(resource);
}

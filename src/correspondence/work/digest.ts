/** Digests: letters without hurry to one contact, joined into one a day or a week. */
import type { Job } from '#io/jobs';
import type { World } from '#io/world';
import { engine, isId, type Language, timeForPeople } from '#kernel';
import type { LetterFields } from '#law';
import { momentWithUtc } from '../compose.ts';
import { csvOf, joinCsv } from '../csv.ts';
import type { Attachment, FieldsByLanguage, LetterLanguage, LetterWords } from '../letter.ts';
import { letterSettingsOf } from '../store/rules.ts';
import { changeLetterRow, houseOf, lettersForDigest, openWords, type StoredLetter } from '../store.ts';
import { enqueueSend, type LettersHanded, queueLetter, type Recheck, to, told } from './outbox.ts';
import { stop } from './sending.ts';

const digestColumns: Readonly<Record<Language, readonly string[]>> = {
  nl: ['Nummer', 'Probleem', 'Adres', 'Laatst gezien', 'Oplossen vóór'],
  en: ['Number', 'Problem', 'Address', 'Last seen', 'Solve before'],
};

/** The rows that stand in the letter itself; the attached overview has them all. */
function inlineRows(
  rows: readonly (readonly string[])[],
  most: number,
  language: Language,
): readonly (readonly string[])[] {
  const left = rows.length - most;
  if (left <= 0) return rows;
  const more = language === 'nl' ? `en nog ${left}, zie overview.csv` : `and ${left} more, see overview.csv`;
  return [...rows.slice(0, most), ['…', more, '…', '…', '…']];
}

/**
 * What goes with the digest for machines: the findings of all letters in one CSV, each row with the number of its letter, and
 * all their XARF reports in one file, a report a line.
 */
function filesOf(
  ready: readonly { readonly letter: StoredLetter; readonly words: LetterWords }[],
): readonly Attachment[] {
  const csv = joinCsv(
    'letter',
    ready.flatMap(({ letter, words }) =>
      words.attachments
        .filter((a) => a.type === 'text/csv')
        .map((a) => ({ mark: letter.reference ?? letter.id, bytes: a.bytes })),
    ),
  );
  const xarf = ready.flatMap(({ words }) => words.attachments.flatMap((a) => reportsIn(a)));
  return [
    ...(csv ? [{ name: 'findings.csv', type: 'text/csv', bytes: csv }] : []),
    ...(xarf.length > 0
      ? [{ name: 'findings.xarf.jsonl', type: 'application/x-ndjson', bytes: Buffer.from(`${xarf.join('\n')}\n`) }]
      : []),
  ];
}

/** The reports of a file, each as one line of JSON. */
function reportsIn(a: Attachment): readonly string[] {
  const text = Buffer.from(a.bytes).toString();
  if (a.type === 'application/json') return [JSON.stringify(JSON.parse(text))];
  return a.type === 'application/x-ndjson' ? text.split('\n').filter((line) => line !== '') : [];
}

const oneWord = (v: LetterFields[string]): string | undefined => (typeof v === 'string' ? v : undefined);

/**
 * The job `letter.digest`: joins the letters to one contact that wait for each other. Each is checked by itself; one that is
 * left alone goes out as it is.
 */
export async function joinLetters(world: World, job: Job, handed: LettersHanded): Promise<void> {
  const contact = job.payload['contact'];
  const rhythm = job.payload['rhythm'];
  if (!isId('cnt', contact) || (rhythm !== 'digest' && rhythm !== 'weekly'))
    throw new Error('letter.digest needs a contact and a rhythm');
  const group = typeof job.payload['group'] === 'string' ? job.payload['group'] : null;
  await world.db.in(job.organisation, async (tx) => {
    const now = world.clock.now();
    const { settings } = await letterSettingsOf(tx);
    const ready: { readonly letter: StoredLetter; readonly words: LetterWords }[] = [];
    for (const letter of await lettersForDigest(tx, contact, rhythm, group)) {
      const words = await openWords(world, tx, letter);
      const checked: Recheck = words ? await handed.recheck(world, tx, letter) : { go: false, why: 'erased' };
      if ('later' in checked) continue;
      if (!checked.go || !words) await stop(world, tx, letter, checked.go ? 'erased' : checked.why, handed);
      else ready.push({ letter, words });
    }
    const first = ready[0];
    if (!first) return;
    if (ready.length === 1) {
      if (first.letter.trial) {
        await changeLetterRow(tx, first.letter.id, { state: 'held', why: 'trial' });
        await told(tx, first.letter.id);
        return;
      }
      await changeLetterRow(tx, first.letter.id, { state: to(first.letter, 'release'), why: null, notBefore: now });
      await enqueueSend(tx, first.letter.id, first.letter.version, now);
      return;
    }
    const house = await houseOf(tx);
    // The point that ends first stands first.
    ready.sort(
      (a, b) => (a.words.dueAt?.epochMilliseconds ?? Infinity) - (b.words.dueAt?.epochMilliseconds ?? Infinity) || 0,
    );
    const due = ready.find(({ words }) => words.dueAt !== null)?.words.dueAt;
    // One page for every point on it: the same language, or both where the points differ.
    const spoken = new Set(ready.map(({ letter }) => letter.language));
    const language: LetterLanguage = spoken.size === 1 ? first.letter.language : 'both';
    const fieldsIn = (l: Language): LetterFields => {
      const of = (name: string) =>
        ready.map(({ words }) => oneWord(words.fields[l]?.[name])).find((v) => v !== undefined);
      const rows = ready.map(({ words }) => {
        const f = words.fields[l] ?? words.fields[l === 'nl' ? 'en' : 'nl'] ?? {};
        return ['caseNumber', 'problem', 'resource', 'lastSeen', 'dueAt'].map((name) => oneWord(f[name]) ?? '');
      });
      const oneCourse = new Set(ready.map(({ letter }) => `${letter.action?.id} ${letter.action?.version}`)).size === 1;
      const steps = oneCourse ? first.words.fields[l]?.['steps'] : undefined;
      return {
        organisationName: of('organisationName') ?? house.name,
        recipientName: of('recipientName'),
        ground: of('ground'),
        phone: of('phone'),
        consequence: oneCourse ? of('consequence') : undefined,
        steps,
        count: String(ready.length),
        period: periodWords(rhythm, now, house.zone, l),
        cases: { columns: digestColumns[l], rows: inlineRows(rows, settings.digest.inline_rows, l) },
        dueAt: due ? momentWithUtc(due, house.zone, l) : undefined,
      };
    };
    const fields: FieldsByLanguage = { nl: fieldsIn('nl'), en: fieldsIn('en') };
    const table = csvOf(
      ['reference', 'problem', 'resource', 'due_at', 'page'],
      ready.map(({ letter, words }) => {
        const f = words.fields.en ?? words.fields.nl ?? {};
        return [
          letter.reference,
          oneWord(f['problem']),
          oneWord(f['resource']),
          words.dueAt?.toString() ?? null,
          words.link,
        ];
      }),
    );
    const files = filesOf(ready);
    const digest = await queueLetter(world, tx, {
      template: 'ltr-digest',
      language,
      audience: first.letter.audience,
      party: first.letter.party,
      contact: { id: contact, address: first.words.to },
      fields,
      attachments: [{ name: 'overview.csv', type: 'text/csv', bytes: table }, ...files],
      ...(due ? { dueAt: due } : {}),
      ...(first.letter.directive ? { directive: first.letter.directive } : {}),
      ...(first.words.copyTo ? { copyTo: first.words.copyTo } : {}),
      trial: first.letter.trial,
      undoSeconds: 0,
      by: engine,
      link: true,
      brandOf: (await handed.brandOf?.(tx, first.letter)) ?? {
        contract: null,
        parties: first.letter.party ? [first.letter.party] : [],
      },
    });
    for (const { letter } of ready) {
      await changeLetterRow(tx, letter.id, { state: to(letter, 'join'), joinedInto: digest, endedAt: now, why: null });
      await told(tx, letter.id);
    }
  });
}

function periodWords(rhythm: 'digest' | 'weekly', now: Temporal.Instant, zone: string, language: Language): string {
  const until = timeForPeople(now, zone, language).split(' ').slice(0, 3).join(' ');
  if (rhythm === 'digest') return until;
  const from = timeForPeople(now.subtract({ hours: 7 * 24 }), zone, language)
    .split(' ')
    .slice(0, 3)
    .join(' ');
  return language === 'nl' ? `${from} tot en met ${until}` : `${from} to ${until}`;
}

/** What stands on paper in a dossier: the same things as in its records, for people to read. Pure: records in, blocks out. */
import type { Language } from '#kernel';
import { type LeftOut, type Manifest, manifestName } from './dossier.ts';

/** Blocks as the PDF door takes them. */
export type PaperBlock =
  | { readonly heading: string; readonly level: 1 | 2 | 3 }
  | { readonly text: string; readonly small?: boolean }
  | {
      readonly table: readonly (readonly string[])[];
      readonly header: readonly string[];
      readonly widths: readonly (number | '*' | 'auto')[];
    };

const words = {
  nl: {
    title: 'Dossier',
    made: 'Gemaakt',
    reader: 'Voor',
    own: 'eigen gebruik',
    onDemand: 'op vordering',
    ownMotion: 'uit eigen beweging',
    summary: 'Waar het om gaat',
    timeline: 'Tijdlijn',
    at: 'Moment (UTC)',
    act: 'Handeling',
    by: 'Door',
    detail: 'Bijzonderheden',
    clocks: 'Termijnen',
    clock: 'Termijn',
    starts: 'Begon',
    due: 'Uiterlijk',
    state: 'Stand',
    ended: 'Geëindigd',
    letters: 'Brieven en antwoorden',
    files: 'Bestanden',
    name: 'Naam',
    size: 'Bytes',
    left: 'Wat niet in dit dossier staat',
    nothing: 'Niets is weggelaten.',
    count: 'Aantal',
    why: 'Waarom',
    earlier: 'Eerder met deze klant',
    proof: 'Bewijs',
    check:
      'Controleer dit bestand zonder net en zonder ons: bezem dossier verify BESTAND --key SLEUTEL, of de losse pagina van docs/dossiers.md.',
    reasons: {
      erased: 'gewist',
      privileged: 'advies van een advocaat',
      reader: 'deze lezer mag het niet zien',
      csam: 'kindermisbruikmateriaal: alleen adres en hash',
      secret: 'geheim',
      never: 'hoort niet in een dossier',
    },
  },
  en: {
    title: 'Dossier',
    made: 'Made',
    reader: 'For',
    own: 'own use',
    onDemand: 'on demand',
    ownMotion: 'of own motion',
    summary: 'What it is about',
    timeline: 'Timeline',
    at: 'Moment (UTC)',
    act: 'Act',
    by: 'By',
    detail: 'Details',
    clocks: 'Clocks',
    clock: 'Clock',
    starts: 'Started',
    due: 'Due',
    state: 'State',
    ended: 'Ended',
    letters: 'Letters and answers',
    files: 'Files',
    name: 'Name',
    size: 'Bytes',
    left: 'What is not in this dossier',
    nothing: 'Nothing was left out.',
    count: 'Count',
    why: 'Why',
    earlier: 'Earlier with this customer',
    proof: 'Proof',
    check:
      'Check this file without network and without us: bezem dossier verify FILE --key KEY, or the stand-alone page of docs/dossiers.md.',
    reasons: {
      erased: 'erased',
      privileged: 'advice of a lawyer',
      reader: 'this reader may not see it',
      csam: 'child abuse material: address and hash only',
      secret: 'secret',
      never: 'does not belong in a dossier',
    },
  },
} as const;

const text = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** More acts than people read: the paper shows this many of the first and of the last, and says how many lie between. */
const mostOfAnEnd = 500;

/** The acts as the journal has them, oldest first. */
function timelineOf(entries: Manifest['entries']): readonly (readonly string[])[] {
  if (entries.length > 2 * mostOfAnEnd)
    return [
      ...timelineOf(entries.slice(0, mostOfAnEnd)),
      ['…', `+ ${entries.length - 2 * mostOfAnEnd}`, '', manifestName],
      ...timelineOf(entries.slice(-mostOfAnEnd)),
    ];
  return entries.map((entry) => {
    const [, , seq = '', at = '', act = ''] = entry.leaf.split('\n');
    const told = entry.details.slice(1).flatMap((d) => {
      if (!('text' in d)) return 'erased' in d ? [`[${d.erased.rule} ${d.erased.at}]`] : ['[…]'];
      const { payload } = JSON.parse(d.text) as { payload: Record<string, unknown> };
      return [
        Object.entries(payload)
          .map(([name, value]) => `${name}: ${text(value)}`)
          .join(', '),
      ];
    });
    const first = entry.details[0];
    const by =
      first && 'text' in first ? text((JSON.parse(first.text) as { payload: { by?: unknown } }).payload.by) : '…';
    return [at, `${seq} ${act}`, by, told.join(' | ').slice(0, 1500)];
  });
}

const leftRows = (left: readonly LeftOut[], language: Language): readonly (readonly string[])[] =>
  left.map((l) => [l.what, words[language].reasons[l.why], l.basis, String(l.count)]);

/** The paper of a dossier. @param letters the words of its letters and answers, in order, with a title each */
export function paperOf(
  manifest: Omit<Manifest, 'files'> & { readonly files: readonly Omit<Manifest['files'][number], 'of'>[] },
  letters: readonly { readonly title: string; readonly text: string }[],
  language: Language,
): readonly PaperBlock[] {
  const w = words[language];
  const main = Object.entries(manifest.records).find(([, rows]) => rows.some((r) => r['id'] === manifest.about.id));
  const own = main?.[1].find((r) => r['id'] === manifest.about.id) ?? {};
  const clocks = manifest.records['deadline'] ?? [];
  const blocks: PaperBlock[] = [
    { heading: `${w.title} ${manifest.about.number ?? manifest.about.id}`, level: 1 },
    {
      text: `${manifest.organisation.name}. ${w.made} ${manifest.made_at}. ${w.reader}: ${
        manifest.for.reader === 'own'
          ? w.own
          : `${manifest.for.reader}, ${manifest.for.on_demand ? w.onDemand : w.ownMotion}`
      }.`,
    },
    { heading: w.summary, level: 2 },
    {
      header: ['', ''],
      widths: [130, '*'],
      table: Object.entries(own)
        .filter(([, value]) => value !== null && typeof value !== 'object')
        .map(([name, value]) => [name, text(value)]),
    },
    { heading: w.clocks, level: 2 },
    {
      header: [w.clock, w.starts, w.due, w.state, w.ended],
      widths: ['*', 95, 95, 50, 95],
      table: clocks.map((c) => [
        text(c['clock']),
        text(c['starts_at']),
        text(c['due_at']),
        text(c['state']),
        text(c['ended_at']),
      ]),
    },
    { heading: w.timeline, level: 2 },
    { header: [w.at, w.act, w.by, w.detail], widths: [95, 110, 90, '*'], table: timelineOf(manifest.entries) },
  ];
  if (letters.length > 0) blocks.push({ heading: w.letters, level: 2 });
  for (const letter of letters) blocks.push({ heading: letter.title, level: 3 }, { text: letter.text });
  if (manifest.earlier.length > 0)
    blocks.push(
      { heading: w.earlier, level: 2 },
      {
        header: [w.at, w.act, w.detail],
        widths: [110, 60, '*'],
        table: manifest.earlier.map((e) => [e.at, e.what, e.note]),
      },
    );
  blocks.push(
    { heading: w.files, level: 2 },
    {
      header: [w.name, w.size, 'SHA-256'],
      widths: ['*', 50, 220],
      table: manifest.files.map((f) => [f.name, String(f.size), f.sha256]),
    },
    { heading: w.left, level: 2 },
    manifest.left_out.length === 0
      ? { text: w.nothing }
      : {
          header: [w.name, w.why, '', w.count],
          widths: [90, 140, '*', 40],
          table: leftRows(manifest.left_out, language),
        },
    { heading: w.proof, level: 2 },
    { text: w.check },
    { text: manifest.log, small: true },
    { text: manifest.checkpoint, small: true },
  );
  // A table without rows says less than nothing.
  return blocks.filter((b) => !('table' in b) || b.table.length > 0);
}

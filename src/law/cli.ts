/** `bezem duties`: which duties apply to which service, and why. `bezem norms`: every rule with its basis, dates and mark. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { wallClock } from '#io/clock';
import { type Command, type Output, readFlags } from '#io/command';
import type { Language, Words } from '#kernel';
import { readHouse } from './answers.ts';
import type { Basis, InForce } from './basis.ts';
import {
  type Assessment,
  assess,
  type HouseAnswers,
  type Measure,
  measures,
  rootHolders,
  type ServiceAnswers,
  type ServiceQuestion,
  serviceQuestions,
  sights,
  sizes,
} from './duty.ts';
import { measureWords } from './restriction.ts';
import { loadLaw } from './work.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

function wrong(output: Output, text: string, usage: string): number {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${usage}`);
  return 2;
}

const markWords: Readonly<Record<Basis['mark'], Words>> = {
  verified: { nl: 'nagelezen', en: 'verified' },
  memory: { nl: 'niet nagelezen', en: 'not verified' },
  house: { nl: 'huisregel', en: 'house rule' },
  study: { nl: 'alleen onderzocht', en: 'only studied' },
};

/** Asks the questions one by one on the terminal; an empty answer is no. */
async function ask(output: Output): Promise<{ house: HouseAnswers; services: ServiceAnswers[] }> {
  const nl = output.language === 'nl';
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const one = async (text: string, allowed: readonly string[], normal: string): Promise<string> => {
    for (;;) {
      const said = (await lines.question(`${text} [${allowed.join('/')}] (${normal}) `)).trim().toLowerCase();
      if (said === '') return normal;
      const hit = allowed.find((a) => a === said || a.startsWith(said));
      if (hit) return hit;
      output.err(nl ? `Kies uit: ${allowed.join(', ')}` : `Choose from: ${allowed.join(', ')}`);
    }
  };
  const yes = async (q: Words) =>
    (await one(q[output.language], nl ? ['ja', 'nee'] : ['yes', 'no'], nl ? 'nee' : 'no')).match(/^[jy]/) !== null;
  try {
    const size = (await one(
      nl ? 'Hoe groot is de onderneming?' : 'How large is the enterprise?',
      sizes,
      'small',
    )) as HouseAnswers['size'];
    const isDutch = await yes({
      nl: 'Is de hoofdvestiging in Nederland?',
      en: 'Is the main establishment in the Netherlands?',
    });
    const isInEu =
      isDutch || (await yes({ nl: 'Is er een vestiging in de EU?', en: 'Is there an establishment in the EU?' }));
    const signed: HouseAnswers['signed'][number][] = [];
    if (await yes({ nl: 'Is de NTD-gedragscode ondertekend?', en: 'Was the NTD code of conduct signed?' }))
      signed.push('ntd');
    if (
      await yes({
        nl: 'Is de Gedragscode Abusebestrijding ondertekend?',
        en: 'Was the code of conduct against abuse signed?',
      })
    )
      signed.push('abuse');
    const services: ServiceAnswers[] = [];
    for (;;) {
      const name = (
        await lines.question(nl ? 'Naam van een dienst (leeg: klaar): ' : 'Name of a service (empty: done): ')
      ).trim();
      if (name === '') break;
      const is: Partial<Record<ServiceQuestion, boolean>> = {};
      for (const q of Object.keys(serviceQuestions) as ServiceQuestion[]) is[q] = await yes(serviceQuestions[q]);
      const root = (await one(
        nl ? 'Wie heeft de hoogste rechten?' : 'Who holds root?',
        rootHolders,
        'customer',
      )) as ServiceAnswers['root'];
      const sees = (await one(
        nl ? 'Wat kunt u zien?' : 'What can you see?',
        sights,
        'metadata',
      )) as ServiceAnswers['sees'];
      const can: Measure[] = [];
      for (const m of measures)
        if (await yes({ nl: `Kunt u: ${measureWords[m].nl}?`, en: `Can you: ${measureWords[m].en}?` })) can.push(m);
      services.push({ name, is, ...(root ? { root } : {}), ...(sees ? { sees } : {}), can });
    }
    return { house: { size, isInEu, isDutch, signed }, services };
  } finally {
    lines.close();
  }
}

function tell(a: Assessment, output: Output): void {
  const l: Language = output.language;
  const nl = l === 'nl';
  output.out(a.service);
  for (const c of a.classes) {
    output.out(`  ${c.class}  (DSA ${c.article}: ${c.why[l]})`);
    if (c.doubt) output.out(`    ! ${c.doubt[l]}`);
  }
  for (const e of a.exemptions) {
    output.out(
      nl
        ? `  Niet aansprakelijk (DSA ${e.article}) zolang ${e.holdsWhile.nl}.`
        : `  Not liable (DSA ${e.article}) while ${e.holdsWhile.en}.`,
    );
    for (const fact of e.lostBy) output.out(`    ${nl ? 'verloren door' : 'lost by'}: ${fact[l]}`);
  }
  if (a.measures.length > 0)
    output.out(`  ${nl ? 'mogelijk' : 'possible'}: ${a.measures.map((m) => measureWords[m][l]).join(', ')}`);
  const name = (b: Basis) => [b.law, b.article].filter(Boolean).join(' ');
  for (const applies of [true, false])
    for (const { duty: d, why } of a.duties.filter((each) => each.applies === applies))
      output.out(
        `  ${applies ? '●' : '·'} ${d.title[l]}  [${name(d.basis)}; ${markWords[d.basis.mark][l]}]  ${why[l]}`,
      );
}

const json = (a: Assessment) => ({
  service: a.service,
  classes: a.classes,
  exemptions: a.exemptions.map((e) => ({
    class: e.class,
    article: e.article,
    holds_while: e.holdsWhile,
    lost_by: e.lostBy,
  })),
  root: a.root,
  sees: a.sees,
  measures: a.measures,
  duties: a.duties.map((d) => ({
    id: d.duty.id,
    applies: d.applies,
    why: d.why,
    title: d.duty.title,
    says: d.duty.says,
    law: d.duty.basis.law,
    article: d.duty.basis.article ?? null,
    mark: d.duty.basis.mark,
    clocks: d.duty.clocks ?? [],
  })),
});

const duties: Command = {
  name: 'duties',
  summary: {
    nl: 'Welke plichten gelden voor welke dienst, waarom, en wat de uitzondering op aansprakelijkheid kost',
    en: 'Which duties apply to which service, why, and what would lose the exemption from liability',
  },
  usage: 'duties [--answers FILE] [--on DATE] [--questions] [--json]',
  needs: 'nothing',
  async run(args, output) {
    const read = readFlags(args, ['answers', 'on'], ['json', 'questions']);
    if (typeof read === 'string') return wrong(output, read, this.usage);
    if (read.words.length > 0) return wrong(output, `${read.words[0]} is not known here`, this.usage);
    const asJson = read.flags.has('json');
    if (read.flags.has('questions')) {
      if (asJson)
        output.out(
          JSON.stringify({ size: sizes, questions: serviceQuestions, root: rootHolders, sees: sights, can: measures }),
        );
      else for (const [id, q] of Object.entries(serviceQuestions)) output.out(`${id.padEnd(26)} ${q[output.language]}`);
      return 0;
    }
    const on = read.flags.get('on') ?? wallClock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
    if (typeof on !== 'string' || !dayPattern.test(on) || Number.isNaN(Date.parse(on)))
      return wrong(output, '--on is a date such as 2026-11-27', this.usage);
    const file = read.flags.get('answers');
    if (file === undefined && process.stdin.isTTY !== true)
      return wrong(
        output,
        output.language === 'nl'
          ? 'Geef de antwoorden met --answers BESTAND, of beantwoord de vragen op een terminal (--questions toont ze).'
          : 'Give the answers with --answers FILE, or answer the questions on a terminal (--questions shows them).',
        this.usage,
      );
    const { house, services } = typeof file === 'string' ? readHouse(await readFile(file, 'utf8')) : await ask(output);
    const law = await loadLaw();
    const found = services.map((s) => assess(law.duties.values(), s, house, on));
    const competent = house.isDutch
      ? [...law.authorities.values()]
          .filter((a) => a.country === 'NL' || a.country === undefined)
          .map((a) => ({ id: a.id, name: a.name, roles: a.roles, power: a.power }))
      : [];
    if (asJson) output.out(JSON.stringify({ on, services: found.map(json), authorities: competent }));
    else {
      for (const a of found) tell(a, output);
      for (const a of competent)
        output.out(`${a.name[output.language]}  (${a.roles.join(', ')})  ${a.power[output.language]}`);
      if (!house.isDutch)
        output.out(
          output.language === 'nl'
            ? 'De bevoegde autoriteiten zijn die van de lidstaat van de hoofdvestiging of van de vertegenwoordiger.'
            : 'The competent authorities are those of the Member State of the main establishment or the representative.',
        );
    }
    return 0;
  },
};

interface Norm {
  readonly what: string;
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce | null;
}

/** Every rule of the library in one list: clocks, letters, duties, categories, retention, authorities. */
export async function allNorms(): Promise<readonly Norm[]> {
  const law = await loadLaw();
  const from = <T extends { id: string; title: Words; basis: Basis; inForce?: InForce }>(
    what: string,
    list: Iterable<T>,
  ): Norm[] => [...list].map((r) => ({ what, id: r.id, title: r.title, basis: r.basis, inForce: r.inForce ?? null }));
  return [
    ...from('clock', law.clocks.values()),
    ...from('duty', law.duties.values()),
    ...from('letter', law.letters.values()),
    ...from('category', law.categories.values()),
    ...from('retention', law.retention.values()),
    ...from(
      'authority',
      [...law.authorities.values()].map((a) => ({ ...a, title: a.name })),
    ),
  ];
}

const norms: Command = {
  name: 'norms',
  summary: {
    nl: 'Elke regel die Bezem kent, met grondslag, data en hoe zeker ze is',
    en: 'Every rule Bezem knows, with its basis, dates and how sure it is',
  },
  usage: 'norms [--mark verified|memory|house|study] [--what clock|duty|letter|category|retention|authority] [--json]',
  needs: 'nothing',
  async run(args, output) {
    const read = readFlags(args, ['mark', 'what'], ['json']);
    if (typeof read === 'string') return wrong(output, read, this.usage);
    const mark = read.flags.get('mark');
    const what = read.flags.get('what');
    const all = await allNorms();
    if (mark !== undefined && !Object.hasOwn(markWords, String(mark)))
      return wrong(output, '--mark is one of verified, memory, house, study', this.usage);
    if (what !== undefined && !all.some((n) => n.what === what))
      return wrong(output, '--what is one of clock, duty, letter, category, retention, authority', this.usage);
    const list = all.filter(
      (n) => (mark === undefined || n.basis.mark === mark) && (what === undefined || n.what === what),
    );
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          items: list.map((n) => ({
            what: n.what,
            id: n.id,
            title: n.title,
            law: n.basis.law,
            article: n.basis.article ?? null,
            url: n.basis.url ?? null,
            mark: n.basis.mark,
            in_force: n.inForce,
          })),
        }),
      );
    else
      for (const n of list)
        output.out(
          `${n.id.padEnd(30)} ${n.title[output.language]}  [${[n.basis.law, n.basis.article].filter(Boolean).join(', ')}; ${markWords[n.basis.mark][output.language]}${n.inForce ? `; ${n.inForce.from}${n.inForce.until ? ` – ${n.inForce.until}` : ''}` : ''}]`,
        );
    return 0;
  },
};

export const commands: readonly Command[] = [duties, norms];

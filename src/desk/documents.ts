/**
 * Documents that are printed from the code: configuration, problems, commands, the picture in ARCHITECTURE.md, and the
 * pictures the README shows. Written by `./bezem generate`; `./bezem check` says which of them tell something else.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from '#io/command';
import { variables } from '#io/config';
import { problems } from '#kernel';

/** What the documents tell of that this room cannot see from where it stands: handed in by whoever knows everything. */
export interface House {
  /** Lowest floor first, as the map has them. */
  readonly floors: readonly {
    readonly name: string;
    readonly rooms: Readonly<Record<string, { readonly is: string }>>;
  }[];
  readonly commands: readonly Pick<Command, 'name' | 'usage' | 'summary' | 'needs'>[];
}

const root = join(import.meta.dirname, '..', '..');
const printed = '<!-- Printed from the code by ./bezem generate: change the code, not this page. -->';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly string[]) =>
  [row(...heads), row(...heads.map(() => '---')), ...rows].join('\n');

/** docs/configuration.md: every variable, its default, what it does. */
export function configurationText(): string {
  const rows = Object.entries(variables).map(([name, v]) => row(code(name), cell(v.en), cell(v.default)));
  return `${printed}
# Configuration

Bezem is configured by its environment and by nothing else. Everything is checked at start: a value that cannot be right, or a
variable that begins with \`BEZEM_\` and is not on this list, stops the start with a sentence that names the variable and says
what it should be (exit code 2).

${table(['Variable', 'What it does', 'Default'], rows)}

Settings of one organisation (its zone, language, how long a letter can be undone) are no configuration: they lie in the
database. How to set these variables for a service: [how-to/run-it.md](how-to/run-it.md).
`;
}

/** docs/problems.md: every way of saying no. */
export function problemsText(): string {
  const rows = Object.entries(problems).map(([name, p]) =>
    row(`<a id="${name}"></a>${code(name)}`, String(p.status), String(p.exit), cell(p.en), cell(p.nl)),
  );
  return `${printed}
# Problems

Every "no" of this program has a code. Over HTTP it is the \`code\` of an \`application/problem+json\` answer (RFC 9457), whose
\`type\` ends in the same code; on the command line it stands in brackets behind the sentence, and decides the exit code: 1
failure, 2 wrong use, 3 attention needed, 4 not allowed. Codes stay; sentences may get better.

${table(['Code', 'HTTP', 'Exit', 'English', 'Nederlands'], rows)}
`;
}

const needs: Readonly<Record<Command['needs'], string>> = {
  nothing: 'nothing',
  world: 'the database',
  member: 'the database, as a member',
};

/** docs/commands.md: every command in the order of the alphabet. */
export function commandsText(commands: House['commands']): string {
  const sorted = [...commands].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map((c) =>
    row(code(c.usage.replace(/^(\.\/)?bezem /, '')), cell(c.summary.en), cell(c.summary.nl), needs[c.needs]),
  );
  return `${printed}
# Commands

Every line begins with \`./bezem\`. A command that needs a member acts as \`--as E-MAIL\`, else as \`BEZEM_MEMBER\`; where there is
more than one organisation, \`--org SLUG\` says which. \`--lang nl\` answers in Dutch. \`--json\` is for programs: snake_case, times
in UTC, and it stays as it is. \`--help\` behind a command shows how it is used.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 done and something needs attention, 4 not allowed.

${table(['Command', 'Does', 'Doet', 'Needs'], rows)}

Beside these: \`help\` lists them; for those who change the program, \`test [FILE…]\` runs tests, \`check\` everything else that must hold, and
\`generate\` writes what is derived from the code, this page among it.
`;
}

/** The picture of the house: highest floor on top, one room a line. */
export function floorsText(floors: House['floors']): string {
  const names = floors.flatMap((f) => Object.keys(f.rooms));
  const roomWidth = Math.max(...names.map((n) => n.length));
  const floorWidth = Math.max(...floors.map((f) => f.name.length));
  const lines: string[] = [];
  for (let no = floors.length - 1; no >= 0; no--) {
    const floor = floors[no];
    if (!floor) continue;
    Object.entries(floor.rooms).forEach(([name, room], i) => {
      const head = i === 0 ? `${String(no).padStart(2)} ${floor.name}` : '';
      lines.push(
        `${head.padEnd(floorWidth + 3)}  ${name.padEnd(roomWidth)}  ${room.is.replace('(a later issue)', '(later)')}`,
      );
    });
  }
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

/** What a picture shows, by its file name; one that is not here is called by its name. */
const captions: Readonly<Record<string, { readonly en: string; readonly nl: string }>> = {
  inbox: { en: 'The inbox, in the order of handling', nl: 'De rij, in volgorde van behandelen' },
  case: {
    en: 'A case: why it stands where it stands, the proof, the clocks, the letter',
    nl: 'Een zaak: waarom zij staat waar zij staat, het bewijs, de termijnen, de brief',
  },
  party: { en: 'A party and the chain it stands in', nl: 'Een partij en de keten waarin zij staat' },
  order: { en: 'An order: its clock, its list, its course', nl: 'Een bevel: de klok, de lijst, het verloop' },
  onboarding: {
    en: 'A new customer: gates, what was said, what was seen',
    nl: 'Een nieuwe klant: poorten, wat is gezegd, wat is gezien',
  },
  manual: { en: 'Messages a person must read', nl: 'Berichten die een mens moet lezen' },
  import: { en: 'An import, shown as a difference first', nl: 'Een invoer, eerst getoond als verschil' },
  journal: { en: 'The journal', nl: 'Het logboek' },
  deadlines: { en: 'Running clocks', nl: 'Lopende termijnen' },
  customer: { en: 'What the customer sees from the letter', nl: 'Wat de klant ziet vanuit de brief' },
};

/** The pictures that are in docs/screens, light ones only; an empty text where there are none. */
export function screensText(language: 'en' | 'nl'): string {
  const folder = join(root, 'docs', 'screens');
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder).filter((f) => f.endsWith('.png') && !f.includes('dark'));
  const order = Object.keys(captions);
  const place = (file: string) => {
    const at = order.indexOf(file.replace(/(-[a-z]+)?\.png$/, ''));
    return at < 0 ? order.length : at;
  };
  // A picture in one language (inbox-nl.png) is shown to readers of that language.
  const mine = files.filter((f) => !/-(en|nl)\.png$/.test(f) || f.endsWith(`-${language}.png`));
  return mine
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((f) => {
      const name = f.replace(/(-(en|nl|light))?\.png$/, '');
      return `![${captions[name]?.[language] ?? name.replaceAll('-', ' ')}](docs/screens/${f})`;
    })
    .join('\n\n');
}

/**
 * A page with what stands between `<!-- NAME -->` and `<!-- end NAME -->` replaced.
 * @throws where the page has no such place
 */
export function withBlock(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- end ${name} -->`];
  const [from, until] = [page.indexOf(open), page.indexOf(close)];
  if (from < 0 || until < from) throw new Error(`there is no ${open} … ${close} on the page`);
  return `${page.slice(0, from + open.length)}\n${text === '' ? '' : `${text}\n`}${page.slice(until)}`;
}

const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

/** Every printed document as the code has it now, by its path. */
function documents(house: House): Readonly<Record<string, string>> {
  return {
    'docs/configuration.md': configurationText(),
    'docs/problems.md': problemsText(),
    'docs/commands.md': commandsText(house.commands),
    'ARCHITECTURE.md': withBlock(read('ARCHITECTURE.md'), 'floors', floorsText(house.floors)),
    'README.md': withBlock(read('README.md'), 'screens', screensText('en')),
    'README.nl.md': withBlock(read('README.nl.md'), 'screens', screensText('nl')),
  };
}

/** @returns the documents that differ from what the code says; written unless `check` */
export async function generateDocuments(check: boolean, house: House): Promise<string[]> {
  const drifted: string[] = [];
  for (const [file, now] of Object.entries(documents(house))) {
    if (read(file) === now) continue;
    drifted.push(file);
    if (check) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), now);
  }
  return drifted;
}

/** Commands of transparency reports. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, type Output, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { reportRows, showReport } from './showing.ts';
import type { ReportKind } from './store.ts';
import {
  beginReport,
  checkedReport,
  correctReport,
  dropReport,
  publishReport,
  reopenReport,
  reportFiles,
} from './work.ts';

const kindOf = (name: string): ReportKind => (name === 'report tco' ? 'tco' : 'dsa');

const make = (name: 'report dsa' | 'report tco', summary: Command['summary']): Command => ({
  name,
  summary,
  usage: `${name} --period YEAR [--service NAME] [--out DIR] [--check] [--json]`,
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['period', 'service', 'out'], ['check', 'json']);
    const period = typeof read === 'string' ? undefined : read.flags.get('period');
    if (typeof read === 'string' || read.words.length > 0 || typeof period !== 'string' || !/^\d{4}$/.test(period))
      throw new Refused('usage.wrong', this.usage);
    const service = read.flags.get('service');
    const out = read.flags.get('out');
    const { world, organisation, actor } = await inside();
    const id = await beginReport(
      world,
      organisation,
      { kind: kindOf(name), year: Number(period), ...(typeof service === 'string' ? { service } : {}) },
      actor,
    );
    const shown = await world.db.in(organisation, (tx) => showReport(world, tx, id, actor));
    if (typeof out === 'string') {
      await mkdir(out, { recursive: true });
      for (const f of await world.db.in(organisation, (tx) => reportFiles(world, tx, id)))
        await writeFile(join(out, f.name), f.bytes);
    }
    if (read.flags.has('json')) output.out(JSON.stringify(shown));
    else {
      output.out(`${id}  ${shown.service}  ${shown.from}/${shown.to}  v${shown.version}  ${shown.state}`);
      for (const t of shown.tables) output.out(`  ${t.part}.csv  ${t.all_rows}`);
      tellChecks(output, shown.checks);
    }
    return read.flags.has('check') && shown.checks.some((c) => c.level === 'stop') ? 3 : 0;
  },
});

function tellChecks(output: Output, checks: readonly { level: string; words: { nl: string; en: string } }[]): void {
  for (const c of checks) output.err(`${c.level === 'stop' ? '!' : '?'} ${c.words[output.language]}`);
}

const list: Command = {
  name: 'report list',
  summary: { nl: 'Verslagen met hun versies', en: 'Reports with their versions' },
  usage: 'report list [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    for (const r of await world.db.in(organisation, reportRows))
      output.out(
        read.flags.has('json')
          ? JSON.stringify(r)
          : `${r.id}  ${r.kind}  ${r.service}  ${r.from}/${r.to}  v${r.version}  ${r.state}  ${r.published_at ?? r.due}`,
      );
    return 0;
  },
};

const act: Command = {
  name: 'report act',
  summary: {
    nl: 'Controleren, heropenen, publiceren, verbeteren of laten vallen',
    en: 'Check, reopen, publish, correct or drop',
  },
  usage: 'report act ID check|reopen|publish|correct|drop [--reason TEXT]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['reason'], []);
    if (typeof read === 'string' || read.words.length !== 2) throw new Refused('usage.wrong', this.usage);
    const [id = '', name] = read.words;
    const reason = read.flags.get('reason');
    const { world, organisation, actor } = await inside();
    let shown = id;
    if (name === 'check') await checkedReport(world, organisation, id, actor);
    else if (name === 'reopen') await reopenReport(world, organisation, id, actor);
    else if (name === 'publish') await publishReport(world, organisation, id, actor);
    else if (name === 'drop') await dropReport(world, organisation, id, actor);
    else if (name === 'correct')
      shown = await correctReport(world, organisation, id, typeof reason === 'string' ? reason : '', actor);
    else throw new Refused('usage.wrong', this.usage);
    output.out(shown);
    return 0;
  },
};

/** Commands of this room. */
export const commands: readonly Command[] = [
  make('report dsa', {
    nl: 'Het transparantieverslag (DSA art. 15) van een jaar, in de elf officiële delen',
    en: 'The transparency report (DSA art. 15) of a year, in the eleven official parts',
  }),
  make('report tco', {
    nl: 'Het verslag over terroristische inhoud (TCO art. 7) van een jaar',
    en: 'The report on terrorist content (TCO art. 7) of a year',
  }),
  list,
  act,
];

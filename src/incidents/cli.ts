/** Commands of incidents and victims. */
import { readFile } from 'node:fs/promises';
import { type Command, readFlags } from '#io/command';
import { Refused, statedMoment } from '#kernel';
import { csvRows } from '#parties';
import { groupLine, incidentRows, showIncident } from './showing.ts';
import { addressees, incidentKinds } from './significant.ts';
import { listGroups } from './store.ts';
import { behalves, readVictims } from './victims.ts';
import {
  closeIncident,
  fileIncident,
  handledIncident,
  noDuty,
  recordIncident,
  reopenIncident,
  tellVictims,
  writeIncident,
} from './work.ts';

const textOf = (flags: ReadonlyMap<string, string | true>) => (name: string) => {
  const value = flags.get(name);
  return typeof value === 'string' ? value : undefined;
};

const list: Command = {
  name: 'incident list',
  summary: { nl: 'Incidenten met hun stand', en: 'Incidents and their states' },
  usage: 'incident list [--all] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['all', 'json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const rows = await world.db.in(organisation, (tx) => incidentRows(world, tx, !read.flags.has('all')));
    for (const r of rows)
      output.out(
        read.flags.has('json')
          ? JSON.stringify(r)
          : `${r.number}  ${r.kind}  ${r.state}  ${r.aware_at}  ${r.title ?? ''}`,
      );
    return 0;
  },
};

const show: Command = {
  name: 'incident show',
  summary: { nl: 'Eén incident met termijnen en meldingen', en: 'One incident with its clocks and filings' },
  usage: 'incident show ID [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const i = await world.db.in(organisation, (tx) => showIncident(world, tx, read.words[0] ?? ''));
    if (read.flags.has('json')) output.out(JSON.stringify(i));
    else {
      output.out(`${i.number}  ${i.kind}  ${i.state}  ${i.words?.title ?? ''}`);
      for (const k of i.clocks) output.out(`  ${k.title[output.language]}  ${k.state}  ${k.due_at}`);
      for (const f of i.filings)
        output.out(`  ${f.filed_at}  ${f.what}  ${f.addressee}  ${f.way} ${f.reference ?? ''}`);
      for (const o of i.offers)
        if (o.to_file.length > 0)
          output.out(
            `  → ${o.id} (${o.article}): ${o.to_file.join(', ')}${o.missing.length > 0 ? ` ! ${o.missing.join(', ')}` : ''}`,
          );
    }
    return i.clocks.some((k) => k.state === 'breached' && !k.ended_at) ? 3 : 0;
  },
};

const record: Command = {
  name: 'incident record',
  summary: {
    nl: 'Legt een incident vast; zijn termijnen lopen vanaf het moment van bekendheid',
    en: 'Records an incident; its clocks run from the moment of awareness',
  },
  usage:
    'incident record --kind cbw|breach --title TEXT --description TEXT [--case ID] [--aware-at TIME] [--officer TEXT] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['kind', 'title', 'description', 'case', 'aware-at', 'officer'], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const text = textOf(read.flags);
    const kind = incidentKinds.find((k) => k === text('kind'));
    const [title, description] = [text('title'), text('description')];
    if (!kind || !title || !description) throw new Refused('usage.wrong', this.usage);
    const [caseId, aware, officer] = [text('case'), text('aware-at'), text('officer')];
    const { world, organisation, actor } = await inside();
    const id = await recordIncident(
      world,
      organisation,
      {
        kind,
        words: { title, description, ...(officer ? { officer } : {}) },
        ...(caseId ? { case: caseId } : {}),
        ...(aware ? { awareAt: statedMoment(aware, '--aware-at') } : {}),
      },
      actor,
    );
    const i = await world.db.in(organisation, (tx) => showIncident(world, tx, id));
    output.out(read.flags.has('json') ? JSON.stringify(i) : `${i.number}  ${id}`);
    return 0;
  },
};

const write: Command = {
  name: 'incident write',
  summary: { nl: 'Wijzigt feiten en teksten van een incident', en: 'Changes facts and texts of an incident' },
  usage: 'incident write ID --file FILE.json',
  needs: 'member',
  async run(args, _output, inside) {
    const read = readFlags(args, ['file'], []);
    const file = typeof read === 'string' ? undefined : read.flags.get('file');
    if (typeof read === 'string' || read.words.length !== 1 || typeof file !== 'string')
      throw new Refused('usage.wrong', this.usage);
    const change = JSON.parse(await readFile(file, 'utf8')) as Parameters<typeof writeIncident>[3];
    const { world, organisation, actor } = await inside();
    await writeIncident(world, organisation, read.words[0] ?? '', change, actor);
    return 0;
  },
};

const file: Command = {
  name: 'incident file',
  summary: { nl: 'Dient één melding in bij één geadresseerde', en: 'Files one report with one addressee' },
  usage: `incident file ID WHAT --to ${addressees.join('|')} (--mail ADDRESS | --portal NUMBER)`,
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['to', 'mail', 'portal'], []);
    if (typeof read === 'string' || read.words.length !== 2) throw new Refused('usage.wrong', this.usage);
    const text = textOf(read.flags);
    const to = addressees.find((a) => a === text('to'));
    const [mail, portal] = [text('mail'), text('portal')];
    if (!to || (mail === undefined) === (portal === undefined)) throw new Refused('usage.wrong', this.usage);
    const [id = '', what = ''] = read.words;
    const { world, organisation, actor } = await inside();
    await fileIncident(
      world,
      organisation,
      id,
      mail === undefined
        ? { what, addressee: to, way: 'portal', reference: portal ?? '' }
        : { what, addressee: to, way: 'mail', address: mail },
      actor,
    );
    const i = await world.db.in(organisation, (tx) => showIncident(world, tx, id));
    output.out(`${i.number}  ${i.state}`);
    return 0;
  },
};

const act: Command = {
  name: 'incident act',
  summary: { nl: 'Afgehandeld, geen plicht, heropenen, sluiten', en: 'Handled, no duty, open again, close' },
  usage: 'incident act ID handled|no_duty|reopen|close [--reason TEXT]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['reason'], []);
    if (typeof read === 'string' || read.words.length !== 2) throw new Refused('usage.wrong', this.usage);
    const [id = '', name] = read.words;
    const { world, organisation, actor } = await inside();
    if (name === 'handled') await handledIncident(world, organisation, id, actor);
    else if (name === 'no_duty') await noDuty(world, organisation, id, textOf(read.flags)('reason') ?? '', actor);
    else if (name === 'reopen') await reopenIncident(world, organisation, id, actor);
    else if (name === 'close') await closeIncident(world, organisation, id, actor);
    else throw new Refused('usage.wrong', this.usage);
    const i = await world.db.in(organisation, (tx) => showIncident(world, tx, id));
    output.out(`${i.number}  ${i.state}`);
    return 0;
  },
};

const victims: Command = {
  name: 'victims tell',
  summary: {
    nl: 'Schrijft slachtoffers aan; hun gegevens worden na dertig dagen vernietigd, het aantal blijft',
    en: 'Writes to victims; their data are destroyed after thirty days, the count stays',
  },
  usage: 'victims tell LIST.csv --behalf own|police --nl FILE --en FILE [--case ID] [--incident ID] [--dry-run]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['behalf', 'nl', 'en', 'case', 'incident'], ['dry-run']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const text = textOf(read.flags);
    const behalf = behalves.find((b) => b === text('behalf'));
    const [nl, en] = [text('nl'), text('en')];
    if (!behalf || !nl || !en) throw new Refused('usage.wrong', this.usage);
    const rows: string[][] = [];
    for await (const row of csvRows([await readFile(read.words[0] ?? '', 'utf8')])) rows.push([...row.cells]);
    const found = readVictims(rows);
    for (const f of found.faults) output.err(`${read.words[0]}:${f.line}: ${f.why}`);
    output.out(String(found.victims.length));
    if (read.flags.has('dry-run')) return found.faults.length > 0 ? 3 : 0;
    const { world, organisation, actor } = await inside();
    const [caseId, incident] = [text('case'), text('incident')];
    const id = await tellVictims(
      world,
      organisation,
      {
        behalf,
        victims: found.victims,
        words: { nl: await readFile(nl, 'utf8'), en: await readFile(en, 'utf8') },
        ...(caseId ? { case: caseId } : {}),
        ...(incident ? { incident } : {}),
      },
      actor,
    );
    output.out(id);
    return found.faults.length > 0 ? 3 : 0;
  },
};

const counts: Command = {
  name: 'victims list',
  summary: { nl: 'Hoeveel slachtoffers zijn ingelicht', en: 'How many victims were told' },
  usage: 'victims list [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    for (const g of (await world.db.in(organisation, listGroups)).map(groupLine))
      output.out(
        read.flags.has('json')
          ? JSON.stringify(g)
          : `${g.id}  ${g.behalf}  ${g.told}/${g.counted}  ${g.destroyed_at ?? g.destroy_at}`,
      );
    return 0;
  },
};

/** Commands of this room. */
export const commands: readonly Command[] = [list, show, record, write, file, act, victims, counts];

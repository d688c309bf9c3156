/** Commands of notices: the queue, one notice, handing in, the acts, trusted flaggers, other networks, points of contact. */
import { readFile } from 'node:fs/promises';
import { type Command, readFlags } from '#io/command';
import { newId } from '#io/dice';
import { receiptOf } from '#journal/proof';
import { Refused, timeForPeople } from '#kernel';
import { goodFaithNow } from '#law';
import { organisationOf } from '#organisations/store';
import { actOn } from './acting.ts';
import { contactPoints } from './contact.ts';
import { readFlaggers } from './flagger.ts';
import { endFlagger, giveCode, listFlaggers, saveFlaggers } from './flaggers.ts';
import { giveNotice } from './given.ts';
import { listElsewhere, saveElsewhere } from './looking.ts';
import { contactNow, saveContact } from './publishing.ts';
import { noticeActBody } from './shapes.ts';
import { queueOf, showNotice } from './showing.ts';
import { noticeById } from './store.ts';
import { submitNotice } from './taking.ts';
import { stateWords } from './words.ts';

type Said = ReadonlyMap<string, string | true>;
const textOf = (flags: Said, name: string): string | undefined => {
  const v = flags.get(name);
  return typeof v === 'string' ? v : undefined;
};
function flagsOf(
  args: readonly string[],
  usage: string,
  withValue: readonly string[],
  bare: readonly string[],
  words: number,
) {
  const read = readFlags(args, withValue, [...bare, 'json']);
  if (typeof read === 'string' || read.words.length !== words) throw new Refused('usage.wrong', usage);
  return read;
}

const list: Command = {
  name: 'notice list',
  summary: {
    nl: 'De rij met meldingen; eindigt met 3 als er een te laat is',
    en: 'The queue of notices; exits with 3 where one is overdue',
  },
  usage: 'notice list [--state STATE] [--all] [--flagged] [--search TEXT] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const { flags } = flagsOf(args, this.usage, ['state', 'search', 'limit'], ['all', 'flagged'], 0);
    const limit = Number(textOf(flags, 'limit') ?? 100);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) throw new Refused('usage.wrong', this.usage);
    const state = textOf(flags, 'state');
    const q = textOf(flags, 'search');
    const { world, organisation } = await open();
    const { rows, zone } = await world.db.in(organisation, async (tx) => ({
      rows: await queueOf(tx, {
        open: !flags.has('all') && !state,
        flagged: flags.has('flagged'),
        limit,
        ...(state ? { state } : {}),
        ...(q ? { q } : {}),
      }),
      zone: (await organisationOf(tx, organisation)).zone,
    }));
    const l = output.language;
    if (flags.has('json')) output.out(JSON.stringify({ items: rows }));
    else
      for (const r of rows)
        output.out(
          [
            r.number ?? r.id,
            `${r.late ? '! ' : ''}${r.due_at ? timeForPeople(Temporal.Instant.from(r.due_at), zone, l) : '–'}`,
            r.lane,
            stateWords[r.state][l],
            r.kind_words[l],
            `${r.first ?? '–'}${r.items > 1 ? ` +${r.items - 1}` : ''}`,
            ...(r.trusted_flagger ? [r.trusted_flagger] : []),
          ].join('  '),
        );
    return rows.some((r) => r.late) ? 3 : 0;
  },
};

const show: Command = {
  name: 'notice show',
  summary: {
    nl: 'Eén melding, met wat ontbreekt en wat kan',
    en: 'One notice, with what is missing and what can be done',
  },
  usage: 'notice show ID [--json]',
  needs: 'member',
  async run(args, output, open) {
    const { flags, words } = flagsOf(args, this.usage, [], [], 1);
    const { world, organisation, actor } = await open();
    const n = await world.db.in(organisation, (tx) => showNotice(world, tx, words[0] ?? '', actor));
    if (flags.has('json')) {
      output.out(JSON.stringify(n));
      return 0;
    }
    const l = output.language;
    output.out(`${n.number ?? n.id}  ${stateWords[n.state][l]}  ${n.kind_words[l]}  ${n.path}`);
    for (const a of n.addresses)
      output.out(`  ${a.no}  ${a.masked}  ${a.place}  ${a.holder?.name ?? a.elsewhere ?? '–'}  ${a.state}`);
    for (const e of n.elements) output.out(`  ${e.there ? '✓' : e.asked ? '✗' : '·'} ${e.title[l]} (${e.basis})`);
    for (const c of n.clocks) output.out(`  ${c.title[l]}: ${c.due_at} ${c.state}`);
    for (const h of n.history) output.out(`  ${h.at}  ${h.words[l]}  ${h.by}${h.text ? `: ${h.text}` : ''}`);
    output.err(`${l === 'nl' ? 'U kunt' : 'You may'}: ${n.acts.join(', ')}`);
    return 0;
  },
};

const add: Command = {
  name: 'notice add',
  summary: {
    nl: 'Neemt een melding aan (JSON zoals POST /v1/notices, of vlaggen); dezelfde melding als van het formulier',
    en: 'Takes a notice in (JSON as for POST /v1/notices, or flags); the same notice as by the form',
  },
  usage:
    'notice add [FILE] [--at ADDRESS[,ADDRESS…]] [--kind KIND] [--why TEXT] [--name NAME] [--email ADDRESS] [--language nl|en] [--path dsa16|ntd] [--good-faith] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['at', 'kind', 'why', 'name', 'email', 'language', 'path'], ['good-faith', 'json']);
    if (typeof read === 'string' || read.words.length > 1) throw new Refused('usage.wrong', this.usage);
    const [file] = read.words;
    const { flags } = read;
    const raw: unknown = file
      ? JSON.parse(await readFile(file, 'utf8'))
      : Object.fromEntries(
          Object.entries({
            locations: textOf(flags, 'at')?.split(',') ?? [],
            kind: textOf(flags, 'kind'),
            explanation: textOf(flags, 'why'),
            name: textOf(flags, 'name'),
            email: textOf(flags, 'email'),
            language: textOf(flags, 'language') ?? output.language,
            path: textOf(flags, 'path'),
            good_faith: flags.has('good-faith'),
          }).filter(([, v]) => v !== undefined),
        );
    const given = giveNotice.safeParse(raw);
    if (!given.success)
      throw new Refused(
        'request.invalid',
        given.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      );
    const { world, organisation } = await open();
    const s = await submitNotice(world, organisation, {
      ...given.data,
      id: newId(world, 'ntc'),
      channel: 'desk',
      good_faith_version: given.data.good_faith ? goodFaithNow : null,
      files: [],
    });
    output.out(flags.has('json') ? JSON.stringify({ id: s.id, number: s.number }) : `${s.number}  ${s.id}`);
    return 0;
  },
};

/** Acts as commands; `incomplete` is what people call asking for what is missing. */
const acts: readonly { readonly name: string; readonly act: string; readonly nl: string; readonly en: string }[] = [
  { name: 'assess', act: 'assess', nl: 'Zegt wat de melding ons bekend maakt', en: 'Says what the notice makes known' },
  { name: 'incomplete', act: 'ask', nl: 'Vraagt de melder wat ontbreekt', en: 'Asks the notifier for what is missing' },
  {
    name: 'pass-on',
    act: 'pass_on',
    nl: 'Niet op dit netwerk: verwijst de melder',
    en: 'Not on this network: refers the notifier',
  },
  {
    name: 'forward',
    act: 'forward',
    nl: 'Stuurt door aan de plaatser (NTD 6c)',
    en: 'Forwards to who placed it (NTD 6c)',
  },
  {
    name: 'answer',
    act: 'answer',
    nl: 'Schrijft het antwoord van de plaatser op',
    en: 'Writes down the answer of who placed it',
  },
  { name: 'move', act: 'move', nl: 'Naar het andere pad (art. 16 of NTD)', en: 'To the other path (art. 16 or NTD)' },
  { name: 'withdraw', act: 'withdraw', nl: 'De melder trekt de melding in', en: 'The notifier withdraws the notice' },
  { name: 'reopen', act: 'reopen', nl: 'Heropent een melding', en: 'Reopens a notice' },
  { name: 'note', act: 'note', nl: 'Een notitie onder collega’s', en: 'A note among colleagues' },
  {
    name: 'lower',
    act: 'lower',
    nl: 'Rangschikt een melder te kwader trouw lager',
    en: 'Ranks a notifier in bad faith lower',
  },
  { name: 'lift', act: 'lift', nl: 'Heft de lagere rang op', en: 'Lifts the lower rank' },
];
const actCommands: readonly Command[] = acts.map((a) => ({
  name: `notice ${a.name}`,
  summary: { nl: a.nl, en: a.en },
  usage: `notice ${a.name} ID [--text TEXT] [--knowledge manifest|not_manifest|insufficient_location|insufficient_reason] [--ntd unmistakable|not_unlawful|undecidable] [--category ID] [--keyword CODE] [--path dsa16|ntd] [--until TIME] [--json]`,
  needs: 'member',
  async run(args, output, open) {
    const { flags, words } = flagsOf(
      args,
      this.usage,
      ['text', 'knowledge', 'ntd', 'category', 'keyword', 'path', 'until'],
      [],
      1,
    );
    const given = noticeActBody.safeParse(Object.fromEntries([...flags].filter(([k]) => k !== 'json')));
    if (!given.success) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const n = await world.db.in(organisation, async (tx) => {
      await actOn(world, tx, organisation, words[0] ?? '', a.act, given.data, actor);
      return showNotice(world, tx, words[0] ?? '', actor);
    });
    output.out(flags.has('json') ? JSON.stringify(n) : `${n.number ?? n.id}  ${stateWords[n.state][output.language]}`);
    return 0;
  },
}));

const receipt: Command = {
  name: 'notice receipt',
  summary: { nl: 'Het ondertekende ontvangstbewijs, of het eindbewijs', en: 'The signed receipt, or the final one' },
  usage: 'notice receipt ID [--final]',
  needs: 'member',
  async run(args, output, open) {
    const { flags, words } = flagsOf(args, this.usage, [], ['final'], 1);
    const { world, organisation } = await open();
    const made = await world.db.in(organisation, async (tx) => {
      const n = await noticeById(tx, words[0] ?? '');
      if (!n) throw new Refused('request.not-found');
      return receiptOf(world, tx, flags.has('final') ? 'notice.decided' : 'notice.received', n.id);
    });
    output.out(JSON.stringify(made, null, 2));
    return 0;
  },
};

const flaggers: Command = {
  name: 'notice flaggers',
  summary: {
    nl: 'Trusted flaggers met hun aantallen; of leest het openbare register in, geeft een code of beëindigt',
    en: 'Trusted flaggers with their counts; or reads the public register, gives a code, or ends',
  },
  usage: 'notice flaggers [--import FILE | --code ID | --end ID] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const { flags } = flagsOf(args, this.usage, ['import', 'code', 'end'], [], 0);
    const { world, organisation, actor } = await open();
    const [file, code, end] = [textOf(flags, 'import'), textOf(flags, 'code'), textOf(flags, 'end')];
    if (file) {
      const read = readFlaggers(await readFile(file, 'utf8'));
      for (const w of read.wrong) output.err(w);
      const made = await world.db.in(organisation, (tx) => saveFlaggers(world, tx, read.entries, 'register', actor));
      output.out(JSON.stringify({ ...made, wrong: read.wrong.length }));
      return read.wrong.length > 0 ? 3 : 0;
    }
    if (code) {
      output.out(await world.db.in(organisation, (tx) => giveCode(world, tx, code, actor)));
      return 0;
    }
    if (end) {
      await world.db.in(organisation, (tx) => endFlagger(world, tx, end, actor));
      return 0;
    }
    const all = await world.db.in(organisation, listFlaggers);
    if (flags.has('json')) output.out(JSON.stringify({ items: all }));
    else
      for (const f of all)
        output.out(
          [
            f.id,
            f.name,
            f.country,
            `${f.validFrom ?? '–'} … ${f.validUntil ?? ''}`,
            `${f.notices} / ${f.items} / ${f.acted}`,
          ].join('  '),
        );
    return 0;
  },
};

const elsewhere: Command = {
  name: 'notice elsewhere',
  summary: {
    nl: 'Van wie andere netwerken zijn, voor zover opgeschreven; met WHAT en NAME schrijft u het op',
    en: 'Whose other networks are, as written down; with WHAT and NAME you write it down',
  },
  usage: 'notice elsewhere [WHAT NAME] [--report-at ADDRESS] [--origin TEXT] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['report-at', 'origin'], ['json']);
    if (typeof read === 'string' || (read.words.length !== 0 && read.words.length !== 2))
      throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const [what, name] = read.words;
    if (what && name)
      await world.db.in(organisation, (tx) =>
        saveElsewhere(
          world,
          tx,
          {
            what,
            name,
            report_at: textOf(read.flags, 'report-at') ?? null,
            origin: textOf(read.flags, 'origin') ?? 'by_hand',
          },
          actor,
        ),
      );
    const all = await world.db.in(organisation, listElsewhere);
    if (read.flags.has('json')) output.out(JSON.stringify({ items: all }));
    else for (const e of all) output.out([e.what, e.name, e.reportAt ?? '–', e.origin].join('  '));
    return 0;
  },
};

const contact: Command = {
  name: 'contact',
  summary: {
    nl: 'Contactpunten (DSA art. 11–13) zoals gepubliceerd; met FILE (JSON) een nieuwe versie',
    en: 'Points of contact (DSA art. 11 to 13) as published; with FILE (JSON) a new version',
  },
  usage: 'contact [FILE]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 1) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const [file] = read.words;
    if (file) {
      const given = contactPoints.safeParse(JSON.parse(await readFile(file, 'utf8')));
      if (!given.success)
        throw new Refused(
          'request.invalid',
          given.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
        );
      await world.db.in(organisation, async (tx) =>
        saveContact(world, tx, given.data, (await contactNow(tx))?.version ?? 0, actor),
      );
    }
    output.out(JSON.stringify((await world.db.in(organisation, contactNow)) ?? null, null, 2));
    return 0;
  },
};

export const commands: readonly Command[] = [list, show, add, ...actCommands, receipt, flaggers, elsewhere, contact];

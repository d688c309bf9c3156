/** The commands of cases: the inbox, one case, and acts on it. */
import { open as openFile } from 'node:fs/promises';
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import { defang, durationForPeople, type Language, mayAs, Refused, statedMoment, timeForPeople } from '#kernel';
import { bandSign, bands } from '#priority';
import { type ActName, actOf, caseActs, doAct, effectSpan } from './api.ts';
import { type Exported, exportFindings, leftOutWords } from './exporting.ts';
import { measureEffect } from './measuring.ts';
import type { CaseRow, EffectRow } from './shapes.ts';
import { exportFormats } from './shapes.ts';
import { listCases, showCase, type View, views } from './showing.ts';
import { stateWords } from './words.ts';
import type { CaseHands } from './work.ts';

const pad = (text: string, width: number) =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

function bandText(band: number): string {
  const name = bands[band] ?? 'P5';
  return `${bandSign[name]} ${name}`;
}

function dueText(row: Pick<CaseRow, 'due_at'>, now: Temporal.Instant, language: Language): string {
  if (!row.due_at) return '';
  const due = Temporal.Instant.from(row.due_at);
  const left = now.until(due, { largestUnit: 'hours' });
  const text = durationForPeople(left, language);
  return left.sign < 0 ? `! ${text} ${language === 'nl' ? 'te laat' : 'late'}` : text;
}

const what = (row: CaseRow, language: Language) =>
  `${row.kind_title[language]} · ${row.asset ? defang(row.asset) : language === 'nl' ? '(niet getoond)' : '(not shown)'}`;

function usage(output: Output, text: string, command: string): number {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${command}`);
  return 2;
}

const exportCommand: Command = {
  name: 'export',
  summary: {
    nl: 'Waarnemingen als XARF, IntelMQ, n6 of CSV, van een zaak of vanaf een moment',
    en: 'Findings as XARF, IntelMQ, n6 or CSV, of a case or since a moment',
  },
  usage: 'export --format xarf|intelmq|n6|csv [--case ID] [--since TIME] [--until TIME] [--out FILE] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['format', 'case', 'since', 'until', 'out'], ['json']);
    if (typeof read === 'string') return usage(output, read, this.usage);
    const format = exportFormats.find((f) => f === read.flags.get('format'));
    if (!format || read.words.length > 0) return usage(output, `--format ${exportFormats.join('|')}`, this.usage);
    const moment = (name: 'since' | 'until') => {
      const text = read.flags.get(name);
      return typeof text === 'string' ? statedMoment(text, name) : undefined;
    };
    const ask = { format, caseId: read.flags.get('case')?.toString(), since: moment('since'), until: moment('until') };
    const { world, organisation, actor } = await open();
    if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
    const done: Exported = { written: 0, leftOut: {} };
    const to = read.flags.get('out');
    const file = typeof to === 'string' ? await openFile(to, 'wx', 0o600) : undefined;
    try {
      for await (const piece of exportFindings(world, organisation, ask, actor, done)) {
        if (file) await file.write(piece);
        else for (const line of piece.replace(/\r?\n$/, '').split(/\r?\n/)) output.out(line);
        output.progress(`${done.written}`);
      }
    } finally {
      await file?.close();
    }
    const left = Object.values(done.leftOut).reduce((n, m) => n + m, 0);
    const nl = output.language === 'nl';
    if (read.flags.has('json')) output.err(JSON.stringify({ written: done.written, left_out: done.leftOut }));
    else {
      output.err(nl ? `${done.written} waarnemingen geschreven` : `${done.written} findings written`);
      if (left > 0)
        output.err(
          `${left} ${nl ? 'weggelaten' : 'left out'}: ${Object.entries(done.leftOut)
            .map(([why, n]) => `${leftOutWords(why)[output.language]} [${why}] (${n})`)
            .join(', ')}`,
        );
    }
    return 0;
  },
};

const percent = (e: EffectRow['in_term']) =>
  e ? `${Math.round(e.value * 100)} % (${Math.round(e.low * 100)}–${Math.round(e.high * 100)}, n=${e.n})` : '–';

function medianText(m: EffectRow['median']): string {
  if (!m) return '–';
  const hours = (h: number | null) => (h === null ? '∞' : `${Math.round(h * 10) / 10}`);
  return m.hours === null
    ? `> ${Math.round(m.watched_hours)} h (n=${m.n})`
    : `${hours(m.hours)} h (${hours(m.low)}–${hours(m.high)}, n=${m.n})`;
}

const effect: Command = {
  name: 'effect',
  summary: {
    nl: 'Gemeten effect van de aanpak: hoe snel opgelost, hoe vaak op tijd, hoe vaak terug; altijd met n en interval',
    en: 'Measured effect of courses of action: how soon fixed, how often in time, how often back; always with n and interval',
  },
  usage: 'effect [--from TIME] [--until TIME] [--by course|rung] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['from', 'until', 'by'], ['json']);
    if (typeof read === 'string') return usage(output, read, this.usage);
    const text = (name: string) => {
      const v = read.flags.get(name);
      return typeof v === 'string' ? v : undefined;
    };
    const by = text('by') ?? 'course';
    if (by !== 'course' && by !== 'rung') return usage(output, '--by is course or rung', this.usage);
    const { world, organisation } = await open();
    const span = effectSpan(world.clock.now(), text('from'), text('until'));
    const items = await world.db.in(organisation, (tx) => measureEffect(tx, organisation, span, by, world.clock.now()));
    if (read.flags.has('json')) {
      output.out(JSON.stringify({ from: span.from.toString(), until: span.until.toString(), items }));
      return 0;
    }
    const l = output.language;
    if (items.length === 0)
      output.err(l === 'nl' ? 'In deze periode ging geen brief uit.' : 'No letter left in this span.');
    for (const e of items)
      output.out(
        `${pad(`${e.course_title[l]} v${e.version}${e.rung_title ? ` · ${e.rung_title[l]}` : ''}`, 56)} ${l === 'nl' ? 'mediaan' : 'median'} ${medianText(e.median)} · ${l === 'nl' ? 'op tijd' : 'in time'} ${percent(e.in_term)} · ${e.recurred.map((r) => `${r.days} d ${percent(r.share)}`).join(' · ')}`,
      );
    return 0;
  },
};

export function commands(hands: CaseHands): readonly Command[] {
  const shown = async (inside: Inside, id: string) =>
    inside.world.db.in(inside.organisation, (tx) =>
      showCase(inside.world, tx, inside.organisation, id, inside.actor, (t, caseId) =>
        hands.letters(inside.world, t, inside.organisation, caseId),
      ),
    );

  const inbox: Command = {
    name: 'inbox',
    summary: { nl: 'De rij, in volgorde van behandelen', en: 'The queue, in handling order' },
    usage:
      'inbox [--view now|waiting|answered|proposed|unattributed|repeat|mine|all|closed] [--search TEXT] [--limit N] [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, ['view', 'search', 'limit'], ['json']);
      if (typeof read === 'string') return usage(output, read, this.usage);
      const view = (read.flags.get('view') ?? 'now') as View;
      if (!views.includes(view)) return usage(output, `--view is one of ${views.join(', ')}`, this.usage);
      const limit = Number(read.flags.get('limit') ?? 50);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        return usage(output, '--limit is a number from 1 to 1000', this.usage);
      const inside = await open();
      const { world, organisation, actor } = inside;
      const q = read.flags.get('search');
      const page = await world.db.in(organisation, (tx) =>
        listCases(world, tx, organisation, {
          view,
          limit,
          ...(typeof q === 'string' ? { q } : {}),
          member: actor.kind === 'member' ? actor.id : undefined,
        }),
      );
      const now = world.clock.now();
      const overdue = page.items.some(
        (r) => r.due_at && Temporal.Instant.compare(Temporal.Instant.from(r.due_at), now) <= 0,
      );
      if (read.flags.has('json')) output.out(JSON.stringify(page));
      else {
        const l = output.language;
        if (page.items.length === 0) output.out(l === 'nl' ? 'Niets in deze weergave.' : 'Nothing in this view.');
        for (const r of page.items)
          output.out(
            `${pad(bandText(r.band), 6)} ${pad(r.reference, 13)} ${pad(what(r, l), 46)} ${pad(r.holder?.name ?? r.holder?.reference ?? r.attribution, 24)} ${pad(stateWords(r.state)[l], 16)} ${dueText(r, now, l)}`,
          );
        output.err(`${page.items.length} / ${page.total}`);
      }
      return overdue ? 3 : 0;
    },
  };

  const show: Command = {
    name: 'case show',
    summary: { nl: 'Eén zaak, met waarom hij bovenaan staat', en: 'One case, and why it is where it is' },
    usage: 'case show ID [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return usage(output, read, this.usage);
      const id = read.words[0];
      if (!id || read.words.length !== 1) return usage(output, 'name one case', this.usage);
      const inside = await open();
      const c = await shown(inside, id);
      if (read.flags.has('json')) {
        output.out(JSON.stringify(c));
        return 0;
      }
      const l = output.language;
      const zone = 'Europe/Amsterdam';
      const at = (text: string | null) => (text ? timeForPeople(Temporal.Instant.from(text), zone, l) : '–');
      output.out(`${c.reference}  ${bandText(c.band)}  ${stateWords(c.state)[l]}  ${what(c, l)}`);
      output.out(c.priority.because[l]);
      output.out(
        `${l === 'nl' ? 'Houder' : 'Holder'}: ${c.holder ? `${c.holder.name ?? ''} (${c.holder.reference})` : c.attribution}${c.addressee && c.addressee.id !== c.holder?.id ? ` · ${l === 'nl' ? 'brieven aan' : 'letters to'} ${c.addressee.name ?? ''} (${c.addressee.reference})` : ''}`,
      );
      output.out(
        `${l === 'nl' ? 'Gezien' : 'Seen'}: ${at(c.first_seen_at)} – ${at(c.last_seen_at)} · ${c.finding_count} × · ${c.feeds.join(', ')}`,
      );
      for (const k of c.clocks)
        output.out(
          `  ${k.state === 'breached' ? '!' : k.state === 'running' ? '⏳' : '✓'} ${k.title[l]} · ${at(k.due_at)} · ${k.state}${k.mark === 'verified' ? '' : ` (${k.mark})`}`,
        );
      for (const t of c.timeline.filter((x) => !x.future))
        output.out(`  ${at(t.at)}  ${t.text[l]}${t.by.name ? ` (${t.by.name})` : ''}${t.note ? `: ${t.note}` : ''}`);
      output.out(
        `${l === 'nl' ? 'U kunt' : 'You may'}: ${c.acts
          .filter((a) => a.allowed)
          .map((a) => a.act)
          .join(', ')}`,
      );
      return 0;
    },
  };

  const acting = (act: ActName, summary: { nl: string; en: string }, extra: string): Command => ({
    name: `case ${act.replace('_', '-')}`,
    summary,
    usage: `case ${act.replace('_', '-')} ID${extra} [--json]`,
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(
        args,
        ['reason', 'outcome', 'origin', 'into', 'member', 'until', 'band', 'episode', 'contract', 'template', 'note'],
        ['json', 'dry-run', 'anyway'],
      );
      if (typeof read === 'string') return usage(output, read, this.usage);
      const id = read.words[0];
      if (!id || read.words.length !== 1) return usage(output, 'name one case', this.usage);
      const value = (name: string) => {
        const v = read.flags.get(name);
        return typeof v === 'string' ? v : undefined;
      };
      const inside = await open();
      const { world, organisation } = inside;
      if (read.flags.has('dry-run') && act === 'notify') {
        if (!mayAs(inside.actor, 'handler')) throw new Refused('request.not-allowed');
        const { lockCase } = await import('./acting.ts');
        const p = await world.db.in(organisation, async (tx) =>
          hands.preview(world, tx, organisation, await lockCase(tx, organisation, id), {
            ...(value('template') ? { template: value('template') ?? '' } : {}),
            ...(read.flags.has('anyway') ? { anyway: true } : {}),
          }),
        );
        output.out(read.flags.has('json') ? JSON.stringify(p) : `${p.to ?? '–'}\n${p.subject}\n\n${p.text}`);
        for (const r of p.refusals) output.err(r.text[output.language]);
        return p.refusals.length > 0 ? 1 : 0;
      }
      const band = value('band');
      await doAct(
        hands,
        world,
        organisation,
        id,
        act,
        actOf({
          ...(value('reason') ? { reason: value('reason') } : {}),
          ...(value('outcome') ? { outcome: value('outcome') } : {}),
          ...(value('origin') ? { origin: value('origin') } : {}),
          ...(value('into') ? { into: value('into') } : {}),
          ...(value('member') ? { member: value('member') } : {}),
          ...(value('until') ? { until: value('until') } : {}),
          ...(band !== undefined ? { band: Number(band.replace(/^p/i, '')) } : {}),
          ...(value('episode') ? { episodes: (value('episode') ?? '').split(',') } : {}),
          ...(value('contract') ? { contract: value('contract') } : {}),
          ...(value('template') ? { template: value('template') } : {}),
          ...(value('note') ? { note: value('note') } : {}),
          ...(read.flags.has('anyway') ? { anyway: true } : {}),
        }),
        inside.actor,
      );
      const c = await shown(inside, id);
      output.out(
        read.flags.has('json')
          ? JSON.stringify(c)
          : `${c.reference}  ${stateWords(c.state)[output.language]}  ${c.timeline.find((t) => !t.future)?.text[output.language] ?? ''}`,
      );
      return 0;
    },
  });

  const summaries: Record<ActName, { words: { nl: string; en: string }; extra: string }> = {
    notify: {
      words: { nl: 'De brief aan de geadresseerde klaarzetten', en: 'Prepare the letter to the addressee' },
      extra: ' [--template T] [--note TEXT] [--anyway] [--dry-run]',
    },
    restrict: { words: { nl: 'Ingrijpen, met reden', en: 'Restrict, with a reason' }, extra: ' --reason TEXT' },
    lift: { words: { nl: 'De ingreep opheffen', en: 'Lift the restriction' }, extra: ' --reason TEXT' },
    resolve: {
      words: { nl: 'Sluiten als opgelost', en: 'Close as resolved' },
      extra: ' [--outcome O] [--origin O] [--reason TEXT]',
    },
    reject: {
      words: { nl: 'Afwijzen, met reden', en: 'Reject, with a reason' },
      extra: ' --reason TEXT [--outcome O]',
    },
    reopen: { words: { nl: 'Heropenen', en: 'Reopen' }, extra: ' [--reason TEXT]' },
    bundle: { words: { nl: 'In een andere zaak opnemen', en: 'Put into another case' }, extra: ' --into ID' },
    unbundle: { words: { nl: 'Weer uit de andere zaak halen', en: 'Take out of the other case again' }, extra: '' },
    wait: { words: { nl: 'Weer wachten op de klant', en: 'Wait for the customer again' }, extra: ' [--reason TEXT]' },
    note: { words: { nl: 'Een notitie voor collega’s', en: 'A note for colleagues' }, extra: ' --reason TEXT' },
    claim: { words: { nl: 'Oppakken voor een kwartier', en: 'Claim for a quarter of an hour' }, extra: '' },
    release: { words: { nl: 'Loslaten', en: 'Release' }, extra: '' },
    assign: { words: { nl: 'Aan een medewerker toewijzen', en: 'Assign to a member' }, extra: ' --member ID' },
    snooze: { words: { nl: 'Uitstellen; klokken lopen door', en: 'Snooze; clocks run on' }, extra: ' --until TIME' },
    band: {
      words: { nl: 'Prioriteit zelf kiezen, met reden', en: 'Choose the priority, with a reason' },
      extra: ' --band P2 --reason TEXT [--until TIME]',
    },
    split: {
      words: { nl: 'Afleveringen naar een eigen zaak', en: 'Move episodes to a case of their own' },
      extra: ' --episode ID[,ID]',
    },
    probe: {
      words: { nl: 'Van buiten kijken of het er nog is', en: 'Look from outside whether it is still there' },
      extra: '',
    },
    choose_holder: {
      words: { nl: 'Kiezen wie de houder was', en: 'Choose who the holder was' },
      extra: ' --contract ID --reason TEXT',
    },
    decline: {
      words: { nl: 'Het voorstel van de ladder afwijzen', en: 'Decline what the ladder proposes' },
      extra: ' --reason TEXT',
    },
    hand_over: {
      words: { nl: 'Overdragen aan het eigen desksysteem', en: 'Hand over to the own desk system' },
      extra: ' [--note TEXT]',
    },
    take_over: {
      words: { nl: 'Terugnemen van het eigen desksysteem', en: 'Take back from the own desk system' },
      extra: '',
    },
  };
  return [
    exportCommand,
    inbox,
    show,
    effect,
    ...caseActs.map((act) => acting(act, summaries[act].words, summaries[act].extra)),
  ];
}

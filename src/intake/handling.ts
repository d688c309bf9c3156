/** Commands on messages that are here: the manual queue, and what an operator loads for a format. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import { sql } from '#io/db';
import { receiptOf } from '#journal/proof';
import { defangText, mayAs, Refused, timeForPeople } from '#kernel';
import type { MessageHands } from './api.ts';
import { checkFacts, dropFacts, factsFrom, listFacts, loadFacts } from './facts.ts';
import { findingByHand, messageRows, oneMessage } from './messages.ts';
import { handFinding, type MessageRow } from './shapes.ts';
import { addFinding, markNotAbuse, readAgain } from './work.ts';

const states = ['kept', 'reading', 'manual', 'done'] as const;

function wrong(output: Output, text: string, usage: string): number {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${usage}`);
  return 2;
}

const zone = async ({ world, organisation }: Inside) =>
  (
    await world.db.in(organisation, (tx) =>
      tx.rows(sql<{ zone: string }>`select zone from organisation where organisation_id = ${organisation}`),
    )
  )[0]?.zone ?? 'UTC';

function lineOf(m: MessageRow, here: string, output: Output): string {
  const at = timeForPeople(Temporal.Instant.from(m.received_at), here, output.language);
  const about = m.tombstone ? `† ${m.tombstone.why}` : (m.subject ?? m.name ?? '–');
  return [m.id, m.state.padEnd(7), at, m.from ?? m.channel, defangText(about)].join('  ');
}

/** Who may work on messages. */
function mayHandle({ actor }: Inside): void {
  if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
}

export function messageCommands(hands: () => Promise<MessageHands>): readonly Command[] {
  const told = async (inside: Inside, id: string, output: Output, json: boolean): Promise<number> => {
    const row = await oneMessage(inside.world, inside.organisation, id);
    output.out(json ? JSON.stringify(row) : lineOf(row, await zone(inside), output));
    return 0;
  };

  const list: Command = {
    name: 'message list',
    summary: {
      nl: 'Berichten, de nieuwste eerst; zonder --state de handmatige rij',
      en: 'Messages, newest first; without --state the manual queue',
    },
    usage: 'message list [--state kept|reading|manual|done|all] [--limit N] [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, ['state', 'limit'], ['json']);
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const state = read.flags.get('state') ?? 'manual';
      if (state !== 'all' && !states.some((s) => s === state))
        return wrong(output, `--state is one of ${states.join(', ')}, all`, this.usage);
      const limit = Number(read.flags.get('limit') ?? 50);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        return wrong(output, '--limit is a number from 1 to 1000', this.usage);
      const inside = await open();
      const { world, organisation } = inside;
      const rows = await world.db.in(organisation, (tx) =>
        messageRows(world, tx, organisation, state === 'all' ? sql`true` : sql`state = ${String(state)}`, limit),
      );
      if (read.flags.has('json')) output.out(JSON.stringify({ items: rows }));
      else {
        const here = await zone(inside);
        for (const row of rows) output.out(lineOf(row, here, output));
        if (rows.length === 0) output.err(output.language === 'nl' ? 'Geen berichten.' : 'No messages.');
      }
      return rows.some((r) => r.state === 'manual') ? 3 : 0;
    },
  };

  const show: Command = {
    name: 'message show',
    summary: {
      nl: 'Een bericht als platte tekst; het lezen komt in het logboek',
      en: 'A message as plain text; reading it is noted in the journal',
    },
    usage: 'message show ID [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      const id = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || id === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which message?', this.usage);
      const inside = await open();
      mayHandle(inside);
      const row = await oneMessage(inside.world, inside.organisation, id);
      const lent = await hands();
      try {
        const text = await lent.text(inside.world, inside.organisation, row.id as never, inside.actor);
        if (read.flags.has('json')) output.out(JSON.stringify({ ...row, ...text }));
        else {
          output.out(lineOf(row, await zone(inside), output));
          for (const h of text.headers) output.out(`${h.name}: ${defangText(h.value)}`);
          for (const part of text.parts) {
            output.out(`\n── ${part.path} ${part.type}${part.name ? ` ${part.name}` : ''} (${part.size} bytes)`);
            if (part.text !== null) output.out(defangText(part.text));
          }
          for (const p of row.problems) output.err(`${p.code}: ${p.message}`);
        }
      } finally {
        await lent.readers.close();
      }
      return 0;
    },
  };

  /** The acts on one message: they differ in what they ask and in what they do. */
  const act = (
    name: string,
    summary: Command['summary'],
    flags: string,
    withValue: readonly string[],
    needed: readonly string[],
    run: (inside: Inside, id: never, flag: (name: string) => string | undefined) => Promise<void>,
  ): Command => ({
    name: `message ${name}`,
    summary,
    usage: `message ${name} ID ${flags}${flags ? ' ' : ''}[--json]`,
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, withValue, ['json']);
      const id = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || id === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which message?', this.usage);
      const flag = (f: string) => {
        const value = read.flags.get(f);
        return typeof value === 'string' && value.trim() !== '' ? value : undefined;
      };
      const missing = needed.find((f) => flag(f) === undefined);
      if (missing) return wrong(output, `--${missing} is needed`, this.usage);
      const inside = await open();
      mayHandle(inside);
      await oneMessage(inside.world, inside.organisation, id);
      await run(inside, id as never, flag);
      return told(inside, id, output, read.flags.has('json'));
    },
  });

  return [
    list,
    show,
    act(
      'read-again',
      { nl: 'Opnieuw lezen, vrij of als een formaat', en: 'Read it again, freely or as a format' },
      '[--hint FORMAT]',
      ['hint'],
      [],
      (i, id, flag) => readAgain(i.world, i.organisation, id, flag('hint'), i.actor),
    ),
    act(
      'not-abuse',
      { nl: 'Geen melding van misbruik', en: 'No abuse report' },
      '--reason TEXT',
      ['reason'],
      ['reason'],
      (i, id, flag) => markNotAbuse(i.world, i.organisation, id, flag('reason') ?? '', i.actor),
    ),
    act(
      'add-finding',
      { nl: 'Opschrijven wat het bericht zegt', en: 'Write down what the message says' },
      '--kind KIND --seen-at TIME [--ip A] [--port N] [--host H] [--url U] [--reference R] [--note TEXT]',
      ['kind', 'seen-at', 'ip', 'port', 'host', 'url', 'reference', 'note'],
      ['kind', 'seen-at'],
      async (i, id, flag) => {
        const given = Object.fromEntries(
          ['kind', 'ip', 'host', 'url', 'reference', 'note'].flatMap((f) => {
            const value = flag(f);
            return value === undefined ? [] : [[f, value]];
          }),
        );
        const port = flag('port');
        const read = handFinding.safeParse({
          ...given,
          seen_at: flag('seen-at'),
          ...(port === undefined ? {} : { port: Number(port) }),
        });
        if (!read.success)
          throw new Refused(
            'request.invalid',
            read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
          );
        const finding = await findingByHand(read.data);
        const lent = await hands();
        try {
          await addFinding(i.world, lent, i.organisation, id, finding, i.actor);
        } finally {
          await lent.readers.close();
        }
      },
    ),
    act(
      'mark-csam',
      {
        nl: 'Kindermisbruikmateriaal: beelden en sleutel worden vernietigd, een grafsteen blijft',
        en: 'Child abuse material: pictures and key are destroyed, a tombstone stays',
      },
      '--reason TEXT',
      ['reason'],
      ['reason'],
      async (i, id, flag) => {
        const lent = await hands();
        try {
          await lent.markCsam(i.world, i.organisation, id, flag('reason') ?? '', i.actor);
        } finally {
          await lent.readers.close();
        }
      },
    ),
    receipt,
    factsCommand,
  ];
}

const receipt: Command = {
  name: 'message receipt',
  summary: {
    nl: 'Bewijs dat dit bericht is ontvangen, en wanneer; na te kijken zonder ons te vertrouwen',
    en: 'Proof that this message was received, and when; checked without trusting us',
  },
  usage: 'message receipt ID [--out FILE]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['out'], ['json']);
    const id = typeof read === 'string' ? undefined : read.words[0];
    if (typeof read === 'string' || id === undefined)
      return wrong(output, typeof read === 'string' ? read : 'which message?', this.usage);
    const { world, organisation } = await open();
    const made = await world.db.in(organisation, (tx) => receiptOf(world, tx, 'message.received', id));
    const file = read.flags.get('out');
    if (typeof file === 'string') await writeFile(file, `${JSON.stringify(made, null, 2)}\n`);
    else output.out(JSON.stringify(made));
    return 0;
  },
};

const factsCommand: Command = {
  name: 'facts',
  summary: {
    nl: 'Officiële schema’s die een formaat bijwerken: laden, tonen, weghalen',
    en: 'Official schemas that keep a format up to date: load, list, drop',
  },
  usage: 'facts [load FORMAT FILE [--check] | drop FORMAT] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, [], ['json', 'check']);
    if (typeof read === 'string') return wrong(output, read, this.usage);
    const [verb, format, file] = read.words;
    const json = read.flags.has('json');
    if (verb !== undefined && verb !== 'load' && verb !== 'drop')
      return wrong(output, `${verb} is neither load nor drop`, this.usage);
    if ((verb && !format) || (verb === 'load' && !file)) return wrong(output, 'which format and file?', this.usage);
    const inside = await open();
    const { world, organisation, actor } = inside;
    if (verb && !mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
    if (verb === 'load' && format && file) {
      const facts = factsFrom(await readFile(file, 'utf8'));
      const entries = read.flags.has('check')
        ? await checkFacts(format, facts)
        : (await loadFacts(world, organisation, format, facts, actor)).entries;
      output.out(json ? JSON.stringify({ format, entries }) : `${format}: ${entries}`);
      return 0;
    }
    if (verb === 'drop' && format) {
      await dropFacts(world, organisation, format, actor);
      output.out(json ? JSON.stringify({ format, dropped: true }) : `${format}: –`);
      return 0;
    }
    const here = await zone(inside);
    const list = await world.db.in(organisation, (tx) => listFacts(tx, organisation));
    if (json)
      output.out(
        JSON.stringify({
          items: list.map((f) => ({
            format: f.format,
            entries: f.entries,
            loaded_at: f.loadedAt.toString(),
            loaded_by: f.loadedBy,
          })),
        }),
      );
    else
      for (const f of list)
        output.out(`${f.format}  ${f.entries}  ${timeForPeople(f.loadedAt, here, output.language)}  ${f.loadedBy}`);
    return 0;
  },
};

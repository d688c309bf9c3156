/** The outbox over HTTP and on the command line: who sees what, what can be taken back, and how a "no" is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command, Inside, Output } from '#io/command';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { testWorld } from '#io/testing';
import { type Actor, engine, type Id, type MemberRole, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { routes } from './api.ts';
import { commands } from './cli.ts';
import { composeFields } from './compose.ts';
import { type LetterLine, letterPage, letterShape } from './shapes.ts';
import { queueLetter } from './work.ts';

const world = await testWorld('letters-api');
const law = await loadLaw();
const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const actors = Object.fromEntries(
  (['reader', 'handler'] as const).map((role) => [role, { kind: 'member', id: newId(world, 'mbr'), role, name: role }]),
) as Record<'reader' | 'handler', Actor & { role: MemberRole }>;

let counter = 0;
async function organisation(): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  await world.db.in(id, (tx) =>
    tx.rows(sql`
      insert into organisation (organisation_id, slug, name, kind, created_at)
      values (${id}, ${`api-${counter++}`}, 'Voorbeeldhost', 'provider', now())`),
  );
  return id;
}

const queue = (org: Id<'org'>, address = 'a@customer.example') =>
  world.db.in(org, (tx) =>
    queueLetter(world, tx, {
      template: 'ltr-warn',
      language: 'nl',
      audience: 'customer',
      party: newId(world, 'party'),
      contact: { id: newId(world, 'cnt'), address },
      case: newId(world, 'case'),
      fields: composeFields({
        zone: 'Europe/Amsterdam',
        organisationName: 'Voorbeeldhost',
        audience: 'customer',
        caseNumber: 'BZ-26-004217',
        recipientName: 'Bakker',
        course: law.actions.get('phishing') ?? assert.fail(),
        resource: '192.0.2.25',
        seen: [
          {
            seenAt: start,
            precision: 'exact',
            where: '192.0.2.25',
            port: null,
            what: { nl: 'phishing', en: 'phishing' },
            kind: 'fraud.phishing',
          },
        ],
        dueAt: start.add({ hours: 4 }),
        consequence: { nl: 'grijpen wij in', en: 'we act' },
        ground: { nl: 'onze voorwaarden', en: 'our terms' },
      }),
      by: engine,
      link: true,
    }),
  );

function ask(org: Id<'org'>, who: Actor | undefined) {
  const app = newApi();
  app.use('*', async (c, next) => {
    c.set('world', world);
    c.set('organisation', org);
    if (who) c.set('actor', who);
    await next();
  });
  app.onError((e, c) =>
    e instanceof Refused ? c.json({ code: e.refusal.code }, 400) : c.json({ code: String(e) }, 500),
  );
  app.route('/', routes());
  return async (path: string, send?: unknown) => {
    const r = await app.request(
      path,
      send === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(send), headers: { 'content-type': 'application/json' } },
    );
    return (await r.json()) as Record<string, unknown>;
  };
}

test('the list comes in pages, newest first, and tells readers neither recipient nor subject', async () => {
  const org = await organisation();
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    ids.unshift(await queue(org));
    world.clock.add({ seconds: 1 });
  }

  const first = letterPage.parse(await ask(org, actors.handler)('/v1/letters?limit=2&state=waiting'));
  const second = letterPage.parse(await ask(org, actors.handler)(`/v1/letters?limit=2&cursor=${first.next}`));
  const forReader = letterPage.parse(await ask(org, actors.reader)('/v1/letters'));
  const sent = letterPage.parse(await ask(org, actors.handler)('/v1/letters?state=sent'));

  assert.deepEqual(
    [...first.items, ...second.items].map((l) => l.id),
    ids,
  );
  assert.equal(second.next, null);
  assert.equal(first.items[0]?.to, 'a@customer.example');
  assert.deepEqual([forReader.items[0]?.to, forReader.items[0]?.subject], [null, null]);
  assert.equal(sent.items.length, 0);
});

test('a letter is opened by a handler only, with its words, and a stranger finds nothing', async () => {
  const org = await organisation();
  const id = await queue(org);

  const opened = letterShape.parse(await ask(org, actors.handler)(`/v1/letters/${id}`));
  const reader = await ask(org, actors.reader)(`/v1/letters/${id}`);
  const nobody = await ask(org, undefined)(`/v1/letters/${id}`);
  const stranger = await ask(await organisation(), actors.handler)(`/v1/letters/${id}`);

  assert.match(opened.text ?? '', /Beste Bakker/);
  assert.deepEqual(
    [reader, nobody, stranger].map((r) => r['code']),
    ['request.not-allowed', 'request.not-logged-in', 'request.not-found'],
  );
});

test('undo takes back the version that was seen, once', async () => {
  const org = await organisation();
  const id = await queue(org);
  const handler = ask(org, actors.handler);

  const wrong = await handler(`/v1/letters/${id}/undo`, { version: 2 });
  const reader = await ask(org, actors.reader)(`/v1/letters/${id}/undo`, { version: 1 });
  const done = (await handler(`/v1/letters/${id}/undo`, { version: 1 })) as LetterLine;
  const again = await handler(`/v1/letters/${id}/undo`, { version: 1 });
  const now = await handler(`/v1/letters/${id}/send-now`, { version: 1 });

  assert.deepEqual(
    [wrong['code'], reader['code'], again['code'], now['code']],
    ['request.changed-meanwhile', 'request.not-allowed', 'request.changed-meanwhile', 'request.changed-meanwhile'],
  );
  assert.equal(done.state, 'undone');
  assert.equal(done.can_undo, false);
});

function terminal(org: Id<'org'>) {
  const lines: string[] = [];
  const output: Output = {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(`! ${line}`),
    progress: () => {},
    language: 'en',
    colour: false,
  };
  const inside = async () => ({ world, organisation: org, actor: actors.handler }) as unknown as Inside;
  const command = (name: string): Command => commands.find((c) => c.name === name) ?? assert.fail(name);
  return { lines, call: (name: string, ...args: string[]) => command(name).run(args, output, inside) };
}

test('the command line lists, shows and takes back, and says when something is stuck', async () => {
  const org = await organisation();
  const id = await queue(org, 'cli@customer.example');
  const { lines, call } = terminal(org);

  const codes = [
    await call('letters'),
    await call('letters', '--state', 'nonsense'),
    await call('letter show', id),
    await call('letter show'),
    await call('letter undo', id),
    await call('letters', '--json', '--state', 'undone'),
  ];
  await world.db.in(org, (tx) => tx.rows(sql`update letter set state = 'bounced' where id = ${id}`));
  const stuck = await call('letters');

  assert.deepEqual(codes, [0, 2, 0, 2, 0, 0]);
  assert.equal(stuck, 3);
  assert.match(lines.join('\n'), /cli@customer\.example/);
  assert.match(lines.join('\n'), /Beste Bakker/);
  assert.match(lines.join('\n'), new RegExp(`${id}  undone`));
  assert.match(lines.join('\n'), /"state":"undone"/);
});

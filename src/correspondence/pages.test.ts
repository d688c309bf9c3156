/** The customer's page: opened by its token alone, answered without script, silent to strangers. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sql } from '#io/db';
import { newId, newToken } from '#io/dice';
import { newApi } from '#io/http';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { contrast, type PageBrand, pageBrandOf, readBrand } from './brand.ts';
import { composeFields, type SeenFact } from './compose.ts';
import { type CustomerView, pageStyle, styleOf } from './customer.ts';
import { pages } from './pages.ts';
import { letterJobs, queueLetter, readAnswers, saveBrand, undoIn } from './work.ts';

const world = await testWorld('pages');
const law = await loadLaw();
const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const course = law.actions.get('phishing') ?? assert.fail('no course phishing');

const seen: SeenFact = {
  seenAt: start,
  precision: 'exact',
  where: 'http://login.bakker.example/in?<script>alert(1)</script>',
  port: 80,
  what: { nl: 'phishing', en: 'phishing' },
  kind: 'fraud.phishing',
};

const view: CustomerView = {
  reference: 'BZ-26-004217',
  title: course.title,
  what: course.what,
  resource: 'http://login.bakker.example/in',
  seen: [seen],
  sensitive: false,
  steps: course.stepsForCustomer,
  fixedWhen: course.fixedWhen,
  dueAt: start.add({ hours: 4 }),
  consequence: { nl: 'sluiten wij het pad af', en: 'we close the path' },
  hostAt: start.add({ hours: 12 }),
  ground: { nl: 'onze voorwaarden', en: 'our terms' },
  state: 'open',
  checks: [{ at: start, text: { nl: 'wij zien de pagina nog', en: 'we still see the page' } }],
  phone: '+31 20 000 0000',
  offers: ['fixed', 'needs_time', 'wrong', 'question'],
};

let counter = 0;
async function organisation(): Promise<{ readonly id: Id<'org'>; readonly slug: string }> {
  const id = newId(world, 'org');
  const slug = `page-${counter++}`;
  world.clock.set(start);
  await world.db.in(id, (tx) =>
    tx.rows(sql`
      insert into organisation (organisation_id, slug, name, kind, created_at)
      values (${id}, ${slug}, ${`Voorbeeldhost <${slug}>`}, 'provider', now())`),
  );
  return { id, slug };
}

async function letterWithLink(
  org: Id<'org'>,
  language: 'nl' | 'en' | 'both' = 'nl',
  more: Partial<Parameters<typeof queueLetter>[2]> = {},
) {
  const id = await world.db.in(org, (tx) =>
    queueLetter(world, tx, {
      template: 'ltr-warn',
      language,
      audience: 'customer',
      party: newId(world, 'party'),
      contact: {
        id: newId(world, 'cnt'),
        address: `${newToken(world.dice).slice(0, 8).toLowerCase()}@customer.example`,
      },
      case: newId(world, 'case'),
      reference: 'BZ-26-004217',
      fields: composeFields({
        zone: 'Europe/Amsterdam',
        organisationName: 'Voorbeeldhost',
        audience: 'customer',
        caseNumber: 'BZ-26-004217',
        recipientName: null,
        course,
        resource: '192.0.2.25',
        seen: [seen],
        dueAt: view.dueAt,
        consequence: view.consequence,
        ground: view.ground,
      }),
      undoSeconds: 0,
      by: engine,
      link: true,
      ...more,
    }),
  );
  if (more.rhythm) return { id, path: '' };
  await runDue(world, 'normal', letterJobs({ from: 'abuse@desk.example', recheck: async () => ({ go: true }) }));
  const mail = world.mail.sent.find((m) => m.messageId.includes(id));
  const path = /http:\/\/desk\.example(\/o\/[\w-]+\/l\/[\w-]+)/.exec(mail?.text ?? '')?.[1];
  assert.ok(path);
  return { id, path };
}

function site(on: World = world, shown: CustomerView | null = view) {
  const told: string[] = [];
  const app = newApi();
  app.use('*', async (c, next) => {
    c.set('world', on);
    await next();
  });
  app.onError((e, c) => c.text(e instanceof Refused ? e.refusal.code : String(e), 500));
  app.route(
    '/',
    pages({
      caseForLetter: async () => shown,
      onAnswer: async (_w, _tx, answer, letter, text) => {
        told.push(`${letter.id} ${answer.kind} ${text}`);
      },
    }),
  );
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(`http://desk.example${path}`, { headers });
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    app.request(`http://desk.example${path}`, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  return { told, get, post };
}

const markIn = (text: string) => /name="mark" value="([\w-]{22})"/.exec(text)?.[1] ?? assert.fail('no mark');

test('the page says what happened, by when, what to do and what follows, and nothing of it can be clicked, loaded or run', async () => {
  const org = await organisation();
  const { path } = await letterWithLink(org.id);
  const { get } = site();

  const r = await get(path);
  const text = await r.text();

  assert.equal(r.status, 200);
  assert.match(text, /15:00 CET \(14:00 UTC\)/);
  assert.match(text, /hxxp:\/\/login\[\.\]bakker\[\.\]example\/in/);
  assert.match(text, /Voorbeeldhost &lt;page-/);
  assert.match(text, /sluiten wij het pad af\. Dat doen wij op/);
  assert.match(text, /wij zien de pagina nog/);
  assert.equal([...text.matchAll(/<details name="answer">/g)].length, 4);
  assert.doesNotMatch(text, /<script|javascript:|<img|<iframe|<link|@import|url\(/i);
  for (const [, href] of text.matchAll(/(?:href|src|action)="([^"]*)"/g)) assert.match(href ?? '', /^(#|\/o\/)/);
});

test('the headers allow nothing but this style and this form, and the address of the page goes to nobody', async () => {
  const org = await organisation();
  const { path } = await letterWithLink(org.id);

  const r = await site().get(path);
  const text = await r.text();
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1];

  const csp = r.headers.get('content-security-policy') ?? '';
  assert.equal(style, pageStyle);
  assert.match(
    csp,
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  assert.doesNotMatch(text, / style="/);
  assert.equal(r.headers.get('cache-control'), 'no-store');
  assert.equal(r.headers.get('referrer-policy'), 'same-origin');
});

test('the page speaks the language of the letter, and the other one at a click', async () => {
  const org = await organisation();
  const { path } = await letterWithLink(org.id, 'en');
  const both = await letterWithLink(org.id, 'both');
  const { get } = site();

  const own = await (await get(path)).text();
  const other = await (await get(`${path}?lang=nl`)).text();
  const browser = await (await get(both.path, { 'accept-language': 'de-DE,de' })).text();

  assert.match(own, /<html lang="en">[\s\S]*What you can do[\s\S]*I fixed this/);
  assert.match(own, new RegExp(`href="${path}\\?lang=nl" lang="nl"`));
  assert.match(other, /<html lang="nl">[\s\S]*Ik heb dit opgelost/);
  assert.match(browser, /<html lang="en">/);
});

test('an answer lands once though the form is sent twice, and its own page says what happens next', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);
  const { told, get, post } = site();
  const mark = markIn(await (await get(path)).text());
  const form = { kind: 'fixed', text: 'Map <b>verwijderd</b>.', mark };

  const [first, second] = [await post(path, form), await post(path, form)];
  const thanks = await get(first.headers.get('location') ?? '');

  const text = await thanks.text();
  const answers = await world.db.in(org.id, (tx) => readAnswers(world, tx, { letter: id }));
  assert.equal(first.status, 303);
  assert.equal(first.headers.get('location'), second.headers.get('location'));
  assert.deepEqual(
    answers.map((a) => a.text),
    ['Map <b>verwijderd</b>.'],
  );
  assert.deepEqual(told, [`${id} fixed Map <b>verwijderd</b>.`]);
  assert.match(text, /Wat er nu gebeurt[\s\S]*controleren van buitenaf/);
  assert.match(text, /BZ-26-004217/);
  assert.match(await (await get(path)).text(), /Wat u ons al vertelde[\s\S]*Ik heb dit opgelost/);
});

test('a form that is not right comes back with a summary first, the same words at the field, and what was typed', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);
  const { post } = site();

  const r = await post(path, { kind: 'needs_time', text: 'Beheerder "ziek"', until: '21-11-2026 12:00' });
  const text = await r.text();

  const answers = await world.db.in(org.id, (tx) => readAnswers(world, tx, { letter: id }));
  assert.equal(r.status, 422);
  assert.match(text, /<title>Fout: /);
  assert.match(text, /role="alert"[\s\S]*href="#needs_time-until">Kies een moment dat nog moet komen/);
  assert.match(text, /id="needs_time-until-fault">Fout: Kies een moment dat nog moet komen/);
  assert.match(text, /aria-describedby="needs_time-until-hint needs_time-until-fault" aria-invalid="true"/);
  assert.match(text, /Beheerder &quot;ziek&quot;<\/textarea>/);
  assert.match(text, /<details name="answer" open>/);
  assert.equal(answers.length, 0);
});

test('more time is asked in the zone of the organisation', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);

  await site().post(path, { kind: 'needs_time', text: 'Morgen.', until: '2026-11-23T17:00' });

  const [answer] = await world.db.in(org.id, (tx) => readAnswers(world, tx, { letter: id }));
  assert.equal(answer?.answer.until?.toString(), '2026-11-23T16:00:00Z');
});

test('a form sent from another site is not taken', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);
  const { post } = site();
  const form = { kind: 'fixed', text: 'x' };

  const statuses = [
    (await post(path, form, { 'sec-fetch-site': 'cross-site' })).status,
    (await post(path, form, { 'sec-fetch-site': 'same-site' })).status,
    (await post(path, form, { origin: 'https://evil.example' })).status,
    (await post(path, form, { origin: 'null' })).status,
    (await post(path, form, { origin: 'http://desk.example' })).status,
    (await post(path, { ...form, text: 'y' }, { 'sec-fetch-site': 'same-origin' })).status,
  ];

  const answers = await world.db.in(org.id, (tx) => readAnswers(world, tx, { letter: id }));
  assert.deepEqual(statuses, [403, 403, 403, 403, 303, 303]);
  assert.equal(answers.length, 2);
});

test('every stranger hears the same, after the same work: a guess, a wrong house, a broken link', async () => {
  const [org, other] = [await organisation(), await organisation()];
  const { path } = await letterWithLink(org.id);
  const token = path.split('/').at(-1) ?? '';
  const asked: string[] = [];
  const counted: World = {
    ...world,
    db: {
      ...world.db,
      door: (work) => {
        asked.push('door');
        return world.db.door(work);
      },
      in: (id, work) => {
        asked.push('in');
        return world.db.in(id, work);
      },
    },
  };
  const { get, post } = site(counted);
  const heard: string[] = [];
  for (const wrong of [
    `/o/${org.slug}/l/${newToken(world.dice)}`,
    `/o/${other.slug}/l/${token}`,
    `/o/nobody/l/${token}`,
    `/o/${org.slug}/l/${token.slice(0, -1)}`,
    `/o/${org.slug}/l/x`,
    `/o/${org.slug}/l/${token}%00`,
  ]) {
    asked.length = 0;
    const r = await get(wrong);
    const p = await post(wrong, { kind: 'fixed', text: 'x' });
    heard.push(`${r.status} ${p.status} ${asked.join()} ${await r.text()}`);
  }

  assert.equal(new Set(heard).size, 1);
  assert.match(heard[0] ?? '', /^404 404 door,door /);
  assert.doesNotMatch(heard[0] ?? '', /Voorbeeldhost/);
});

test('a link that expired or was withdrawn says so and takes no answer', async () => {
  const org = await organisation();
  const expired = await letterWithLink(org.id);
  const { get, post } = site();

  world.clock.add({ hours: 24 * 90 + 1 });
  const r = await get(expired.path);
  const p = await post(expired.path, { kind: 'fixed', text: 'x' });
  const text = await r.text();

  const answers = await world.db.in(org.id, (tx) => readAnswers(world, tx, { letter: expired.id }));
  assert.deepEqual([r.status, p.status, answers.length], [410, 410, 0]);
  assert.match(text, /Deze link werkt niet meer/);
  assert.doesNotMatch(text, /bakker|BZ-26/);
});

test('the link of a letter that was taken back opens nothing, though its token was real', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);
  await world.db.in(org.id, (tx) => tx.rows(sql`update letter set state = 'queued' where id = ${id}`));
  await world.db.in(org.id, (tx) =>
    undoIn(world, tx, id, 1, { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'H' }),
  );

  const r = await site().get(path);

  assert.equal(r.status, 410);
});

test('of what is never shown no address appears, and a closed case asks for nothing', async () => {
  const org = await organisation();
  const { path } = await letterWithLink(org.id);

  const sensitive = await (await site(world, { ...view, sensitive: true }).get(path)).text();
  const closed = await (await site(world, { ...view, state: 'closed', offers: [] }).get(path)).text();
  const gone = await site(world, null).get(path);

  assert.doesNotMatch(sensitive, /bakker/);
  assert.match(closed, /Deze zaak is gesloten/);
  assert.doesNotMatch(closed, /<form|Los dit op/);
  assert.equal(gone.status, 410);
});

test('an answer of one letter is not shown at the address of another', async () => {
  const org = await organisation();
  const [mine, theirs] = [await letterWithLink(org.id), await letterWithLink(org.id)];
  const { get, post } = site();
  const landed = await post(mine.path, { kind: 'question', text: 'Hoe?' });
  const answer = /\/a\/(ans_\w+)/.exec(landed.headers.get('location') ?? '')?.[1] ?? assert.fail();

  const r = await get(`${theirs.path}/a/${answer}`);

  assert.equal(r.status, 404);
});

test('the page of a digest lists its points, each with a page of its own', async () => {
  const org = await organisation();
  const shared = {
    rhythm: 'digest',
    party: newId(world, 'party'),
    contact: { id: newId(world, 'cnt'), address: 'points@customer.example' },
  } as const;
  await letterWithLink(org.id, 'nl', { ...shared, reference: 'BZ-26-000002', dueAt: start.add({ hours: 90 }) });
  await letterWithLink(org.id, 'nl', { ...shared, reference: 'BZ-26-000001', dueAt: start.add({ hours: 40 }) });
  const jobs = letterJobs({ from: 'abuse@desk.example', recheck: async () => ({ go: true }) });
  world.clock.set(Temporal.Instant.from('2026-11-23T07:00:01Z'));
  await runDue(world, 'normal', jobs);
  await runDue(world, 'normal', jobs);
  const mail = world.mail.sent.find((m) => m.to === 'points@customer.example');
  const path = /http:\/\/desk\.example(\/o\/[\w-]+\/l\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? assert.fail();
  const { get } = site();

  const text = await (await get(path)).text();
  const points = [...text.matchAll(/href="(\/o\/[\w-]+\/l\/[\w-]+)\?lang=nl">(BZ-26-\d+)/g)];
  const first = await get(points[0]?.[1] ?? '');

  assert.deepEqual(
    points.map((m) => m[2]),
    ['BZ-26-000001', 'BZ-26-000002'],
  );
  assert.equal(first.status, 200);
  assert.match(await first.text(), /<details name="answer">/);
});

test('the first opening is written down once', async () => {
  const org = await organisation();
  const { id, path } = await letterWithLink(org.id);
  const { get } = site();

  await get(path);
  world.clock.add({ hours: 1 });
  await get(path);

  const [row] = await world.db.in(org.id, (tx) =>
    tx.rows(sql<{ opened_at: Temporal.Instant; n: number }>`
      select opened_at, (select count(*)::int from journal_leaf where act = 'letter.open') n from letter_link where letter_id = ${id}`),
  );
  assert.equal(row?.opened_at.toString(), start.toString());
  assert.equal(row?.n, 1);
});

test('a form larger than any answer is refused before it is read', async () => {
  const org = await organisation();
  const { path } = await letterWithLink(org.id);

  const r = await site().post(path, { kind: 'fixed', text: 'x'.repeat(100_000) });

  assert.equal(await r.text(), 'request.too-large');
  const answers = await world.db.in(org.id, (tx) => tx.rows(sql<{ n: number }>`select count(*)::int n from answer`));
  assert.equal(answers[0]?.n, 0);
});

test('the page behind a letter wears the brand of that letter, as it was then; one without a brand stays as it was', async () => {
  const org = await organisation();
  const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Ada' };
  const content = {
    name: 'Webbakker <Hosting>',
    colours: { accent: '#7a1f5c', on_accent: '#ffffff' },
    sender: { address: 'abuse@webbakker.example' },
    phone: '+31 20 000 0001',
  };
  const plain = await letterWithLink(org.id);
  const brand = await world.db.in(org.id, (tx) =>
    saveBrand(world, tx, { seen: 0, content, isDefault: true, parties: [], contracts: [] }, admin),
  );
  const branded = await letterWithLink(org.id);
  await world.db.in(org.id, (tx) =>
    saveBrand(
      world,
      tx,
      { id: brand.id, seen: 1, content: { ...content, name: 'Later' }, isDefault: true, parties: [], contracts: [] },
      admin,
    ),
  );
  const { get } = site();

  const answer = await get(branded.path);
  const text = await answer.text();
  const before = await (await get(plain.path)).text();

  assert.match(text, /<header><strong>Webbakker &lt;Hosting&gt;<\/strong>/);
  assert.match(text, /<title>[^<]* – Webbakker &lt;Hosting&gt;<\/title>/);
  assert.match(text, /mailto:abuse@webbakker\.example/);
  assert.match(text, /\+31 20 000 0001/);
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
  assert.match(style, /--brand:#7a1f5c;--onbrand:#ffffff/);
  const hash = createHash('sha256').update(style).digest('base64');
  assert.ok(
    answer.headers.get('content-security-policy')?.includes(`'sha256-${hash}'`),
    'the policy allows this style',
  );
  assert.doesNotMatch(text, /Later/);
  assert.doesNotMatch(before, /Webbakker|--brand:/);
});

test('text on a brand can always be read, also where a brand was kept before its colours were checked', () => {
  for (const accent of ['#777777', '#ffffff', '#000000', '#ffea00', '#0b5394', '#7f7f7f']) {
    const { content } = readBrand({ name: 'B', colours: { accent, on_accent: accent } });
    const brand: PageBrand = pageBrandOf(content ?? assert.fail(accent), null);

    assert.ok(contrast(brand.accent, brand.onAccent) >= 4.5, accent);
    // What edges are drawn with stands out from light and dark ground, or is our own colour, which does.
    const [light, dark] = [...styleOf(brand).matchAll(/--brandedge:([^;}]+)/g)].map((m) => m[1] ?? '');
    assert.ok(light === 'var(--edge)' || contrast(light ?? '', '#ffffff') >= 3, `${accent} light ${light}`);
    assert.ok(dark === 'var(--edge)' || contrast(dark ?? '', '#14181c') >= 3, `${accent} dark ${dark}`);
  }
});

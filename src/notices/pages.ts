/** The public pages of notices over HTTP: the form, the status page, the points of contact. No log-in, no cookie, no script. */
import { timingSafeEqual } from 'node:crypto';
import { bodyLimit } from 'hono/body-limit';
import { closedPage, type PageHouse } from '#correspondence';
import { houseOf } from '#correspondence/store';
import { languageOf, queueLetter } from '#correspondence/work';
import { deadlinesOf } from '#deadlines/store';
import { destroyKey, keepBytes, tombstone } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import type { World } from '#io/world';
import { receiptOf } from '#journal/proof';
import { type Id, type Language, must, Refused, type Words } from '#kernel';
import { goodFaithNow, momentForLetter, noticeKind } from '#law';
import { actOn } from './acting.ts';
import {
  beside,
  type FormFault,
  type FormState,
  type FormStep,
  faultsOf,
  fill,
  firstFault,
  formHours,
  formState,
  formSteps,
  mostFileBytes,
  mostFiles,
  stepsFor,
} from './form.ts';
import { arrivedText, type Given } from './given.ts';
import { maskOf, readLocations } from './location.ts';
import { lookAt } from './looking.ts';
import { noticeArrow, openNotices, stepOf } from './notice.ts';
import { noticeStyle, type PlaceTold, startPage, stepPage } from './page.ts';
import { contactNow, securityText } from './publishing.ts';
import { contactPage, type StatusView, statusPage } from './status.ts';
import {
  addFile,
  dropFiles,
  filesOf,
  itemsOf,
  type Notice,
  noticeAtDoor,
  noticeById,
  openNotice,
  untaken,
  waitingBytes,
} from './store.ts';
import { submitNotice } from './taking.ts';

const styleHash = sha256(noticeStyle).toString('base64');
/** Nothing is loaded or run, the page is in no frame and in no cache, and its address goes to nobody. */
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};

type Status = 200 | 403 | 404 | 410 | 422;
function page(c: Ask, text: string, status: Status = 200): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.html(text, status);
}

/** Asked for in the address or the form, else the browser's, else Dutch. */
function spoken(c: Ask, said?: string | undefined): Language {
  const asked = languageOf(said) ?? languageOf(c.req.query('lang'));
  if (asked) return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return languageOf(first) ?? (first ? 'en' : 'nl');
}

const outside = (world: World, path: string) => `${new URL(world.publicUrl).pathname.replace(/\/$/, '')}${path}`;

interface Inside {
  readonly world: World;
  readonly org: Id<'org'>;
  readonly slug: string;
  /** Path of the form as browsers see it. */
  readonly path: string;
}

/** Slugs never change hands while this process lives; a name may, so it is asked again after a few seconds. */
const slugs = new WeakMap<object, Map<string, Id<'org'>>>();
const houses = new WeakMap<object, Map<string, { readonly house: PageHouse; readonly until: number }>>();
const houseSeconds = 5;

async function organisationBySlug(world: World, slug: string): Promise<Id<'org'> | undefined> {
  const known = slugs.get(world.db) ?? new Map<string, Id<'org'>>();
  slugs.set(world.db, known);
  const here = known.get(slug);
  if (here) return here;
  const rows = await world.db.door((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids() where slug = ${slug}`),
  );
  const found = rows[0]?.organisation_id;
  if (found) known.set(slug, found);
  return found;
}

async function enter(c: Ask, inside: (it: Inside) => Promise<Response>): Promise<Response> {
  const world = c.get('world');
  const slug = c.req.param('slug') ?? '';
  const org = await organisationBySlug(world, slug);
  if (!org) return page(c, closedPage('unknown', spoken(c), null), 404);
  return inside({ world, org, slug, path: outside(world, `/o/${slug}/notice`) });
}

const houseIn = async (tx: Tx): Promise<PageHouse> => {
  const { name, zone, sample } = await houseOf(tx);
  return { name, zone, sample, brand: null };
};

/** The house as pages show it, without a transaction per page of a flood. */
async function houseNow(it: Inside): Promise<PageHouse> {
  const known = houses.get(it.world.db) ?? new Map();
  houses.set(it.world.db, known);
  const now = it.world.clock.now().epochMilliseconds;
  const here = known.get(it.org);
  if (here && here.until > now) return here.house;
  const house = await it.world.db.in(it.org, houseIn);
  known.set(it.org, { house, until: now + houseSeconds * 1000 });
  return house;
}

/** Signs what a form carries: read back only as we wrote it, in this organisation. */
function seal(world: World, org: string, text: string): string {
  const body = Buffer.from(text).toString('base64url');
  return `${body}.${world.keys.fingerprint(`notice form ${org}`, body).toString('base64url')}`;
}
function unseal(world: World, org: string, token: string): string | undefined {
  const [body = '', sign = ''] = token.split('.');
  const given = Buffer.from(sign, 'base64url');
  const ours = world.keys.fingerprint(`notice form ${org}`, body);
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) return undefined;
  return Buffer.from(body, 'base64url').toString();
}

function newState(world: World): FormState {
  return formState.parse({
    id: newId(world, 'ntc'),
    until: world.clock.now().add({ hours: formHours }).epochMilliseconds,
  });
}
/** The state a form brought back; undefined where it is not ours or too old. */
function readState(it: Inside, token: string): FormState | undefined {
  const text = unseal(it.world, it.org, token);
  if (text === undefined) return undefined;
  const state = formState.safeParse(JSON.parse(text));
  return state.success && state.data.until > it.world.clock.now().epochMilliseconds ? state.data : undefined;
}

interface Shown {
  readonly state: FormState;
  readonly step: FormStep;
  readonly language: Language;
  readonly faults?: readonly FormFault[];
  readonly said?: Words;
}

async function show(c: Ask, it: Inside, s: Shown): Promise<Response> {
  const step = stepsFor(s.state).includes(s.step) ? s.step : 'check';
  const state = step === 'check' ? { ...s.state, checked: true } : s.state;
  const looks = step === 'why' || step === 'check';
  const now = it.world.clock.now();
  const csam = noticeKind(state.kind)?.sensitive === 'csam';
  const house = await houseNow(it);
  const look = async (tx: Tx) => {
    const places: PlaceTold[] = [];
    // What a stranger typed is only compared with our own ledger; nothing is resolved or fetched.
    if (looks)
      for (const item of readLocations(state.where, state.headers).items.slice(0, 20)) {
        const { place, elsewhere } = await lookAt(tx, item, now);
        places.push({ masked: maskOf(item, csam), place, elsewhere });
      }
    const files = step === 'evidence' || step === 'check' ? await filesOf(tx, state.id) : [];
    return { places, files };
  };
  const { places, files } =
    looks || step === 'evidence' ? await it.world.db.in(it.org, look) : { places: [], files: [] };
  const text = stepPage({
    house,
    language: s.language,
    path: it.path,
    token: seal(it.world, it.org, JSON.stringify(state)),
    state,
    step,
    faults: s.faults ?? [],
    places,
    files,
    now,
    ...(s.said ? { said: s.said } : {}),
  });
  return page(c, text, s.faults?.length ? 422 : 200);
}

/** Files left with a form are destroyed unseen: the notifier took them away, or chose the path on which there are none. */
async function destroyFiles(world: World, tx: Tx, id: string): Promise<void> {
  for (const evidence of await dropFiles(tx, id)) await tombstone(world, tx, evidence, 'gdpr-5-1-e');
  const keys = await tx.rows(sql<{ id: string }>`
    select id from data_key where organisation_id = ${tx.organisation} and class = 'document' and subject = ${id} and destroyed_at is null`);
  for (const key of keys) await destroyKey(world, tx, key.id, 'gdpr-5-1-e');
}

async function move(
  c: Ask,
  it: Inside,
  form: ReadonlyMap<string, string>,
  uploads: readonly File[],
): Promise<Response> {
  const language = spoken(c, form.get('lang'));
  const before = readState(it, form.get('state') ?? '');
  if (!before) return page(c, closedPage('ended', language, null), 410);
  const said = form.get('step') ?? '';
  const step = formSteps.find((s) => s === said);
  if (!step) return show(c, it, { state: before, step: 'kind', language });
  const state = fill(before, step, form);
  const go = form.get('go') ?? 'next';
  const csam = noticeKind(state.kind)?.sensitive === 'csam';
  if (csam && before.kind !== state.kind) await it.world.db.in(it.org, (tx) => destroyFiles(it.world, tx, state.id));
  if (go === 'language') return show(c, it, { state, step, language: language === 'nl' ? 'en' : 'nl' });
  if (go === 'back') {
    const to = beside(state, step, -1);
    if (to) return show(c, it, { state, step: to, language });
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    return c.redirect(`${it.path}?lang=${language}`, 303);
  }
  const changed = formSteps.find((s) => s === go);
  if (changed) return show(c, it, { state, step: changed, language });
  const faults = faultsOf(state, step);
  if (faults.length > 0) return show(c, it, { state, step, language, faults });
  if (step === 'evidence' && !csam) {
    const taken = await takeFiles(it, state.id, uploads, form.get('drop') === 'yes');
    if (taken) return show(c, it, { state, step, language, ...taken });
  }
  if (go === 'send') {
    const wrong = firstFault(state);
    return wrong
      ? show(c, it, { state, step: wrong, language, faults: faultsOf(state, wrong) })
      : send(c, it, state, language);
  }
  const next = state.checked && !firstFault(state) ? 'check' : (beside(state, step, 1) ?? 'check');
  return show(c, it, { state, step: next, language });
}

/** How many bytes of files may wait for their notices: beyond it none are taken until some are sent or forgotten. */
const mostWaiting = 2 * 1024 ** 3;

async function takeFiles(
  it: Inside,
  id: string,
  uploads: readonly File[],
  drop: boolean,
): Promise<Pick<Shown, 'faults' | 'said'> | undefined> {
  const files = uploads.filter((f) => f.size > 0);
  const fault = (nl: string, en: string) => ({ faults: [{ field: 'files', words: { nl, en } }] });
  const large = files.find((f) => f.size > mostFileBytes);
  if (large) return fault(`${large.name} is groter dan 10 MB`, `${large.name} is larger than 10 MB`);
  return it.world.db.in(it.org, async (tx) => {
    if (drop) await destroyFiles(it.world, tx, id);
    const there = (await filesOf(tx, id)).length;
    if (there + files.length > mostFiles)
      return fault(`Voeg hoogstens ${mostFiles} bestanden toe`, `Add at most ${mostFiles} files`);
    if (files.length > 0 && (await waitingBytes(tx)) > mostWaiting)
      return {
        said: {
          nl: 'Het is te druk om bestanden aan te nemen. Ga door zonder; uw melding wordt bewaard en u kunt later aanvullen.',
          en: 'It is too busy to take files. Go on without; your notice is kept and you can add to it later.',
        },
      };
    for (const f of files) {
      const bytes = Buffer.from(await f.arrayBuffer());
      // Kept as bytes; what they show is never decoded here.
      const kept = await keepBytes(it.world, tx, {
        class: 'document',
        subject: id,
        mediaType: 'application/octet-stream',
        bytes,
      });
      await addFile(
        tx,
        id as Id<'ntc'>,
        { evidence: kept.id, name: f.name.slice(0, 200), size: f.size, sha256: kept.sha256 },
        it.world.clock.now(),
      );
    }
    return undefined;
  });
}

async function send(c: Ask, it: Inside, s: FormState, language: Language): Promise<Response> {
  const csam = noticeKind(s.kind)?.sensitive === 'csam';
  const files = csam ? [] : await it.world.db.in(it.org, (tx) => filesOf(tx, s.id));
  const filled = (text: string) => (text === '' ? undefined : text);
  const optional = {
    mail_headers: filled(s.headers),
    law: filled(s.law),
    name: filled(s.name),
    email: filled(s.email),
    organisation: filled(s.organisation),
    reference: filled(s.reference),
    flagger_code: filled(s.code),
  };
  const given: Given = {
    id: s.id as Id<'ntc'>,
    channel: 'form',
    path: 'dsa16',
    kind: s.kind,
    language,
    locations: s.where.split('\n').flatMap((l) => (l.trim() ? [l.trim()] : [])),
    explanation: s.why,
    good_faith: s.faith,
    good_faith_version: s.faith ? goodFaithNow : null,
    guarded: s.guarded,
    files: files.map((f) => ({ name: f.name, size: f.size, sha256: f.sha256.toString('hex') })),
    ...(Object.fromEntries(Object.entries(optional).filter(([, v]) => v !== undefined)) as Partial<Given>),
  };
  const done = await submitNotice(it.world, it.org, given);
  // The confirmation stands at its own address: loading that again sends nothing again.
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.redirect(`${it.path}/s/${done.token}?lang=${language}&new=1`, 303);
}

/** Whether a form comes from our own page: browsers say so; a program that says neither was made to send nothing. */
function isOurOwn(c: Ask, world: World): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  return origin === undefined || [new URL(world.publicUrl).origin, new URL(c.req.url).origin].includes(origin);
}

const tooLarge = {
  onError: () => {
    throw new Refused('request.too-large');
  },
};

interface AtStatus extends Inside {
  readonly notice: Notice;
  readonly house: PageHouse;
  readonly token: string;
}
/** Goes through the door with the token; every stranger hears the same. */
async function atStatus(c: Ask, inside: (tx: Tx, it: AtStatus) => Promise<Response>): Promise<Response> {
  return enter(c, async (it) => {
    const token = c.req.param('token') ?? '';
    const found = await it.world.db.door((tx) => noticeAtDoor(tx, sha256(token)));
    if (found?.organisation !== it.org) return page(c, closedPage('unknown', spoken(c), null), 404);
    return it.world.db.in(it.org, async (tx) => {
      const notice = must(await noticeById(tx, found.id), 'the notice of this token');
      return inside(tx, { ...it, notice, house: await houseIn(tx), token, path: `${it.path}/s/${token}` });
    });
  });
}

const passMinutes = 60;
/** Proof that the code was given, for an hour; in the address, since no cookie is set. */
const givePass = (world: World, org: string, id: string) =>
  seal(world, `${org} pass`, `${id} ${world.clock.now().add({ minutes: passMinutes }).epochMilliseconds}`);
function isPass(world: World, org: string, id: string, pass: string): boolean {
  const [about, until] = (unseal(world, `${org} pass`, pass) ?? '').split(' ');
  return about === id && Number(until) > world.clock.now().epochMilliseconds;
}

async function showStatus(
  c: Ask,
  tx: Tx,
  it: AtStatus,
  said: { readonly fault?: Words; readonly said?: Words; readonly pass?: string; readonly language?: Language } = {},
): Promise<Response> {
  const n = it.notice;
  const pass = said.pass ?? c.req.query('pass') ?? '';
  const closed = n.guarded && !isPass(it.world, it.org, n.id, pass);
  const clock = (await deadlinesOf(tx, n.id)).find((d) => d.clock === 'clk-16-dec' && d.endedAt === null);
  const view: StatusView = {
    number: n.number ?? '',
    path: n.path,
    state: n.state,
    step: stepOf(n),
    receivedAt: n.receivedAt,
    assessedAt: n.assessedAt,
    dueAt: clock?.dueAt ?? null,
    decidedAt: n.decidedAt,
    reachable: n.reachable,
    csam: n.sensitive === 'csam',
    items: (await itemsOf(tx, n.id)).map((i) => ({
      masked: i.masked,
      place: i.place,
      elsewhere: i.elsewhere,
      state: i.state,
      ground: i.ground,
      settledAt: i.settledAt,
    })),
    canAdd: noticeArrow(n.state, 'add', n.path) !== undefined,
    canWithdraw: noticeArrow(n.state, 'withdraw', n.path) !== undefined,
    busy: n.takenAt === null && openNotices.includes(n.state) && (await untaken(tx)) > 500,
    closed,
  };
  const text = statusPage({
    view,
    house: it.house,
    language: said.language ?? spoken(c),
    path: it.path,
    pass: closed ? '' : pass,
    fresh: c.req.query('new') === '1' && c.req.method === 'GET',
    fault: said.fault ?? null,
    said: said.said ?? null,
    contact: outside(it.world, `/o/${it.slug}/contact`),
  });
  return page(c, text, said.fault ? 422 : 200);
}

const codeMinutes = 15;
const mostTries = 5;

async function mailCode(tx: Tx, it: AtStatus): Promise<void> {
  const { world, notice: n } = it;
  const words = await openNotice(world, tx, n);
  if (!words?.given.email) return;
  const now = world.clock.now();
  const waits = await tx.rows(sql`
    select 1 from notice_code where organisation_id = ${it.org} and notice_id = ${n.id} and expires_at > ${now.add({ minutes: codeMinutes - 1 }).toString()}::timestamptz`);
  // One a minute: a page that is loaded often mails nobody often.
  if (waits.length > 0) return;
  const code = String((Buffer.from(world.dice.bytes(4)).readUInt32BE() % 900_000) + 100_000);
  const until = now.add({ minutes: codeMinutes });
  await tx.rows(sql`
    insert into notice_code (organisation_id, notice_id, code_hash, expires_at) values (${it.org}, ${n.id}, ${world.keys.fingerprint(`code ${n.id}`, code)}, ${until.toString()}::timestamptz)
    on conflict (organisation_id, notice_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0`);
  await queueLetter(world, tx, {
    template: 'ltr-16-code',
    language: n.language,
    audience: 'notifier',
    party: null,
    contact: { id: null, address: words.given.email },
    matter: n.id,
    fields: {
      [n.language]: {
        organisationName: it.house.name,
        reportNumber: n.number ?? '',
        code,
        until: momentForLetter(until, it.house.zone, n.language),
      },
    },
    undoSeconds: 0,
    urgent: true,
    lane: 'urgent',
    by: { kind: 'notifier', id: n.id },
    link: false,
  });
}

/** Whether the code is right; a right one works once, a wrong one counts. */
async function isCode(tx: Tx, it: AtStatus, code: string): Promise<boolean> {
  const [row] = await tx.rows(sql<{ code_hash: Buffer; tries: number; live: boolean }>`
    update notice_code set tries = tries + 1 where organisation_id = ${it.org} and notice_id = ${it.notice.id}
    returning code_hash, tries, expires_at > ${it.world.clock.now().toString()}::timestamptz as live`);
  const right =
    row?.live === true &&
    row.tries <= mostTries &&
    timingSafeEqual(row.code_hash, it.world.keys.fingerprint(`code ${it.notice.id}`, code.trim()));
  if (right)
    await tx.rows(sql`delete from notice_code where organisation_id = ${it.org} and notice_id = ${it.notice.id}`);
  return right;
}

/** The routes of the public pages. */
export function pages(): Api {
  const app = newApi();

  app.get('/o/:slug/notice', (c) =>
    enter(c, async (it) => {
      const language = spoken(c);
      const house = await houseNow(it);
      const text = startPage({
        house,
        language,
        path: it.path,
        token: seal(it.world, it.org, JSON.stringify(newState(it.world))),
        api: `${it.world.publicUrl}/v1/notices`,
        contact: outside(it.world, `/o/${it.slug}/contact`),
      });
      return page(c, text);
    }),
  );

  app.post('/o/:slug/notice', bodyLimit({ maxSize: 512 * 1024, ...tooLarge }), async (c) => {
    const form = new Map(new URLSearchParams(await c.req.text()));
    return enter(c, (it) =>
      isOurOwn(c, it.world)
        ? move(c, it, form, [])
        : Promise.resolve(page(c, closedPage('foreign', spoken(c), null), 403)),
    );
  });

  app.post(
    '/o/:slug/notice/files',
    bodyLimit({ maxSize: mostFiles * mostFileBytes + 1024 * 1024, ...tooLarge }),
    async (c) => {
      const body = await c.req.formData();
      const form = new Map<string, string>();
      const uploads: File[] = [];
      for (const [name, value] of body.entries()) {
        if (typeof value === 'string') form.set(name, value);
        else if (name === 'files') uploads.push(value);
      }
      return enter(c, (it) =>
        isOurOwn(c, it.world)
          ? move(c, it, form, uploads)
          : Promise.resolve(page(c, closedPage('foreign', spoken(c), null), 403)),
      );
    },
  );

  app.get('/o/:slug/notice/s/:token', (c) => atStatus(c, (tx, it) => showStatus(c, tx, it)));

  app.post('/o/:slug/notice/s/:token', bodyLimit({ maxSize: 128 * 1024, ...tooLarge }), async (c) => {
    const form = new URLSearchParams(await c.req.text());
    return atStatus(c, async (tx, it) => {
      const language = spoken(c, form.get('lang') ?? undefined);
      const pass = form.get('pass') ?? '';
      if (!isOurOwn(c, it.world)) return page(c, closedPage('foreign', language, it.house), 403);
      const act = form.get('act') ?? '';
      const back = (given: string) => {
        for (const [name, value] of Object.entries(headers)) c.header(name, value);
        return c.redirect(`${it.path}?lang=${language}${given ? `&pass=${encodeURIComponent(given)}` : ''}`, 303);
      };
      if (act === 'code') {
        if (it.notice.guarded) await mailCode(tx, it);
        return showStatus(c, tx, it, {
          language,
          said: {
            nl: 'Als er een adres bij hoort, is de code onderweg.',
            en: 'If an address belongs to it, the code is on its way.',
          },
        });
      }
      if (act === 'open')
        return (await isCode(tx, it, form.get('code') ?? ''))
          ? back(givePass(it.world, it.org, it.notice.id))
          : showStatus(c, tx, it, {
              language,
              fault: { nl: 'Deze code klopt niet of is verlopen', en: 'This code is not right or has ended' },
            });
      if (it.notice.guarded && !isPass(it.world, it.org, it.notice.id, pass)) return back('');
      if (act !== 'add' && act !== 'withdraw') return back(pass);
      try {
        await actOn(
          it.world,
          tx,
          it.org,
          it.notice.id,
          act,
          { text: form.get('text') ?? undefined, locations: form.get('locations') ?? undefined },
          { kind: 'notifier', id: it.notice.id },
        );
      } catch (cause) {
        if (!(cause instanceof Refused)) throw cause;
        const fault =
          cause.refusal.code === 'notice.needs-reason'
            ? { nl: 'Vul in wat u wilt toevoegen', en: 'Fill in what you want to add' }
            : cause.refusal.code === 'request.invalid'
              ? {
                  nl: 'Vul een internetadres in, zoals https://voorbeeld.nl/pagina',
                  en: 'Enter an internet address, like https://example.org/page',
                }
              : { nl: 'Dit kan niet meer bij deze melding', en: 'This is no longer possible with this notice' };
        return showStatus(c, tx, it, { language, pass, fault });
      }
      return back(pass);
    });
  });

  const file = (name: string, make: (tx: Tx, it: AtStatus) => Promise<unknown>) =>
    app.get(`/o/:slug/notice/s/:token/${name}`, (c) =>
      atStatus(c, async (tx, it) => {
        if (it.notice.guarded && !isPass(it.world, it.org, it.notice.id, c.req.query('pass') ?? ''))
          return page(c, closedPage('unknown', spoken(c), null), 404);
        let made: unknown;
        try {
          made = await make(tx, it);
        } catch (cause) {
          if (!(cause instanceof Refused)) throw cause;
          return page(c, closedPage('unknown', spoken(c), null), 404);
        }
        for (const [h, value] of Object.entries(headers)) c.header(h, value);
        return c.body(typeof made === 'string' ? made : `${JSON.stringify(made, null, 2)}\n`, 200, {
          'Content-Type': 'application/json',
          'Content-Disposition': `attachment; filename="${it.notice.number ?? 'notice'}-${name}"`,
        });
      }),
    );
  file('receipt.json', (tx, it) => receiptOf(it.world, tx, 'notice.received', it.notice.id));
  file('final.json', (tx, it) => receiptOf(it.world, tx, 'notice.decided', it.notice.id));
  // What arrived, byte for byte as it was hashed. Of child abuse material no copy of the address is handed out.
  file('notice.json', async (tx, it) => {
    const words = it.notice.sensitive === 'csam' ? null : await openNotice(it.world, tx, it.notice);
    if (!words) throw new Refused('request.not-found');
    return arrivedText({ ...words.given, id: it.notice.id, channel: it.notice.channel });
  });

  app.get('/o/:slug/contact', (c) =>
    enter(c, (it) =>
      it.world.db.in(it.org, async (tx) => {
        const now = await contactNow(tx);
        const text = contactPage(
          now?.content ?? null,
          await houseIn(tx),
          spoken(c),
          outside(it.world, `/o/${it.slug}/contact`),
          it.path,
          now?.at ?? null,
        );
        return page(c, text);
      }),
    ),
  );
  app.get('/o/:slug/contact.json', (c) =>
    enter(c, async (it) => {
      const now = await it.world.db.in(it.org, contactNow);
      if (!now) return page(c, closedPage('unknown', spoken(c), null), 404);
      c.header('Access-Control-Allow-Origin', '*');
      return c.json({ version: now.version, updated_at: now.at.toString(), ...now.content });
    }),
  );
  app.get('/.well-known/security.txt', async (c) => {
    const world = c.get('world');
    const all = await world.db.door((tx) =>
      tx.rows(sql<{ organisation_id: Id<'org'>; slug: string }>`select organisation_id, slug from organisation_ids()`),
    );
    const points = [];
    for (const o of all)
      points.push({
        slug: o.slug,
        email: (await world.db.in(o.organisation_id, contactNow))?.content.authorities.email ?? null,
      });
    return c.body(securityText(world, points), 200, { 'Content-Type': 'text/plain; charset=utf-8' });
  });
  return app;
}

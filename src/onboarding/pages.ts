/** The public pages of onboarding over HTTP: no log-in, no cookie, no script. A page is opened by the token in its address alone. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { bodyLimit } from 'hono/body-limit';
import { closedPage, type PageHouse, pageStyle } from '#correspondence';
import { houseOf } from '#correspondence/store';
import { languageOf } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import type { World } from '#io/world';
import { engine, type Id, type Language, Refused, type Words } from '#kernel';
import { checksOf } from '#law';
import { type Gate, gates, openAt, standingOf } from './check.ts';
import {
  confirmPage,
  type Fault,
  type Field,
  formFields,
  formPage,
  mailedPage,
  onboardingStyle,
  ownPage,
} from './page.ts';
import { completeness, type Statement, statementShape } from './statement.ts';
import { paymentsOfOnboarding } from './store/payments.ts';
import { secretsOf, settingsOf } from './store/settings.ts';
import {
  checksNow,
  lockOnboarding,
  onboardingById,
  onboardingByOrder,
  openStatement,
  tokenByHash,
  tokensOf,
} from './store.ts';
import { packOf } from './work/checking.ts';
import {
  askMailAgain,
  changeStatement,
  confirmMail,
  giveCode,
  type OnboardingHands,
  sendCode,
  startOnboarding,
  takeProviderPayment,
} from './work.ts';

const hashes = [onboardingStyle, pageStyle].map((s) => `'sha256-${sha256(s).toString('base64')}'`).join(' ');
/** Nothing is loaded or run, the page is in no frame and in no cache, and its address goes to nobody. */
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src ${hashes}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};
function page(c: Ask, text: string, status: 200 | 404 | 422 | 429 = 200): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.html(text, status);
}
function onward(c: Ask, to: string): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.redirect(to, 303);
}
function spoken(c: Ask, said?: string): Language {
  const asked = languageOf(said) ?? languageOf(c.req.query('lang'));
  if (asked) return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return languageOf(first) ?? (first ? 'en' : 'nl');
}
const outside = (world: World, path: string) => `${new URL(world.publicUrl).pathname.replace(/\/$/, '')}${path}`;

/** Whether a form comes from our own page; browsers say so. */
function isOurOwn(c: Ask, world: World): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  return origin === undefined || [new URL(world.publicUrl).origin, new URL(c.req.url).origin].includes(origin);
}

interface Inside {
  readonly world: World;
  readonly org: Id<'org'>;
  readonly path: string;
  readonly house: PageHouse;
}
const houseIn = async (tx: Tx): Promise<PageHouse> => {
  const { name, zone, sample } = await houseOf(tx);
  return { name, zone, sample, brand: null };
};
async function enter(c: Ask, inside: (it: Inside) => Promise<Response>): Promise<Response> {
  const world = c.get('world');
  const slug = c.req.param('slug') ?? '';
  const [found] = await world.db.door((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids() where slug = ${slug}`),
  );
  if (!found) return page(c, closedPage('unknown', spoken(c), null), 404);
  const org = found.organisation_id;
  if (c.req.method === 'POST' && !isOurOwn(c, world)) throw new Refused('request.not-allowed');
  return inside({ world, org, path: outside(world, `/o/${slug}/onboarding`), house: await world.db.in(org, houseIn) });
}

const wrong = (f: Field): Words => ({
  nl: `${f.label.nl}: vul dit goed in`,
  en: `${f.label.en}: fill this in correctly`,
});
/** What a form holds, as a statement or a part of one. */
function fromForm(form: ReadonlyMap<string, string>, language: Language): Record<string, unknown> {
  const out: Record<string, unknown> = { language };
  for (const f of formFields) {
    const value = form.get(f.name)?.trim();
    if (!value) continue;
    if (f.name === 'people') out['people'] = [{ name: value, role: 'director', controls: true }];
    else if (f.type === 'checkbox') out[f.name] = value === 'yes';
    else out[f.name] = value;
  }
  return out;
}
const asFields = (paths: readonly (readonly PropertyKey[])[]): readonly Fault[] => {
  const names = new Set(paths.map((p) => String(p[0] ?? '')));
  return formFields.filter((f) => names.has(f.name)).map((f) => ({ field: f.name, words: wrong(f) }));
};

async function readForm(c: Ask): Promise<ReadonlyMap<string, string>> {
  const body = await c.req.parseBody();
  return new Map(Object.entries(body).filter((e): e is [string, string] => typeof e[1] === 'string'));
}

/** Beginnings by strangers in an hour; beyond it the page asks to come back, so that nobody mails the world through us. */
const mostAnHour = 60;

const floodWords = {
  nl: 'Het is nu te druk. Probeer het over een uur opnieuw.',
  en: 'It is too busy now. Try again in an hour.',
};

/** The routes of the public pages. */
export function pages(hands: OnboardingHands): Api {
  const app = newApi();
  const limit = bodyLimit({
    maxSize: 64 * 1024,
    onError: () => {
      throw new Refused('request.too-large');
    },
  });
  const isOpen = (it: Inside) => it.world.db.in(it.org, async (tx) => (await settingsOf(tx)).formOpen);

  app.get('/o/:slug/onboarding', (c) =>
    enter(c, async (it) => {
      const language = spoken(c);
      if (!(await isOpen(it))) return page(c, closedPage('unknown', language, it.house), 404);
      return page(c, formPage({ house: it.house, language, path: it.path, values: new Map(), faults: [] }));
    }),
  );
  app.post('/o/:slug/onboarding', limit, (c) =>
    enter(c, async (it) => {
      const form = await readForm(c);
      const language = spoken(c, form.get('lang'));
      if (!(await isOpen(it))) return page(c, closedPage('unknown', language, it.house), 404);
      const read = statementShape.safeParse(fromForm(form, language));
      const again = (faults: readonly Fault[], status: 422 | 429 = 422) =>
        page(c, formPage({ house: it.house, language, path: it.path, values: form, faults }), status);
      if (!read.success) return again(asFields(read.error.issues.map((i) => i.path)));
      const order = `form-${it.world.keys.fingerprint(`onboarding form ${it.org}`, read.data.email.toLowerCase()).toString('hex').slice(0, 24)}`;
      const known = await it.world.db.in(it.org, (tx) => onboardingByOrder(tx, order));
      // Who knows an address sees nothing of who has it: the same page, and at most another mail.
      if (known) await askMailAgain(it.world, it.org, known.id);
      else {
        const [row] = await it.world.db.in(it.org, (tx) =>
          tx.rows(sql<{ n: number }>`
            select count(*)::int as n from onboarding where organisation_id = ${it.org} and via = 'form' and started_at > ${it.world.clock.now().subtract({ hours: 1 }).toString()}::timestamptz`),
        );
        if ((row?.n ?? 0) >= mostAnHour) return again([{ field: 'name', words: floodWords }], 429);
        await startOnboarding(it.world, it.org, engine, { statement: read.data, via: 'form', order });
      }
      return page(c, mailedPage({ house: it.house, language, path: it.path }));
    }),
  );

  app.get('/o/:slug/onboarding/m/:token', (c) =>
    enter(c, async (it) => {
      const token = c.req.param('token') ?? '';
      const known = await it.world.db.in(it.org, (tx) => tokenByHash(tx, 'email', sha256(token)));
      if (!known) return page(c, closedPage('unknown', spoken(c), it.house), 404);
      return page(c, confirmPage({ house: it.house, language: spoken(c), path: `${it.path}/m/${token}` }));
    }),
  );
  app.post('/o/:slug/onboarding/m/:token', limit, (c) =>
    enter(c, async (it) => {
      const form = await readForm(c);
      const language = spoken(c, form.get('lang'));
      const done = await confirmMail(it.world, it.org, c.req.param('token') ?? '', hands);
      if (!done) return page(c, closedPage('unknown', language, it.house), 404);
      return onward(c, `${done.page}?lang=${language}`);
    }),
  );

  app.get('/o/:slug/onboarding/s/:token', (c) => enter(c, (it) => own(c, it, spoken(c))));
  app.post('/o/:slug/onboarding/s/:token', limit, (c) =>
    enter(c, async (it) => {
      const form = await readForm(c);
      const language = spoken(c, form.get('lang'));
      const id = await behind(it, c.req.param('token') ?? '');
      if (!id) return page(c, closedPage('unknown', language, it.house), 404);
      const go = form.get('go');
      if (go === 'mail') {
        await askMailAgain(it.world, it.org, id);
        return own(c, it, language, { said: { nl: 'De mail is onderweg.', en: 'The mail is on its way.' } });
      }
      if (go === 'send_code') {
        const sent = await sendCode(it.world, it.org, id, hands);
        return own(c, it, language, {
          said: sent
            ? { nl: 'De code is onderweg.', en: 'The code is on its way.' }
            : {
                nl: 'Wij konden nu geen code sturen. Een collega belt u, of probeer het later.',
                en: 'We could not send a code now. A colleague will call you, or try later.',
              },
        });
      }
      if (go === 'code')
        try {
          await giveCode(it.world, it.org, id, form.get('code') ?? '', hands);
          return own(c, it, language, { said: { nl: 'Uw nummer is bevestigd.', en: 'Your number is confirmed.' } });
        } catch (cause) {
          if (!(cause instanceof Refused)) throw cause;
          return own(c, it, language, {
            faults: [
              {
                field: 'code',
                words: { nl: 'Deze code klopt niet of is verlopen', en: 'This code is not right or has expired' },
              },
            ],
          });
        }
      const { language: _l, kind: _k, ...given } = fromForm(form, language);
      const read = statementShape.partial().safeParse(given);
      if (!read.success)
        return own(c, it, language, { faults: asFields(read.error.issues.map((i) => i.path)), values: form });
      // Only what was missing: what was verified is not changed by who has the link.
      const s = await it.world.db.in(it.org, async (tx) => {
        const o = await onboardingById(tx, id);
        return o ? openStatement(it.world, tx, o) : null;
      });
      const missing = s ? completeness(s).missing : [];
      const change = Object.fromEntries(
        Object.entries(read.data).filter(([k]) => (missing.includes(k) || k === 'number') && k in given),
      ) as Partial<Statement>;
      if (Object.keys(change).length > 0) await changeStatement(it.world, it.org, engine, id, change, hands);
      return own(c, it, language, { said: { nl: 'Bedankt, dit is opgeslagen.', en: 'Thank you, this was saved.' } });
    }),
  );

  // What a payment provider tells, signed with the secret of the settings: `Stripe-Signature: t=…,v1=…`.
  app.post('/o/:slug/onboarding/payment', limit, async (c) => {
    const world = c.get('world');
    const [found] = await world.db.door((tx) =>
      tx.rows(
        sql<{
          organisation_id: Id<'org'>;
        }>`select organisation_id from organisation_ids() where slug = ${c.req.param('slug') ?? ''}`,
      ),
    );
    const body = await c.req.text();
    const secret = found
      ? (await world.db.in(found.organisation_id, (tx) => secretsOf(world, tx))).provider
      : undefined;
    if (!found || !secret || !isSigned(world, secret, c.req.header('stripe-signature') ?? '', body))
      throw new Refused('request.not-found');
    let told: unknown;
    try {
      told = JSON.parse(body);
    } catch {
      throw new Refused('request.invalid', 'body: JSON');
    }
    const done = await takeProviderPayment(world, found.organisation_id, engine, told, hands);
    return c.json({ taken: done !== undefined });
  });
  return app;
}

const signedMinutes = 5;
function isSigned(world: World, secret: string, header: string, body: string): boolean {
  const parts = new Map(header.split(',').map((p) => p.trim().split('=', 2) as [string, string]));
  const at = Number(parts.get('t'));
  if (!Number.isFinite(at) || Math.abs(world.clock.now().epochMilliseconds / 1000 - at) > signedMinutes * 60)
    return false;
  const ours = createHmac('sha256', secret)
    .update(`${parts.get('t')}.${body}`)
    .digest();
  const given = Buffer.from(parts.get('v1') ?? '', 'hex');
  return given.length === ours.length && timingSafeEqual(given, ours);
}

async function behind(it: Inside, token: string): Promise<Id<'onb'> | undefined> {
  const t = await it.world.db.in(it.org, (tx) => tokenByHash(tx, 'page', sha256(token)));
  return t && Temporal.Instant.compare(t.expiresAt, it.world.clock.now()) > 0 ? t.onboarding : undefined;
}

async function own(
  c: Ask,
  it: Inside,
  language: Language,
  more: {
    readonly said?: Words;
    readonly faults?: readonly Fault[];
    readonly values?: ReadonlyMap<string, string>;
  } = {},
): Promise<Response> {
  const { world } = it;
  const token = c.req.param('token') ?? '';
  const id = await behind(it, token);
  if (!id) return page(c, closedPage('unknown', language, it.house), 404);
  return world.db.in(it.org, async (tx) => {
    const o = await lockOnboarding(tx, id);
    const s = await openStatement(world, tx, o);
    if (!s) return page(c, closedPage('unknown', language, it.house), 404);
    const rows = await checksNow(tx, o.id);
    const now = world.clock.now();
    const pack = await packOf(o.pack);
    const asked = checksOf(pack, o.tier);
    const settings = await settingsOf(tx);
    const passed = new Set<Gate>(gates.filter((g) => openAt(g, asked, rows, now).length === 0));
    const text = ownPage({
      house: it.house,
      language,
      path: `${it.path}/s/${token}`,
      values: more.values ?? new Map(),
      faults: more.faults ?? [],
      number: o.number ?? '',
      state: o.state,
      passed,
      mail: standingOf(rows.get('K1'), now),
      phone: s.phone && settings.gatewayUrl ? standingOf(rows.get('K2'), now) : null,
      codeSent: (await tokensOf(tx, o.id)).has('phone'),
      paid: (await paymentsOfOnboarding(tx, o.id)).some((p) => p.verdict === 'MTCH') || !asked.includes('K10'),
      reference: o.reference,
      payTo: settings.payTo,
      missing: completeness(s).missing,
      known: formFields
        .filter(
          (f) => f.type !== 'checkbox' && f.type !== 'kind' && f.name !== 'people' && s[f.name as keyof Statement],
        )
        .map((f) => ({ label: f.label, value: String(s[f.name as keyof Statement]) })),
      said: more.said ?? null,
      closed: o.state === 'refused' || o.state === 'withdrawn',
    });
    return page(c, text, more.faults?.length ? 422 : 200);
  });
}

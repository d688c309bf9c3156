/** The page to contest a ban over HTTP: opened by the token in its path alone, no log-in, no script. */
import { bodyLimit } from 'hono/body-limit';
import { houseOf } from '#correspondence/store';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import { type Language, Refused, timeForPeople } from '#kernel';
import { banGrounds } from '#law';
import { organisationBySlug } from '#organisations/work';
import { banPageStyle, contestClosedPage, contestFormPage, contestThanksPage } from './page.ts';
import { contestByLink, openedByLink } from './work.ts';

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${sha256(banPageStyle).toString('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};

function show(c: Ask, text: string, status: 200 | 410 | 422 = 200): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.html(text, status);
}
/** Asked for in the address, else the browser's, else Dutch. */
function spoken(c: Ask): Language {
  const asked = c.req.query('lang');
  if (asked === 'nl' || asked === 'en') return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return first === undefined || first === 'nl' ? 'nl' : 'en';
}

/** The organisation behind the short name; undefined where there is none, which a stranger hears as any other closed page. */
async function houseBehind(c: Ask) {
  try {
    return await organisationBySlug(c.get('world'), c.req.param('slug'));
  } catch (cause) {
    if (cause instanceof Refused) return undefined;
    throw cause;
  }
}

/** The routes of the page: `/o/SLUG/ban/TOKEN`. Strangers and latecomers hear the same. */
export function pages(): Api {
  const app = newApi();
  const form = async (c: Ask, fault: boolean) => {
    const world = c.get('world');
    const language = spoken(c);
    const org = await houseBehind(c);
    if (!org) return show(c, contestClosedPage(language), 410);
    return world.db.in(org, async (tx) => {
      const ban = await openedByLink(tx, c.req.param('token') ?? '');
      if (!ban) return show(c, contestClosedPage(language), 410);
      const house = await houseOf(tx);
      const base = new URL(world.publicUrl).pathname.replace(/\/$/, '');
      const text = contestFormPage({
        language,
        house: house.name,
        path: `${base}/o/${encodeURIComponent(house.slug)}/ban/${encodeURIComponent(c.req.param('token') ?? '')}`,
        number: ban.number ?? ban.id,
        ground: banGrounds[ban.ground].title[language],
        until: timeForPeople(ban.expiresAt, house.zone, language),
        fault,
      });
      return show(c, text, fault ? 422 : 200);
    });
  };

  app.get('/o/:slug/ban/:token', (c) => form(c, false));
  app.post(
    '/o/:slug/ban/:token',
    bodyLimit({
      maxSize: 64 * 1024,
      onError: () => {
        throw new Refused('request.too-large');
      },
    }),
    async (c) => {
      const world = c.get('world');
      const said = (new URLSearchParams(await c.req.text()).get('text') ?? '').replaceAll('\0', '').slice(0, 10_000);
      if (said.trim() === '') return form(c, true);
      const org = await houseBehind(c);
      if (!org) return show(c, contestClosedPage(spoken(c)), 410);
      return world.db.in(org, async (tx) => {
        const ban = await contestByLink(world, tx, c.req.param('token'), said);
        if (!ban) return show(c, contestClosedPage(spoken(c)), 410);
        return show(c, contestThanksPage(spoken(c), (await houseOf(tx)).name, ban.number ?? ban.id));
      });
    },
  );
  return app;
}

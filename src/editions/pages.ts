/** The public page of processed editions over HTTP, and the same as JSON; where an organisation publishes nothing there is no page. */
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import { type Language, Refused } from '#kernel';
import { organisationBySlug } from '#organisations/work';
import { publishedPage, publishedStyle } from './page.ts';
import { publishedBy } from './work.ts';

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${sha256(publishedStyle).toString('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'max-age=300',
  'X-Content-Type-Options': 'nosniff',
};

function spoken(c: Ask): Language {
  const asked = c.req.query('lang');
  if (asked === 'nl' || asked === 'en') return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return first === undefined || first === 'nl' ? 'nl' : 'en';
}

async function published(c: Ask) {
  const world = c.get('world');
  const org = await organisationBySlug(world, c.req.param('slug'));
  const found = await world.db.in(org, publishedBy);
  if (!found) throw new Refused('request.not-found');
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return found;
}

/** `/o/SLUG/reseller-letter` and `/o/SLUG/reseller-letter.json`. */
export function pages(): Api {
  const app = newApi();
  app.get('/o/:slug/reseller-letter', async (c) => c.html(publishedPage(spoken(c), await published(c))));
  app.get('/o/:slug/reseller-letter.json', async (c) => c.json(await published(c)));
  return app;
}

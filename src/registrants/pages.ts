/** The public part of the register over HTTP, without log-in: `/o/SLUG/rdap/domain/NAME`, and the policy as a page. */
import { houseOf } from '#correspondence/store';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import { type Id, type Language, Refused } from '#kernel';
import { organisationBySlug } from '#organisations/work';
import { policyPage, policyPageStyle } from './page.ts';
import { rdapDomain } from './rdap.ts';
import { domainOf } from './registration.ts';
import { policyOf, publicRegistration } from './work.ts';

const rdapHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'application/rdap+json',
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=300',
  'X-Content-Type-Options': 'nosniff',
};
const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${sha256(policyPageStyle).toString('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

function spoken(c: Ask): Language {
  const asked = c.req.query('lang');
  if (asked === 'nl' || asked === 'en') return asked;
  const first = /^\s*([a-z]{2})/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase();
  return first === undefined || first === 'nl' ? 'nl' : 'en';
}
async function houseBehind(c: Ask): Promise<Id<'org'> | undefined> {
  try {
    return await organisationBySlug(c.get('world'), c.req.param('slug'));
  } catch (cause) {
    if (cause instanceof Refused) return undefined;
    throw cause;
  }
}
/** An answer of RDAP: errors too are JSON (RFC 9083 §6). */
const rdap = (c: Ask, status: 200 | 400 | 404, what: Readonly<Record<string, unknown>>): Response =>
  new Response(c.req.method === 'HEAD' ? null : JSON.stringify(what), { status, headers: rdapHeaders });
const fault = (c: Ask, errorCode: 400 | 404, title: string) =>
  rdap(c, errorCode, { rdapConformance: ['rdap_level_0'], errorCode, title });

/** The routes of the public part. Of a name that is not ours and of an organisation that is not there one hears the same. */
export function pages(): Api {
  const app = newApi();
  app.get('/o/:slug/rdap/domain/:name', async (c) => {
    const world = c.get('world');
    const name = c.req.param('name') ?? '';
    const domain = domainOf(name);
    if (!domain) return fault(c, 400, 'That is no domain name.');
    const org = await houseBehind(c);
    const found = org ? await world.db.in(org, (tx) => publicRegistration(world, tx, domain)) : undefined;
    if (!found) return fault(c, 404, 'No registration of this name is kept here.');
    const base = `${world.publicUrl.replace(/\/$/, '')}/o/${encodeURIComponent(c.req.param('slug') ?? '')}`;
    return rdap(c, 200, rdapDomain(found, `${base}/rdap/domain/${found.domain}`, `${base}/registration-policy`));
  });
  app.get('/o/:slug/registration-policy', async (c) => {
    const org = await houseBehind(c);
    if (!org) throw new Refused('request.not-found');
    const world = c.get('world');
    const house = await world.db.in(org, houseOf);
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
    return c.html(policyPage(spoken(c), house.name, await policyOf()));
  });
  return app;
}

/** Public pages of transparency reports over HTTP: no log-in, no script; every version stays (Implementing Regulation (EU) 2024/2835). */
import { houseOf } from '#correspondence/store';
import { sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Api, type Ask, newApi } from '#io/http';
import type { World } from '#io/world';
import { type Id, type Language, Refused } from '#kernel';
import { reportPage, reportStyle, reportsPage } from './page.ts';
import type { ReportTable } from './parts.ts';
import { reportLine } from './showing.ts';
import { partsOf, publishedReports } from './store.ts';
import { tablesNow } from './work.ts';

const styleHash = sha256(reportStyle).toString('base64');
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

async function inHouse<T>(world: World, slug: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const [found] = await world.db.door((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids() where slug = ${slug}`),
  );
  if (!found) throw new Refused('request.not-found');
  return world.db.in(found.organisation_id, work);
}

const languageOf = (c: Ask): Language => {
  const asked = c.req.query('lang');
  if (asked === 'nl' || asked === 'en') return asked;
  return /^\s*en/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'nl';
};

function page(c: Ask, text: string): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.html(text);
}

/** Rows with a figure other than nothing, and only the columns that then say something. */
function forPeople(t: ReportTable): { name: string; header: string[]; rows: string[][] } {
  const rows = t.rows.filter((row) =>
    row.some((cell) => cell.of !== undefined && cell.text !== '' && cell.text !== '0'),
  );
  const labels = [
    'Category of illegal content',
    "Category of incompatibility with the provider's terms and conditions",
    'Scope',
    'Indicator',
    'Section',
    'Basis',
  ];
  const kept = t.header
    .map((h, i) => ({ h, i }))
    .filter(
      ({ h, i }) =>
        labels.includes(h) ||
        h.startsWith('Description of') ||
        rows.some((row) => row[i]?.of !== undefined && row[i]?.text !== '0' && row[i]?.text !== ''),
    );
  return {
    name: t.part,
    header: kept.map((k) => k.h),
    rows: rows.map((row) => kept.map((k) => row[k.i]?.text ?? '')),
  };
}

export function pages(): Api {
  const app = newApi();
  app.get('/o/:slug/transparency', async (c) => {
    const slug = c.req.param('slug');
    const text = await inHouse(c.get('world'), slug, async (tx) =>
      reportsPage(
        languageOf(c),
        { ...(await houseOf(tx)), brand: null },
        `/o/${slug}/transparency`,
        (await publishedReports(tx)).map(reportLine),
      ),
    );
    return page(c, text);
  });
  app.get('/o/:slug/transparency/:id', async (c) => {
    const { slug, id } = c.req.param();
    const world = c.get('world');
    const text = await inHouse(world, slug, async (tx) => {
      const r = (await publishedReports(tx)).find((x) => x.id === id);
      if (!r) throw new Refused('request.not-found');
      const files = await partsOf(tx, r.id);
      const house = { ...(await houseOf(tx)), brand: null };
      const { tables } = await tablesNow(world, tx, r);
      return reportPage(
        languageOf(c),
        house,
        `/o/${slug}/transparency/${r.id}`,
        reportLine(r),
        files.map((f) => ({ name: f.name, sha256: f.sha256.toString('hex'), size: f.bytes.length })),
        tables.map(forPeople),
      );
    });
    return page(c, text);
  });
  app.get('/o/:slug/transparency/:id/:name', async (c) => {
    const { slug, id, name } = c.req.param();
    const found = await inHouse(c.get('world'), slug, async (tx) => {
      const r = (await publishedReports(tx)).find((x) => x.id === id);
      return r ? (await partsOf(tx, r.id)).find((p) => p.name === name) : undefined;
    });
    if (!found) throw new Refused('request.not-found');
    return c.body(Buffer.from(found.bytes).toString(), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

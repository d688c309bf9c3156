/** delegated-extended files of the registries: which resources each holder has, with the day of the file itself. */
import { z } from 'zod';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { linesOf } from '../reading/lines.ts';
import { addressAfter, Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Countries (two letters) that are taken; all where none is named. */
    countries: z.array(z.string().regex(/^[A-Za-z]{2}$/)).default([]),
    /** Opaque ids of holders that are taken; all where none is named. */
    holders: z.array(z.string().max(80)).default([]),
    /** Opaque ids that are the organisation itself. */
    own_holders: z.array(z.string().max(80)).default([]),
    most: z.number().int().min(1).max(2_000_000).default(500_000),
  })
  .strict();
type Options = z.infer<typeof options>;

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const o = r.options;
  const s = new Stating();
  const countries = new Set(o.countries.map((c) => c.toUpperCase()));
  const promised = new Map<string, number>();
  const counted = new Map<string, number>();
  let header = false;
  let taken = 0;
  let number = 0;
  for await (const line of linesOf(text)) {
    number++;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const f = line.split('|').map((x) => x.trim());
    if (!header) {
      // 2|ripencc|20261119|records|19830705|20261118|+0200
      if (!/^2(\.\d)?$/.test(f[0] ?? '') || f.length < 6)
        throw new Unreadable('no delegated file: its first line is no version line');
      const day = /^(\d{4})(\d\d)(\d\d)$/.exec(f[5] ?? '');
      if (day) s.asOf = Temporal.PlainDate.from(`${day[1]}-${day[2]}-${day[3]}`).toZonedDateTime('UTC').toInstant();
      header = true;
      continue;
    }
    if (f[5] === 'summary') {
      promised.set(f[2] ?? '', Number(f[4]));
      continue;
    }
    const [, country = '', type = '', start = '', value = '', , status = '', holder = ''] = f;
    counted.set(type, (counted.get(type) ?? 0) + 1);
    if (status !== 'allocated' && status !== 'assigned') continue;
    if (countries.size > 0 && !countries.has(country.toUpperCase())) continue;
    if (o.holders.length > 0 && !o.holders.includes(holder)) continue;
    if (++taken > o.most) throw new Unreadable(`more than ${o.most} rows: name your countries or holders`);
    const where = `line ${number}`;
    if (holder === '') {
      s.problem(where, 'no_holder');
      continue;
    }
    const own = o.own_holders.includes(holder);
    if (!own)
      s.party({
        reference: holder,
        kind: 'legal',
        ...(/^[A-Z]{2}$/i.test(country) && country.toUpperCase() !== 'ZZ' ? { country: country.toLowerCase() } : {}),
      });
    const h = { where, holder: own ? null : holder };
    if (type === 'ipv4') s.range(start, addressAfter(start, Number(value)), h);
    else if (type === 'ipv6') s.prefix(`${start}/${value}`, h);
    else if (type === 'asn')
      for (let n = 0; n < Math.min(Number(value) || 1, 65_536); n++) s.asn(String(Number(start) + n), h);
    else s.problem(where, 'not_read');
  }
  if (!header) throw new Unreadable('an empty file');
  // The summary says how many rows there should be: a file that was cut says fewer.
  for (const [type, count] of promised)
    if ((counted.get(type) ?? 0) < count)
      throw new Unreadable(`${counted.get(type) ?? 0} rows of ${type} where the summary promises ${count}`);
  return s.done();
}

export default inventoryKind<Options>({
  id: 'delegated',
  title: 'delegated-extended (RIR)',
  spec: 'https://www.apnic.net/about-apnic/corporate-documents/documents/resource-guidelines/rir-statistics-exchange-format/',
  help: {
    nl: 'Het bestand delegated-ripencc-extended-latest of dat van een ander register: wie welke blokken heeft, zonder namen.',
    en: 'The file delegated-ripencc-extended-latest or that of another registry: who has which blocks, without names.',
  },
  tells: 'state',
  layer: 'registry',
  reach: 'file',
  options,
  readText,
});

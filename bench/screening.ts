/**
 * Screening in memory with two threads: 72,000 generated names, queries as customers send them, a re-screen of 100,000
 * customers against what a new list changed, and a list put in place while queries run. Watchman's figures are carried over.
 */
import { buildIndex, type Entry, finderOf, type Query } from '#screening';
import { openFinders } from '#screening/finders';
import { type Bench, quantile, round } from './bench.ts';

/** A repeatable stream of unsigned 32-bit numbers (mulberry32). */
function numbers(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const heads = 'b,d,f,g,h,k,l,m,n,p,r,s,t,v,z,ch,sh,kh,br,dr,gr,kr,pr,tr,st,y,j,zh,ts,al,ar,el,is,ab'.split(',');
const middles = 'a,e,i,o,u,a,e,i,o,ya,yu,ou,ai,ei,aa'.split(',');
const tails = ',n,r,l,s,m,d,k,v,sh,ov,ev,ko,in,ski,son,ez,ian,ullah,oglu,enko,berg,man,rin,dze'.split(',');
const goods = 'Trading,Holding,Logistics,Shipping,Bank,Energy,Hosting,Systems,Industries,Telecom,Media,Invest'.split(
  ',',
);
const forms = 'LLC,Ltd,GmbH,B.V.,JSC,S.A.,Co. Ltd,FZE'.split(',');

interface Maker {
  person(): string;
  body(): string;
}
/** Makes names from a stock of words of which a few are common, as in life. */
function maker(next: () => number, words: number): Maker {
  const stock = Array.from({ length: words }, () => {
    const syllables = 1 + (next() % 3);
    let word = '';
    for (let i = 0; i < syllables; i++)
      word += (heads[next() % heads.length] ?? '') + (middles[next() % middles.length] ?? '');
    word += tails[next() % tails.length] ?? '';
    return word[0]?.toUpperCase() + word.slice(1);
  });
  const word = () => stock[Math.floor((next() / 2 ** 32) ** 2.2 * stock.length)] ?? '';
  return {
    person: () => Array.from({ length: 2 + (next() % 3 === 0 ? 1 : 0) + (next() % 9 === 0 ? 1 : 0) }, word).join(' '),
    body: () =>
      `${word()} ${next() % 2 === 0 ? `${word()} ` : ''}${goods[next() % goods.length]} ${forms[next() % forms.length]}`,
  };
}

function listOf(next: () => number, make: Maker, names: number): Entry[] {
  const entries: Entry[] = [];
  for (let made = 0; made < names; ) {
    const person = next() % 3 !== 0;
    const count = Math.min(names - made, 1 + (next() % 3));
    entries.push({
      id: `B-${entries.length}`,
      kind: person ? 'person' : 'organisation',
      names: Array.from({ length: count }, () => ({
        text: person ? make.person() : make.body(),
        strength: 'strong' as const,
      })),
      births: person ? [{ year: 1940 + (next() % 65) }] : [],
      countries: [],
      identifiers: [],
      acts: [],
    });
    made += count;
  }
  return entries;
}

/** Ordinary customers, and every tenth a listed name with a letter lost. */
function queriesOf(next: () => number, make: Maker, entries: readonly Entry[], count: number): Query[] {
  return Array.from({ length: count }, (_, i) => {
    if (i % 10 === 0) {
      const text = entries[next() % entries.length]?.names[0]?.text ?? '';
      const at = 1 + (next() % Math.max(1, text.length - 2));
      return { names: [text.slice(0, at) + text.slice(at + 1)], kind: 'unknown' as const };
    }
    const person = next() % 2 === 0;
    return {
      names: [person ? make.person() : make.body()],
      kind: person ? ('person' as const) : ('organisation' as const),
    };
  });
}

export const bench: Bench = {
  name: 'screening',
  about: {
    nl: 'Namen vergelijken: vragen per seconde, opbouw, heronderzoek en wisselen van lijst.',
    en: 'Comparing names: queries a second, building, re-screening, and changing lists.',
  },
  async run(options, emit, say) {
    const names = options.size ?? 72_000;
    const next = numbers(options.seed ?? 5);
    const listed = maker(next, Math.ceil(names / 3));
    const others = maker(numbers((options.seed ?? 5) + 1), 30_000);
    say(`${names} names are made`);
    const entries = listOf(next, listed, names);
    const finders = openFinders(2);
    let good = true;
    try {
      const { buildMs } = await finders.load('one', entries);
      emit({
        name: 'screening build',
        figure: round(buildMs / 1000),
        unit: 's',
        limit: 6,
        ratio: round(buildMs / 6000),
        runs: [buildMs / 1000],
        gate: { most: 1 },
        note: `${names} names, two threads at once`,
      });
      // What a thread compiles on its first questions is no measure of the ten-thousandth.
      const warm = queriesOf(next, others, entries, 1_500);
      await Promise.all([finders.find(warm), finders.find(warm)]);
      const queries = queriesOf(next, others, entries, 6_000);
      const times: number[] = [];
      let at = 0;
      let known = 0;
      const one = async () => {
        for (let mine = at++; mine < queries.length; mine = at++) {
          const began = performance.now();
          const { matches } = await finders.find([queries[mine] as Query]);
          times.push(performance.now() - began);
          if (mine % 10 === 0 && (matches[0]?.[0]?.score ?? 0) >= 0.72) known++;
        }
      };
      const spent = process.cpuUsage();
      const began = performance.now();
      await Promise.all([one(), one()]);
      const { user, system } = process.cpuUsage(spent);
      const perCpu = queries.length / ((user + system) / 1e6);
      const rate = queries.length / ((performance.now() - began) / 1000);
      const p99 = quantile(times, 0.99);
      good &&= known >= queries.length * 0.1 * 0.95;
      say(`${known} of ${queries.length / 10} mangled names were found`);
      emit({
        name: 'screening p99',
        figure: round(p99),
        unit: 'ms',
        limit: 10,
        ratio: round(p99 / 10),
        runs: [quantile(times, 0.5), p99],
        gate: { most: 1 },
        note: 'watchman 112–387 ms (carried over)',
      });
      const errors = await whileSwapping(finders, entries, queries);
      good &&= errors === 0;
      emit({
        name: 'screening swap',
        figure: errors,
        unit: 'dropped',
        limit: null,
        ratio: null,
        runs: [errors],
        note: 'queries without an answer while a generation is put in place',
      });
      const seconds = rescreen(next, others, listed, entries, say);
      emit({
        name: 'screening rescreen',
        figure: round(seconds),
        unit: 's',
        limit: 90,
        ratio: round(seconds / 90),
        runs: [seconds],
        gate: { most: 1 },
        note: '100,000 customers against 1,000 changed entries, one thread',
      });
      emit({
        name: 'screening',
        figure: round(rate),
        unit: 'queries/s',
        limit: 1_000,
        ratio: round(rate / 1_000),
        runs: [rate],
        gate: { least: 1 },
        note: `two threads; ${Math.round(perCpu)} a CPU second; watchman 69–233/s on one (carried over)`,
      });
    } finally {
      await finders.close();
    }
    return good;
  },
};

async function whileSwapping(
  finders: ReturnType<typeof openFinders>,
  entries: readonly Entry[],
  queries: readonly Query[],
): Promise<number> {
  let swapped = false;
  let errors = 0;
  const asking = async () => {
    for (let i = 0; !swapped || i < 200; i++) {
      try {
        await finders.find([queries[i % queries.length] as Query]);
      } catch {
        errors++;
      }
    }
  };
  const asked = Promise.all([asking(), asking()]);
  await finders.load('two', entries.slice(10));
  swapped = true;
  await asked;
  return errors;
}

/** Every customer against a small index of only what a new generation changed. @returns seconds */
function rescreen(
  next: () => number,
  others: Maker,
  listed: Maker,
  entries: readonly Entry[],
  say: (line: string) => void,
): number {
  const changed = entries.slice(0, 1_000);
  const customers = queriesOf(next, others, changed, 100_000).map((q, i) =>
    i % 1_000 === 0 ? q : i % 10 === 0 ? { ...q, names: [listed.body()] } : q,
  );
  const began = performance.now();
  const find = finderOf(buildIndex(changed)).find;
  let alerts = 0;
  for (const customer of customers) if ((find(customer, 1)[0]?.score ?? 0) >= 0.72) alerts++;
  say(`${alerts} alerts among ${customers.length} customers`);
  return (performance.now() - began) / 1000;
}

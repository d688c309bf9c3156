/**
 * Reports in words: fits the weights of `src/formats/text/weights.ts` on the reports whose accused were written down first, and says
 * how well weights do that were fitted without the set they are asked about. Each mail is read twice: as it was written, and with its
 * prose broken at 72 columns. `--out FOLDER` writes the weights fitted on all sets.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTime } from '#kernel';
import { newReading } from '../src/formats/asking/context.ts';
import { weighedIn } from '../src/formats/free_text.ts';
import { openMail } from '../src/formats/mail/unit.ts';
import { evidenceOf } from '../src/formats/text/weigh.ts';
import type { Bench } from './bench.ts';

const folder = join(import.meta.dirname, '../src/formats/text/unseen');
/** What pulls a weight towards nought; words met less often than this have none. */
const pull = 1;
const fewest = 4;
const steps = 1500;

interface Sample {
  readonly mail: string;
  /** 0 as written, 1 broken at 72 columns. */
  readonly variant: number;
  readonly ip: string;
  readonly names: readonly string[];
  readonly accused: boolean;
}

/** Prose broken at 72 columns, as many mail programs do; rows of logs and headers are left whole. */
const rewrapped = (text: string) =>
  text
    .split('\n')
    .map((l) =>
      l.length > 76 && !/^\s|^[A-Z][\w-]+: |\t|\|| {3}|^\S+ \S+ \S+ \[|^\{|=\S+ \w+=/.test(l)
        ? l.replace(/(.{50,72})\s/g, '$1\n')
        : l,
    )
    .join('\n');

function samplesOf(set: string): Sample[] {
  const reading = newReading({});
  const out: Sample[] = [];
  const pieces = readdirSync(join(folder, set))
    .sort()
    .map((f) => readFileSync(join(folder, set, f), 'utf8'))
    .join('')
    .split(/^##### /m)
    .slice(1);
  for (const piece of pieces) {
    const [, name = '', list = ''] = /^(\S+) accused: ([^;\n]+)/.exec(piece) ?? [];
    const accused = list.split(',').map((a) => a.trim().replace(/\/.*/, ''));
    const mail = piece.slice(piece.indexOf('\n') + 1);
    const cut = mail.indexOf('\n\n');
    const head = mail.slice(0, cut);
    const type = /^content-type:/im.test(head) ? '' : 'Content-Type: text/plain; charset=utf-8\n';
    const more = `To: abuse@hoster.example\nDate: Wed, 04 Nov 2026 11:00:00 +0000\n${type}Content-Transfer-Encoding: 8bit\n`;
    for (const [variant, body] of [mail.slice(cut), rewrapped(mail.slice(cut))].entries()) {
      const { unit } = openMail(new TextEncoder().encode(`${more}${head}${body}`), (t) => readTime(t));
      const all = weighedIn(unit, reading);
      for (const one of all)
        out.push({
          mail: `${set}/${name}`,
          variant,
          ip: one.name,
          names: [...evidenceOf(one, all)],
          accused: accused.includes(one.name),
        });
    }
  }
  return out;
}

type Weights = ReadonlyMap<string, number>;
const likely = (weights: Weights, names: readonly string[]) =>
  1 / (1 + Math.exp(-names.reduce((n, x) => n + (weights.get(x) ?? 0), weights.get('base') ?? 0)));

/** Logistic regression, by gradient descent with momentum: the same every time. */
function fit(samples: readonly Sample[]): Weights {
  const weights = new Map<string, number>([['base', 0]]);
  const count = new Map<string, number>();
  for (const s of samples) for (const n of s.names) count.set(n, (count.get(n) ?? 0) + 1);
  for (const [n, c] of count) if (c >= fewest) weights.set(n, 0);
  const speed = new Map<string, number>();
  for (let step = 0; step < steps; step++) {
    const slope = new Map<string, number>();
    for (const s of samples) {
      const off = likely(weights, s.names) - (s.accused ? 1 : 0);
      for (const n of ['base', ...s.names]) if (weights.has(n)) slope.set(n, (slope.get(n) ?? 0) + off);
    }
    for (const [n, w] of weights) {
      const pulled = n === 'base' ? 0 : pull * w;
      const v = 0.9 * (speed.get(n) ?? 0) - (0.3 * ((slope.get(n) ?? 0) + pulled)) / samples.length;
      speed.set(n, v);
      weights.set(n, w + v);
    }
  }
  return weights;
}

export const bench: Bench = {
  name: 'words',
  about: {
    nl: 'Meldingen in woorden: gewichten, gevraagd naar een set die zij niet kennen',
    en: 'Reports in words: weights, asked about a set they do not know',
  },
  async run(options, emit, say) {
    const sets = readdirSync(folder).sort();
    const samples = new Map(sets.map((s) => [s, samplesOf(s)]));
    const runs: number[] = [];
    const total = { whole: 0, mails: 0, wrong: 0, named: 0 };
    for (const held of sets) {
      say(`fitting without the ${held} set`);
      const weights = fit(sets.filter((s) => s !== held).flatMap((s) => samples.get(s) ?? []));
      const mails = Map.groupBy(samples.get(held) ?? [], (s) => `${s.mail} ${s.variant}`);
      let whole = 0;
      for (const list of mails.values()) {
        const taken = list.filter((s) => likely(weights, s.names) >= 0.5);
        if (list.every((s) => !s.accused || taken.includes(s))) whole++;
        total.wrong += taken.filter((s) => !s.accused).length;
        total.named += taken.length;
      }
      total.whole += whole;
      total.mails += mails.size;
      runs.push(whole / mails.size);
      emit({
        name: `words.${held}`,
        figure: whole,
        unit: 'mails with all accused',
        limit: mails.size,
        ratio: whole / mails.size,
        runs: [],
      });
    }
    emit({
      name: 'words.strangers',
      figure: total.wrong,
      unit: 'addresses taken that nobody accused, by weights alone',
      limit: total.named,
      ratio: total.wrong / total.named,
      runs: [],
    });
    if (options.out) {
      const all = fit([...samples.values()].flat());
      const kept = [...all].filter(([, w]) => Math.abs(w) >= 0.05).map(([n, w]) => [n, Math.round(w * 100) / 100]);
      writeFileSync(join(options.out, 'weights.json'), `${JSON.stringify(Object.fromEntries(kept.sort()), null, 2)}\n`);
    }
    emit({
      name: 'words',
      figure: total.whole,
      unit: 'mails with all accused, by weights fitted without their set',
      limit: total.mails,
      ratio: total.whole / total.mails,
      runs,
    });
  },
};

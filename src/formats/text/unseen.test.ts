/**
 * Reports in words that were written apart from the rules and from the generator: many styles of desk in 22 languages, with
 * victims, relays, name servers and signatures beside the accused. Who is accused was written down first; what is found is
 * compared with it, and the figures are printed. Of the last three sets the figures of the first sight stand in docs/figures.md.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import type { Reading } from '../format.ts';
import { openMail } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';

const formats = await loadFormats();
const folder = join(import.meta.dirname, 'unseen');

interface Written {
  readonly name: string;
  /** Addresses and networks; `host:NAME` where only a site is accused. */
  readonly accused: readonly string[];
  /** Sites that are accused with them, and may be named. */
  readonly sites: readonly string[];
  readonly raw: string;
}

const listed = (text: string) =>
  text
    .split(',')
    .map((a) => a.trim())
    .filter((a) => a !== '');

/** The mails of a set: `##### name accused: a, b; sites: c`, then header and body. What a header lacks is completed. */
function mailsOf(set: string): Written[] {
  return readdirSync(join(folder, set))
    .sort()
    .map((file) => readFileSync(join(folder, set, file), 'utf8'))
    .join('')
    .split(/^##### /m)
    .slice(1)
    .map((piece) => {
      const end = piece.indexOf('\n');
      const [, name = '', accused = '', sites = ''] =
        /^(\S+) accused: ([^;]+)(?:; sites: (.+))?$/.exec(piece.slice(0, end)) ?? [];
      const mail = piece.slice(end + 1);
      const head = mail.slice(0, mail.indexOf('\n\n'));
      const more = [
        'To: abuse@hoster.example',
        'Date: Wed, 04 Nov 2026 11:00:00 +0000',
        ...(/^content-type:/im.test(head) ? [] : ['Content-Type: text/plain; charset=utf-8']),
        'Content-Transfer-Encoding: 8bit',
      ];
      return {
        name,
        accused: listed(accused),
        sites: listed(sites).map((h) => `host:${h}`),
        raw: `${more.join('\n')}\n${mail}`,
      };
    });
}

function read(raw: string, reading: Reading): Finding[] {
  const { unit } = openMail(new TextEncoder().encode(raw), (t) => readTime(t));
  const findings: Finding[] = [];
  const outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f));
  if (outcome.end === 'manual') readMailUnit(unit, formats, reading, (f) => findings.push(f), true);
  return findings;
}

const named = (f: Finding) => f.ip ?? f.prefix ?? `host:${f.host}`;

/** Over all sets so far. */
const all = { findings: 0, wrong: 0 };
const alone = newReading({});
const owning = newReading({ own: { prefixes: ['192.0.2.0/24', '2001:db8:1::/48'], domains: [] } });
for (const [set, name, reading] of [
  ['first', 'without own prefixes', alone],
  ['first', 'with own prefixes', owning],
  ['second', 'without own prefixes', alone],
  ['second', 'with own prefixes', owning],
  ['third', 'without own prefixes', alone],
  ['third', 'with own prefixes', owning],
  ['fourth', 'without own prefixes', alone],
  ['fourth', 'with own prefixes', owning],
  ['fifth', 'without own prefixes', alone],
  ['fifth', 'with own prefixes', owning],
  ['sixth', 'without own prefixes', alone],
  ['sixth', 'with own prefixes', owning],
  ['seventh', 'without own prefixes', alone],
  ['seventh', 'with own prefixes', owning],
] as const)
  test(`of the ${set} reports written apart from the rules, ${name}, nearly all accused are found and hardly anybody else`, () => {
    const mails = mailsOf(set);
    let whole = 0;
    let findings = 0;
    let wrong = 0;
    for (const mail of mails) {
      const found = read(mail.raw, reading);
      const names = new Set(found.map(named));
      const may = [...mail.accused, ...mail.sites];
      const strangers = [...names].filter((n) => !may.includes(n));
      const missed = mail.accused.filter((n) => !names.has(n));
      if (missed.length === 0) whole++;
      findings += found.length;
      wrong += found.filter((f) => !may.includes(named(f))).length;
      if (process.env.BEZEM_WORDS_SHOW && missed.length + strangers.length > 0)
        console.log(
          `    ${mail.name}: missed ${missed.join(', ') || 'none'}; strangers ${strangers.join(', ') || 'none'}`,
        );
    }

    console.log(
      `  unseen words, ${set} set, ${name}: all accused in ${whole} of ${mails.length} (${((100 * whole) / mails.length).toFixed(1)} %); ${wrong} of ${findings} findings on another`,
    );
    assert.ok(whole / mails.length >= 0.85, `${whole} of ${mails.length}`);
    all.findings += findings;
    all.wrong += wrong;
    assert.ok(all.wrong / all.findings <= 0.01, `${all.wrong} of ${all.findings}`);
  });

/** `bezem onboarding …`: begin, look, check, pay in, decide, campaigns and what-if. */
import { readFile } from 'node:fs/promises';
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { campaignActs, campaignStateWords, newCampaign } from './campaign.ts';
import { verdictWords } from './check.ts';
import { actWords, onboardingActs, stateWords } from './life.ts';
import { tierWords } from './risk.ts';
import type { OnboardingShape } from './shapes.ts';
import { statementShape } from './statement.ts';
import {
  actOnCampaign,
  actOnOnboarding,
  addCampaign,
  checkAgain,
  decideConsequence,
  importStatement,
  isCheckId,
  type OnboardingHands,
  onboardingsPage,
  overview,
  recordCheck,
  recordsOfParty,
  rowOf,
  showCampaign,
  showCampaigns,
  showOnboarding,
  startOnboarding,
  whatIfReport,
} from './work.ts';

interface Asked {
  readonly words: readonly string[];
  readonly text: (flag: string) => string | undefined;
  readonly has: (flag: string) => boolean;
}
/** A command of this room: flags read, then done. `words` is how many it needs. */
function command(
  name: string,
  summary: Command['summary'],
  usage: string,
  words: number,
  flags: readonly string[],
  run: (asked: Asked, output: Output, inside: Inside) => Promise<number>,
): Command {
  return {
    name: `onboarding ${name}`,
    summary,
    usage: `onboarding ${usage}`,
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, flags, ['json']);
      if (typeof read === 'string' || read.words.length < words) {
        if (typeof read === 'string') output.err(read);
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const text = (flag: string) => {
        const value = read.flags.get(flag);
        return typeof value === 'string' ? value : undefined;
      };
      return run({ words: read.words, text, has: (f) => read.flags.has(f) }, output, await inside());
    },
  };
}

function lines(o: OnboardingShape, language: Output['language']): string[] {
  const nl = language === 'nl';
  return [
    `${o.number ?? o.id}  ${o.party_reference}  ${o.party_name ?? ''}  ${stateWords[o.state as keyof typeof stateWords][language]}`,
    ...(o.complete
      ? [
          `  ${o.complete.known} ${nl ? 'van' : 'of'} ${o.complete.of} ${nl ? 'bekend' : 'known'}${o.complete.missing.length > 0 ? `; ${nl ? 'ontbreekt' : 'missing'}: ${o.complete.missing.join(', ')}` : ''}`,
        ]
      : []),
    ...o.checks.map(
      (c) =>
        `  ${c.check.padEnd(4)} ${c.title[language]}: ${verdictWords[c.standing][language]}${c.reasons.length > 0 ? ` (${c.reasons.map((r) => r.words[language]).join('; ')})` : ''}`,
    ),
    ...o.payments.map(
      (p) =>
        `  ${p.booked_on}  ${(p.amount_cents / 100).toFixed(2)} ${p.currency}  ${p.method}  ${p.payer ?? '?'}  ${p.verdict}`,
    ),
    `  ${nl ? 'risico' : 'risk'}: ${tierWords[o.tier][language]}, ${o.risk.total} ${nl ? 'punten' : 'points'}`,
    ...o.risk.stops.map((s) => `   ! ${s.words[language]}`),
    ...o.risk.lines.map((l) => `   +${l.points}  ${l.words[language]}`),
    ...o.proposals
      .filter((p) => p.decided_at === null)
      .map((p) => `  ${nl ? 'voorgesteld' : 'proposed'}: ${p.outcome} (${p.because.join(', ')})`),
    `  ${nl ? 'u kunt' : 'you may'}: ${o.may.map((a) => `${a} (${actWords[a][language]})`).join(', ') || '–'}`,
  ];
}
const tell = (o: OnboardingShape, asked: Asked, output: Output) => {
  if (asked.has('json')) output.out(JSON.stringify(o));
  else for (const line of lines(o, output.language)) output.out(line);
  return 0;
};

/** Commands of this room. @param hands what other rooms of judgement answer */
export function onboardingCommands(hands: () => Promise<OnboardingHands>): readonly Command[] {
  return [
    command(
      'start',
      {
        nl: 'Begint met leren kennen van een klant, uit een JSON-bestand',
        en: 'Begins to know a customer, from a JSON file',
      },
      'start FILE [--party ID] [--order NUMBER] [--pack PACK] [--json]',
      1,
      ['party', 'order', 'pack'],
      async (a, output, { world, organisation, actor }) => {
        const read = statementShape.safeParse(JSON.parse(await readFile(a.words[0] ?? '', 'utf8')));
        if (!read.success)
          throw new Refused(
            'request.invalid',
            read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
          );
        const [party, order, pack] = [a.text('party'), a.text('order'), a.text('pack')];
        const done = await startOnboarding(world, organisation, actor, {
          statement: read.data,
          via: 'desk',
          ...(party ? { party } : {}),
          ...(order ? { order } : {}),
          ...(pack ? { pack } : {}),
        });
        if (a.has('json'))
          output.out(JSON.stringify({ id: done.id, number: done.number, reference: done.reference, page: done.page }));
        else output.out(`${done.number}  ${done.reference}  ${done.page}`);
        return 0;
      },
    ),
    command(
      'list',
      {
        nl: 'Klanten op weg door de poorten; eindigt met 3 als er een mens nodig is',
        en: 'Customers on the way through the gates; exits with 3 where a person is needed',
      },
      'list [--state waiting|all|STATE] [--limit N] [--json]',
      0,
      ['state', 'limit'],
      async (a, output, { world, organisation }) => {
        const limit = Number(a.text('limit') ?? 100);
        if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000)
          throw new Refused('request.invalid', '--limit: 1 to 10000');
        const found = await onboardingsPage(world, organisation, { state: a.text('state') ?? 'waiting', limit });
        if (a.has('json')) output.out(JSON.stringify({ items: found.map(rowOf) }));
        else
          for (const o of found)
            output.out(
              `${o.number ?? o.id}  ${stateWords[o.state][output.language]}  ${tierWords[o.tier][output.language]}  ${o.partyReference}  ${o.partyName ?? ''}  ${o.changedAt.toString().slice(0, 16)}Z`,
            );
        const { followed } = await overview(world, organisation);
        if (followed.alarm)
          output.err(
            output.language === 'nl'
              ? `! ${followed.followed} van ${followed.decided} voorstellen gevolgd in ${followed.days} dagen: kijkt er nog iemand zelf (HvJ EU C-634/21)?`
              : `! ${followed.followed} of ${followed.decided} proposals followed in ${followed.days} days: does anybody still look (CJEU C-634/21)?`,
          );
        return found.some((o) => o.forPerson > 0 || o.proposal !== null) || followed.alarm ? 3 : 0;
      },
    ),
    command(
      'show',
      {
        nl: 'Eén klant: verklaring en bewijs eerst, dan pas de punten',
        en: 'One customer: statement and evidence first, the points below',
      },
      'show ID [--json]',
      1,
      [],
      async (a, output, { world, organisation, actor }) =>
        tell(await showOnboarding(world, organisation, actor, a.words[0] ?? ''), a, output),
    ),
    command(
      'check',
      {
        nl: 'Doet alle controles opnieuw, of legt vast wat u zelf zag',
        en: 'Makes every check anew, or records what you saw yourself',
      },
      'check ID [K1…K17 pass|fail|not_applicable --reason TEXT [--how TEXT --level TEXT --on DATE]] [--json]',
      1,
      ['reason', 'how', 'level', 'on'],
      async (a, output, { world, organisation, actor }) => {
        const [id = '', check, verdict] = a.words;
        if (check === undefined) await checkAgain(world, organisation, actor, id, await hands());
        else {
          if (!isCheckId(check) || (verdict !== 'pass' && verdict !== 'fail' && verdict !== 'not_applicable'))
            throw new Refused('request.invalid', 'K1…K17 pass|fail|not_applicable');
          const how = a.text('how');
          await recordCheck(world, organisation, actor, id, check, {
            verdict,
            why: a.text('reason') ?? '',
            ...(how ? { seen: { how, level: a.text('level') ?? '', on: a.text('on') ?? '' } } : {}),
          });
        }
        return tell(await showOnboarding(world, organisation, actor, id), a, output);
      },
    ),
    command(
      'pay',
      {
        nl: 'Leest een bankafschrift (CAMT.053, MT940, CSV) en zoekt de klant bij elk kenmerk',
        en: 'Reads a bank statement (CAMT.053, MT940, CSV) and finds the customer of each reference',
      },
      'pay FILE [--json]',
      1,
      [],
      async (a, output, { world, organisation, actor }) => {
        const done = await importStatement(world, organisation, actor, await readFile(a.words[0] ?? ''), await hands());
        if (a.has('json')) output.out(JSON.stringify(done));
        else {
          output.out(
            output.language === 'nl'
              ? `${done.format}: ${done.lines} regels, ${done.matched} met een kenmerk van ons (${done.again} al bekend), ${done.forgotten} vergeten`
              : `${done.format}: ${done.lines} lines, ${done.matched} with a reference of ours (${done.again} known already), ${done.forgotten} forgotten`,
          );
          output.out(
            Object.entries(done.verdicts)
              .map(([v, n]) => `${v} ${n}`)
              .join('  '),
          );
        }
        return done.verdicts.CMTC + done.verdicts.NMTC + done.verdicts.NOAP > 0 ? 3 : 0;
      },
    ),
    command(
      'decide',
      {
        nl: 'Laat toe, stelt voor, weigert of stuurt terug, met een eigen reden',
        en: 'Admits, proposes, refuses or sends back, with a reason of your own',
      },
      `decide ID ${onboardingActs.filter((x) => x !== 'pass').join('|')} [--reason TEXT] [--json]`,
      2,
      ['reason'],
      async (a, output, { world, organisation, actor }) => {
        const [id = '', name] = a.words;
        const act = onboardingActs.find((x) => x === name);
        if (!act) throw new Refused('request.invalid', onboardingActs.join('|'));
        await actOnOnboarding(world, organisation, actor, id, act, a.text('reason') ?? '');
        return tell(await showOnboarding(world, organisation, actor, id), a, output);
      },
    ),
    command(
      'campaign',
      {
        nl: 'Campagnes over bestaande klanten: maken, starten, pauzeren, afronden, gevolgen beslissen',
        en: 'Campaigns over existing customers: make, start, pause, end, decide consequences',
      },
      'campaign [list | add --title TEXT --pack PACK [--batch N --term DAYS --remind DAYS --consequence none|restrict_orders|end_contract] | start|pause|end|drop ID | consequence ID follow|leave --reason TEXT] [--json]',
      0,
      ['title', 'pack', 'batch', 'term', 'remind', 'consequence', 'reason'],
      async (a, output, { world, organisation, actor }) => {
        const [what = 'list', id = '', how] = a.words;
        const act = campaignActs.find((x) => x === what);
        const number = (flag: string) => (a.text(flag) === undefined ? undefined : Number(a.text(flag)));
        if (what === 'add') {
          const read = newCampaign.safeParse({
            title: a.text('title'),
            pack: a.text('pack'),
            batch: number('batch'),
            term_days: number('term'),
            remind_days: number('remind'),
            consequence: a.text('consequence'),
          });
          if (!read.success)
            throw new Refused(
              'request.invalid',
              read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
            );
          const made = await showCampaign(
            world,
            organisation,
            actor,
            await addCampaign(world, organisation, actor, read.data),
          );
          output.out(a.has('json') ? JSON.stringify(made) : `${made.id}  ${made.title}  ${made.total}`);
          return 0;
        }
        if (what === 'consequence') {
          if (how !== 'follow' && how !== 'leave') throw new Refused('request.invalid', 'follow|leave');
          await decideConsequence(world, organisation, actor, id, how === 'follow', a.text('reason') ?? '');
          return 0;
        }
        if (act) await actOnCampaign(world, organisation, actor, id, act);
        else if (what !== 'list')
          throw new Refused('request.invalid', `list|add|${campaignActs.join('|')}|consequence`);
        const all = await showCampaigns(world, organisation, actor);
        const { consequences } = await overview(world, organisation);
        if (a.has('json')) output.out(JSON.stringify({ items: all, consequences }));
        else {
          for (const c of all)
            output.out(
              `${c.id}  ${campaignStateWords[c.state as keyof typeof campaignStateWords][output.language]}  ${c.title}  ${Object.entries(
                c.progress,
              )
                .map(([s, n]) => `${s} ${n}`)
                .join(', ')}`,
            );
          for (const p of consequences) output.out(`  ? ${p.id}  ${p.party_reference}  ${p.outcome}`);
        }
        return consequences.length > 0 ? 3 : 0;
      },
    ),
    command(
      'what-if',
      {
        nl: 'Wat een profiel zou betekenen voor de klanten van een moment: wie zakt, uren werk, wie het raakt',
        en: 'What a profile would mean for the customers of a moment: who fails, hours of work, who is hit',
      },
      'what-if PACK [--at TIME] [--json]',
      1,
      ['at'],
      async (a, output, { world, organisation }) => {
        const at = a.text('at');
        const r = await whatIfReport(world, organisation, a.words[0] ?? '', at ? Temporal.Instant.from(at) : undefined);
        if (a.has('json')) output.out(JSON.stringify(r));
        else {
          const nl = output.language === 'nl';
          output.out(`${r.title[output.language]} [${r.mark}]  ${r.at}`);
          output.out(
            nl
              ? `${r.customers} klanten: ${r.meets} voldoen, ${r.incomplete} onvolledig, ${r.fails} zakken; ${r.hours} uur werk; resellers ${r.resellers_hit}, personen ${r.persons_hit}`
              : `${r.customers} customers: ${r.meets} meet it, ${r.incomplete} incomplete, ${r.fails} fail; ${r.hours} hours of work; resellers ${r.resellers_hit}, persons ${r.persons_hit}`,
          );
          for (const c of r.by_check)
            output.out(
              `  ${c.check.padEnd(4)} ${nl ? 'open' : 'open'} ${c.open}  ${nl ? 'niet in orde' : 'fail'} ${c.fail}  ${Math.round(c.minutes / 6) / 10} ${nl ? 'uur' : 'hours'}`,
            );
        }
        return 0;
      },
    ),
    command(
      'export',
      {
        nl: 'Alles wat is vastgelegd om een klant te kennen, voor een inzageverzoek (AVG art. 15)',
        en: 'Everything recorded to know a customer, for a request of access (GDPR art. 15)',
      },
      'export PARTY',
      1,
      [],
      async (a, output, { world, organisation, actor }) => {
        output.out(
          JSON.stringify({ items: await recordsOfParty(world, organisation, actor, a.words[0] ?? '') }, null, 2),
        );
        return 0;
      },
    ),
  ];
}

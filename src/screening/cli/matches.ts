/** `bezem match …`: the queue of matches, one with its evidence, and what a person decides. */
import { type Command, readFlags } from '#io/command';
import { isMatchAct, matchActs, stateWords } from '../life.ts';
import type { MatchShape } from '../shapes.ts';
import { termWords, whatIfText } from '../view.ts';
import { acceptanceOf, actOnMatch, closeFinders, matchesPage, rowOf, showMatch, thresholdLab } from '../work.ts';

const list: Command = {
  name: 'match list',
  summary: {
    nl: 'Treffers die op een mens wachten; eindigt met 3 als die er zijn',
    en: 'Matches that wait for a person; exits with 3 where there are any',
  },
  usage: 'match list [--state waiting|all|STATE] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['state', 'limit'], ['json']);
    if (typeof read === 'string') {
      output.err(read);
      return 2;
    }
    const limit = Number(read.flags.get('limit') ?? 100);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) {
      output.err('--limit should be a number from 1 to 10000');
      return 2;
    }
    const { world, organisation } = await inside();
    const state = read.flags.get('state');
    const found = await matchesPage(world, organisation, { limit, ...(typeof state === 'string' ? { state } : {}) });
    if (read.flags.has('json')) output.out(JSON.stringify({ items: found.map(rowOf) }));
    else
      for (const m of found)
        output.out(
          [
            m.score.toFixed(2),
            m.band,
            stateWords[m.state][output.language],
            m.id,
            m.partyReference,
            m.partyName ?? '',
            '~',
            m.listed ?? '',
            `${m.list} ${m.entry}`,
          ].join('  '),
        );
    const told = await acceptanceOf(world, organisation);
    if (told.alarm)
      output.err(
        output.language === 'nl'
          ? `Mensen bevestigden ${told.confirmed} van ${told.decided} treffers: wordt er nog besloten?`
          : `People confirmed ${told.confirmed} of ${told.decided} matches: is anybody still deciding?`,
      );
    if (found.length === 0) output.err(output.language === 'nl' ? 'Er wacht niets.' : 'Nothing waits.');
    return found.some((m) => m.state === 'open' || m.state === 'under_review' || m.state === 'second_person') ? 3 : 0;
  },
};

const weigh: Command = {
  name: 'match thresholds',
  summary: {
    nl: 'Treffers per drempel over de eigen klanten, en wie erbij komt of wegvalt',
    en: 'Alerts per threshold over your own customers, and who would be added or removed',
  },
  usage: 'match thresholds [--threshold N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['threshold'], ['json']);
    if (typeof read === 'string') {
      output.err(read);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    try {
      const lab = await thresholdLab(world, organisation, Number(read.flags.get('threshold') ?? 0.8), actor);
      if (read.flags.has('json')) output.out(JSON.stringify(lab));
      else {
        for (const r of lab.rows)
          output.out(
            `${r.threshold.toFixed(2)}${r.operating ? '*' : ' '}  ${r.alerts}  +${r.added}  −${r.removed}  ${'█'.repeat(Math.round((40 * r.alerts) / Math.max(1, lab.rows[0]?.alerts ?? 1)))}`,
          );
        for (const [sign, all] of [
          ['+', lab.added],
          ['−', lab.removed],
        ] as const)
          for (const b of all)
            output.out(
              `${sign} ${b.score.toFixed(2)}  ${b.reference ?? b.party} ${b.name ?? ''} ~ ${b.listed ?? ''}  ${b.list}`,
            );
      }
      return 0;
    } finally {
      await closeFinders();
    }
  },
};

function lines(m: MatchShape, nl: boolean): string[] {
  const language = nl ? 'nl' : 'en';
  return [
    `${m.party_reference} ${m.party_name ?? ''} ~ ${m.listed ?? ''}  (${m.list} ${m.entry})`,
    ...m.facts.map((f) => `  ${f.field}: ${f.party ?? '?'} ~ ${f.listed ?? '?'}  ${f.verdict}`),
    ...m.acts_listed.map((a) => `  ${a.programme} ${a.act ?? ''} ${a.from ?? ''} ${a.url ?? ''}`),
    ...(m.ownership
      ? [`  ${nl ? 'eigenaren' : 'owners'}: ${m.ownership.share}% ${m.ownership.owners.map((o) => o.name).join(', ')}`]
      : []),
    ...(m.regime
      ? [
          `  ${m.regime.title[language]}`,
          ...[...m.regime.freeze, ...m.regime.report, ...m.regime.derogation].map(
            (s) => `   - ${s.does[language]} [${s.basis}${s.mark === 'verified' ? '' : `, ${s.mark}`}]`,
          ),
        ]
      : []),
    `  ${m.score.toFixed(4)} ${m.band}`,
    ...m.terms.map(
      (t) =>
        `   ${t.points >= 0 ? '+' : '−'}${Math.abs(t.points).toFixed(4)}  ${termWords[t.term][language]}: ${[t.query, t.listed].filter((x) => x).join(' ~ ')}`,
    ),
    ...whatIfText(m.what_if, language).map((t) => `   ${t}`),
    ...(m.proposed ? [`  ${nl ? 'voorgesteld' : 'proposed'}: ${m.proposed}: ${m.proposed_why ?? ''}`] : []),
    ...(m.why ? [`  ${m.state}: ${m.why}`] : []),
    `  ${nl ? 'u kunt' : 'you may'}: ${m.may.join(', ')}`,
  ];
}

const show: Command = {
  name: 'match show',
  summary: {
    nl: 'Eén treffer: het bewijs, de wet, en dan pas de score',
    en: 'One match: the evidence, the law, and only then the score',
  },
  usage: 'match show ID [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    const id = typeof read === 'string' ? undefined : read.words[0];
    if (typeof read === 'string' || !id) {
      output.err(typeof read === 'string' ? read : show.usage);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const m = await showMatch(world, organisation, actor, id);
    if (read.flags.has('json')) output.out(JSON.stringify(m));
    else for (const line of lines(m, output.language === 'nl')) output.out(line);
    return 0;
  },
};

const decide: Command = {
  name: 'match decide',
  summary: {
    nl: 'Neemt, bevestigt, verwerpt of heropent een treffer, met een eigen reden',
    en: 'Takes, confirms, rejects or reopens a match, with a reason of your own',
  },
  usage: `match decide ID ${matchActs.join('|')} [--reason TEXT] [--json]`,
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['reason'], ['json']);
    const [id, act] = typeof read === 'string' ? [] : read.words;
    if (typeof read === 'string' || !id || !act || !isMatchAct(act)) {
      output.err(typeof read === 'string' ? read : decide.usage);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const reason = read.flags.get('reason');
    await actOnMatch(world, organisation, actor, id, act, typeof reason === 'string' ? reason : '');
    const m = await showMatch(world, organisation, actor, id);
    output.out(
      read.flags.has('json') ? JSON.stringify(m) : stateWords[m.state as keyof typeof stateWords][output.language],
    );
    return 0;
  },
};

export const matchCommands: readonly Command[] = [weigh, list, show, decide];

/** Commands of decisions: draft from a file, propose, approve, carry out, reverse, export; orders carried out; strikes; systems. */
import { readFile } from 'node:fs/promises';
import { type Command, type Flags, type Inside, type Output, readFlags } from '#io/command';
import { Refused, timeForPeople } from '#kernel';
import { type Measure, measures, readHouse, restrictionWords, stepWords } from '#law';
import { serviceKinds } from '#parties';
import { contentOf, draftDecision } from './acting.ts';
import { type decisionActs, doDecision } from './api.ts';
import { actOnMeasure } from './carrying.ts';
import type { DecisionHands } from './hands.ts';
import { type MeasureAct, measureActs } from './measure.ts';
import { executeOrder } from './ordering.ts';
import { targetOf } from './plan.ts';
import { decisionBody, systemBody } from './shapes.ts';
import {
  contentFrom,
  exportStatements,
  linesOf,
  measureJson,
  planShown,
  showDecision,
  standingJson,
  systemJson,
} from './showing.ts';
import { decisionBy, decisionViews, listDecisions, measuresAtWork } from './store.ts';
import { standings } from './strikes.ts';
import { addSystem, endSystem, setAbility, systemsOf } from './systems.ts';

type Run = (flags: Flags, output: Output, inside: Inside) => Promise<number>;

/** A command whose flags are read the same way as every other's. */
function command(
  name: string,
  summary: Command['summary'],
  usage: string,
  takes: {
    readonly value?: readonly string[];
    readonly bare?: readonly string[];
    readonly words: readonly [number, number];
  },
  run: Run,
): Command {
  return {
    name,
    summary,
    usage,
    needs: 'member',
    async run(args, output, inside) {
      const flags = readFlags(args, takes.value ?? [], ['json', ...(takes.bare ?? [])]);
      const wrong =
        typeof flags === 'string'
          ? flags
          : flags.words.length < takes.words[0] || flags.words.length > takes.words[1]
            ? 'words'
            : null;
      if (typeof flags === 'string' || wrong) {
        output.err(`bezem: ${wrong === 'words' ? (output.language === 'nl' ? 'zo niet' : 'not like that') : wrong}`);
        output.err(`bezem ${usage}`);
        return 2;
      }
      return run(flags, output, await inside());
    },
  };
}
const text = (f: Flags, name: string): string | undefined => {
  const v = f.flags.get(name);
  return typeof v === 'string' ? v : undefined;
};
async function fileOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Refused('request.invalid', `${path}: ${(cause as Error).message}`);
  }
}
function parsed<T>(
  read:
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } },
): T {
  if (read.success) return read.data;
  throw new Refused(
    'request.invalid',
    read.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; '),
  );
}

/** Commands of this room; `hands` are made when a command runs. */
export function decisionCommands(hands: () => Promise<DecisionHands>): readonly Command[] {
  const acting = (act: (typeof decisionActs)[number], nl: string, en: string, usage: string): Command =>
    command(
      `decision ${act.replace('_', '-')}`,
      { nl, en },
      usage,
      { value: ['reason', 'into'], words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        const id = f.words[0] ?? '';
        const [reason, into] = [text(f, 'reason'), text(f, 'into')];
        await doDecision(
          await hands(),
          world,
          organisation,
          id,
          act,
          { ...(reason ? { reason } : {}), ...(into ? { into } : {}) },
          actor,
        );
        const shown = await world.db.in(organisation, (tx) => showDecision(world, tx, id));
        output.out(f.flags.has('json') ? JSON.stringify(shown) : `${shown.number ?? shown.id}  ${shown.state}`);
        return 0;
      },
    );
  return [
    command(
      'decision list',
      { nl: 'Besluiten, de nieuwste eerst', en: 'Decisions, the newest first' },
      'decision list [--view open|in_force|ended|all] [--matter ID] [--json]',
      { value: ['view', 'matter', 'limit'], words: [0, 0] },
      async (f, output, { world, organisation }) => {
        const view = decisionViews.find((v) => v === (text(f, 'view') ?? 'all'));
        if (!view) throw new Refused('request.invalid', `view: one of ${decisionViews.join(', ')}`);
        const items = await world.db.in(organisation, async (tx) =>
          linesOf(
            tx,
            await listDecisions(world, tx, { view, matter: text(f, 'matter'), limit: Number(text(f, 'limit') ?? 100) }),
          ),
        );
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else
          for (const d of items)
            output.out(
              [d.number ?? d.id, d.state, d.matter_number, d.party?.name ?? '–', d.restrictions.join(' ')].join('  '),
            );
        return 0;
      },
    ),
    command(
      'decision show',
      {
        nl: 'Een besluit met zijn maatregelen, motivering en plan',
        en: 'A decision with its measures, reasons and plan',
      },
      'decision show ID [--json]',
      { words: [1, 1] },
      async (f, output, { world, organisation }) => {
        const h = await hands();
        const { shown, plan } = await world.db.in(organisation, async (tx) => {
          const d = await decisionBy(world, tx, f.words[0] ?? '');
          return {
            shown: await showDecision(world, tx, d.id),
            plan: ['draft', 'proposed', 'approved'].includes(d.state)
              ? await planShown(world, tx, h, d.matter, await contentOf(tx, d))
              : null,
          };
        });
        if (f.flags.has('json')) {
          output.out(JSON.stringify({ ...shown, plan }));
          return 0;
        }
        const l = output.language;
        output.out(`${shown.number ?? shown.id}  ${shown.state}  ${shown.matter_number}  ${shown.party?.name ?? ''}`);
        for (const r of shown.restrictions)
          output.out(`  ${restrictionWords[r as keyof typeof restrictionWords]?.[l] ?? r}`);
        for (const m of shown.measures)
          output.out(`  ${m.id}  ${m.title[l]}  ${m.state}${m.fault ? `  ! ${m.fault}` : ''}`);
        for (const s of plan?.steps ?? []) output.out(`  → ${s.says[l]}`);
        for (const x of plan?.lacks ?? []) output.out(`  ! ${x.title[l]}`);
        for (const s of plan?.second ?? []) output.out(`  2 ${s.title[l]}`);
        if (shown.statement) output.out(`  ${shown.statement.number}`);
        for (const e of shown.exceptions) output.out(`  ${e.article}: ${e.title[l]} (${e.fact})`);
        return 0;
      },
    ),
    command(
      'decision draft',
      { nl: 'Begint een besluit uit een bestand', en: 'Drafts a decision from a file' },
      'decision draft MATTER FILE [--json]',
      { words: [2, 2] },
      async (f, output, { world, organisation, actor }) => {
        const content = contentFrom(parsed(decisionBody.safeParse(await fileOf(f.words[1] ?? ''))));
        const h = await hands();
        const id = await world.db.in(organisation, (tx) =>
          draftDecision(world, tx, h, f.words[0] ?? '', content, actor),
        );
        output.out(f.flags.has('json') ? JSON.stringify({ id }) : id);
        return 0;
      },
    ),
    acting('propose', 'Legt een besluit voor', 'Proposes a decision', 'decision propose ID [--json]'),
    acting(
      'approve',
      'Keurt een besluit goed, zo nodig als tweede persoon',
      'Approves a decision, as second person where needed',
      'decision approve ID [--json]',
    ),
    acting(
      'carry_out',
      'Voert een goedgekeurd besluit uit',
      'Carries out an approved decision',
      'decision carry-out ID [--json]',
    ),
    command(
      'decision revert',
      {
        nl: 'Draait een besluit terug: maatregelen ongedaan, brief dat het is opgeheven',
        en: 'Reverses a decision: measures undone, a letter that it is lifted',
      },
      'decision revert ID --reason TEXT [--json]',
      { value: ['reason'], words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        const reason = text(f, 'reason');
        await doDecision(
          await hands(),
          world,
          organisation,
          f.words[0] ?? '',
          'reverse',
          reason ? { reason } : {},
          actor,
        );
        const shown = await world.db.in(organisation, (tx) => showDecision(world, tx, f.words[0] ?? ''));
        output.out(f.flags.has('json') ? JSON.stringify(shown) : `${shown.number}  ${shown.state}`);
        return 0;
      },
    ),
    acting(
      'tell',
      'Heft de tijdelijke uitzondering op en vertelt de redenen',
      'Ends the temporary exception and tells the reasons',
      'decision tell ID [--json]',
    ),
    command(
      'decision export',
      {
        nl: 'Motiveringen voor de DSA-transparantiedatabank, zonder persoonsgegevens',
        en: 'Statements for the DSA Transparency Database, without personal data',
      },
      'decision export [ID…]',
      { words: [0, 100] },
      async (f, output, { world, organisation, actor }) => {
        const statements = await world.db.in(organisation, async (tx) => {
          const all =
            f.words.length > 0
              ? await Promise.all(f.words.map((id) => decisionBy(world, tx, id)))
              : await listDecisions(world, tx, { view: 'in_force', limit: 100 });
          return exportStatements(world, tx, all, actor);
        });
        output.out(JSON.stringify({ statements }, null, 2));
        return 0;
      },
    ),
    command(
      'order execute',
      {
        nl: 'Voert een bevel uit: de uitzondering van artikel 17(5) staat er vanzelf bij',
        en: 'Carries out an order: the exception of article 17(5) is recorded by itself',
      },
      'order execute ID --measure WHAT --on LOCATION [--system NAME] [--account NAME] [--item ID] [--json]',
      { value: ['measure', 'on', 'system', 'account', 'item'], words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        const what = measures.find((m) => m === text(f, 'measure'));
        if (!what)
          throw new Refused('request.invalid', `measure: one of ${measures.join(', ')}`, { measure: 'unknown' });
        const h = await hands();
        const shown = await world.db.in(organisation, async (tx) => {
          const name = text(f, 'system');
          const system = name ? (await systemsOf(tx)).find((s) => s.name === name || s.id === name) : undefined;
          if (name && !system) throw new Refused('request.not-found', name);
          const item = text(f, 'item');
          const id = await executeOrder(
            world,
            tx,
            h,
            f.words[0] ?? '',
            {
              items: item ? [item] : [],
              measures: [
                {
                  what: what as Measure,
                  system: system?.id ?? null,
                  target: targetOf(text(f, 'on') ?? null, text(f, 'account') ?? null),
                },
              ],
            },
            actor,
          );
          return showDecision(world, tx, id);
        });
        output.out(f.flags.has('json') ? JSON.stringify(shown) : `${shown.number}  ${shown.state}`);
        return 0;
      },
    ),
    command(
      'measure list',
      {
        nl: 'Maatregelen die lopen, mislukten of op een hand wachten; eindigt met 3 als er een mislukte',
        en: 'Measures under way, failed, or waiting for a hand; exits with 3 where one failed',
      },
      'measure list [--json]',
      { words: [0, 0] },
      async (f, output, { world, organisation }) => {
        const items = await world.db.in(organisation, async (tx) => {
          const systems = await systemsOf(tx);
          return (await measuresAtWork(tx, 200)).map((m) => measureJson(m, systems));
        });
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else
          for (const m of items)
            output.out([m.id, m.state, m.title[output.language], m.system?.name ?? '–', m.fault ?? ''].join('  '));
        return items.some((m) => m.state.includes('failed')) ? 3 : 0;
      },
    ),
    ...measureActs.map((act: MeasureAct) =>
      command(
        `measure ${act}`,
        {
          confirm: {
            nl: 'Zegt dat een maatregel met de hand is gedaan of teruggedraaid',
            en: 'Says that a measure was done or undone by hand',
          },
          retry: { nl: 'Probeert een mislukte maatregel opnieuw', en: 'Tries a failed measure again' },
          hand: { nl: 'Neemt een mislukte maatregel in eigen hand', en: 'Takes a failed measure in hand' },
        }[act],
        `measure ${act} ID`,
        { words: [1, 1] },
        async (f, output, { world, organisation, actor }) => {
          const h = await hands();
          await world.db.in(organisation, (tx) => actOnMeasure(world, tx, h, f.words[0] ?? '', act, actor));
          output.out(`${f.words[0]}  ${act}`);
          return 0;
        },
      ),
    ),
    command(
      'measure systems',
      { nl: 'Systemen waarin maatregelen worden uitgevoerd', en: 'Systems in which measures are carried out' },
      'measure systems [--json]',
      { words: [0, 0] },
      async (f, output, { world, organisation }) => {
        const items = await world.db.in(organisation, async (tx) => (await systemsOf(tx)).map(systemJson));
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else for (const s of items) output.out([s.name, s.adapter, s.state, Object.keys(s.can).join(' ')].join('  '));
        return 0;
      },
    ),
    command(
      'measure add-system',
      {
        nl: 'Voegt een systeem toe; geheimen komen uit het bestand en worden nooit getoond',
        en: 'Adds a system; secrets come from the file and are never shown',
      },
      'measure add-system FILE [--json]',
      { words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        const given = parsed(systemBody.safeParse(await fileOf(f.words[0] ?? '')));
        const id = await world.db.in(organisation, (tx) => addSystem(world, tx, given, actor));
        output.out(f.flags.has('json') ? JSON.stringify({ id }) : id);
        return 0;
      },
    ),
    command(
      'measure end-system',
      { nl: 'Beëindigt een systeem', en: 'Ends a system' },
      'measure end-system NAME',
      { words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        await world.db.in(organisation, (tx) => endSystem(world, tx, f.words[0] ?? '', actor));
        output.out(f.words[0] ?? '');
        return 0;
      },
    ),
    command(
      'measure abilities',
      {
        nl: 'Neemt uit de antwoorden van `bezem duties` over wat per soort dienst kan (naam = soort)',
        en: 'Takes from the answers of `bezem duties` what is possible per kind of service (name = kind)',
      },
      'measure abilities FILE',
      { words: [1, 1] },
      async (f, output, { world, organisation, actor }) => {
        const { services } = readHouse(await readFile(f.words[0] ?? '', 'utf8'));
        await world.db.in(organisation, async (tx) => {
          for (const s of services) {
            if (!(serviceKinds as readonly string[]).includes(s.name))
              throw new Refused('request.invalid', `${s.name}: one of ${serviceKinds.join(', ')}`);
            await setAbility(world, tx, s.name, s.can ?? [], actor);
          }
        });
        for (const s of services) output.out(`${s.name}  ${(s.can ?? []).join(' ')}`);
        return 0;
      },
    ),
    command(
      'strikes',
      {
        nl: 'Overtredingen die meetellen, per partij, met de stap van de huisregel',
        en: 'Violations that weigh, by party, with the step of the house rule',
      },
      'strikes [PARTY] [--json]',
      { words: [0, 1] },
      async (f, output, { world, organisation }) => {
        const now = world.clock.now();
        const items = await world.db.in(organisation, async (tx) =>
          (await standings(tx, now, f.words[0])).map(standingJson),
        );
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else
          for (const s of items) {
            output.out(
              [
                s.reference,
                s.name ?? '–',
                String(s.total),
                s.step ? stepWords[s.step as keyof typeof stepWords][output.language] : '–',
              ].join('  '),
            );
            if (f.words[0])
              for (const k of s.strikes)
                output.out(
                  `  ${k.decision}  ${k.weight}  ${timeForPeople(Temporal.Instant.from(k.expires_at), 'UTC', output.language)}${k.revoked_at ? '  –' : ''}`,
                );
          }
        return 0;
      },
    ),
  ];
}

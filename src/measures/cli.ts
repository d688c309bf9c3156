/** Commands of decisions: draft from a file, propose, approve, carry out, reverse, export; orders carried out; strikes; systems. */
import type { Command } from '#io/command';
import { Refused } from '#kernel';
import { type Measure, measures, restrictionWords } from '#law';
import { contentOf, draftDecision } from './acting.ts';
import { type decisionActs, doDecision } from './api.ts';
import { command, fileOf, parsed, text } from './cli/frame.ts';
import { systemCommands } from './cli/systems.ts';
import type { DecisionHands } from './hands.ts';
import { executeOrder } from './ordering.ts';
import { targetOf } from './plan.ts';
import { decisionBody } from './shapes.ts';
import { contentFrom, exportStatements, linesOf, planShown, showDecision } from './showing.ts';
import { decisionBy, decisionViews, listDecisions } from './store.ts';
import { systemsOf } from './systems.ts';

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
      async (f, output, { world, organisation }) => {
        const statements = await world.db.in(organisation, async (tx) => {
          const all =
            f.words.length > 0
              ? await Promise.all(f.words.map((id) => decisionBy(world, tx, id)))
              : await listDecisions(world, tx, { view: 'in_force', limit: 100 });
          return exportStatements(world, tx, all);
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
    ...systemCommands(hands),
  ];
}

/** Commands of measures, of the systems in which they are carried out, and of repeated violations. */
import { readFile } from 'node:fs/promises';
import type { Command } from '#io/command';
import { Refused, timeForPeople } from '#kernel';
import { readHouse, stepWords } from '#law';
import { serviceKinds } from '#parties';
import { actOnMeasure } from '../carrying.ts';
import type { DecisionHands } from '../hands.ts';
import { type MeasureAct, measureActs } from '../measure.ts';
import { systemBody } from '../shapes.ts';
import { measureJson, standingJson, systemJson } from '../showing.ts';
import { measuresAtWork } from '../store.ts';
import { standings } from '../strikes.ts';
import { addSystem, endSystem, setAbility, systemsOf } from '../systems.ts';
import { command, fileOf, parsed } from './frame.ts';

export function systemCommands(hands: () => Promise<DecisionHands>): readonly Command[] {
  return [
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

/** Commands of complaints and of reports of threats. */
import { type Command, readFlags } from '#io/command';
import { Refused, statedMoment } from '#kernel';
import type { DecisionHands } from '#measures/work';
import { complaintJson } from './api.ts';
import { complaintActs } from './complaint.ts';
import { listComplaints, lockComplaint } from './store.ts';
import { declineThreat, listThreats, proposeThreat, reportThreat, showThreat } from './threats.ts';
import { actOnComplaint, takeComplaint } from './work.ts';

/** Commands of this room; `hands` are made when a command runs. */
export function complaintCommands(hands: () => Promise<DecisionHands>): readonly Command[] {
  const wrong = (output: { err(l: string): void }, usage: string, why?: string) => {
    if (why) output.err(`bezem: ${why}`);
    output.err(`bezem ${usage}`);
    return 2;
  };
  return [
    {
      name: 'complaint list',
      summary: {
        nl: 'Klachten over besluiten; eindigt met 3 als er een open is',
        en: 'Complaints about decisions; exits with 3 where one is open',
      },
      usage: 'complaint list [--all] [--json]',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, [], ['all', 'json']);
        if (typeof f === 'string') return wrong(output, this.usage, f);
        const { world, organisation } = await inside();
        const items = await world.db.in(organisation, async (tx) =>
          Promise.all(
            (await listComplaints(world, tx, { open: !f.flags.has('all'), limit: 200 })).map((c) =>
              complaintJson(world, tx, c),
            ),
          ),
        );
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else
          for (const c of items)
            output.out([c.number, c.state, c.decision.number ?? c.decision.id, c.by, c.received_at].join('  '));
        return items.some((c) => c.state === 'received' || c.state === 'in_review') ? 3 : 0;
      },
    },
    {
      name: 'complaint add',
      summary: { nl: 'Legt een klacht vast die aan de desk kwam', en: 'Takes a complaint that came to the desk' },
      usage: 'complaint add DECISION --by recipient|notifier|other --text TEXT [--address MAIL] [--json]',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, ['by', 'text', 'address'], ['json']);
        if (typeof f === 'string') return wrong(output, this.usage, f);
        const by = (['recipient', 'notifier', 'other'] as const).find((b) => b === f.flags.get('by'));
        const [decision] = f.words;
        if (!by || !decision) return wrong(output, this.usage);
        const { world, organisation, actor } = await inside();
        const made = await world.db.in(organisation, async (tx) =>
          complaintJson(
            world,
            tx,
            await takeComplaint(
              world,
              tx,
              {
                decision,
                by,
                via: 'desk',
                party: null,
                text: String(f.flags.get('text') ?? ''),
                name: null,
                address: f.flags.get('address')?.toString() ?? null,
              },
              actor,
            ),
          ),
        );
        output.out(f.flags.has('json') ? JSON.stringify(made) : made.number);
        return 0;
      },
    },
    {
      name: 'complaint show',
      summary: { nl: 'Een klacht', en: 'One complaint' },
      usage: 'complaint show ID [--json]',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, [], ['json']);
        if (typeof f === 'string' || !f.words[0])
          return wrong(output, this.usage, typeof f === 'string' ? f : undefined);
        const id = f.words[0];
        const { world, organisation } = await inside();
        const c = await world.db.in(organisation, async (tx) =>
          complaintJson(world, tx, await lockComplaint(world, tx, id)),
        );
        if (f.flags.has('json')) output.out(JSON.stringify(c));
        else
          for (const line of [`${c.number}  ${c.state}  ${c.decision.number}`, c.text ?? '–', c.answer ?? ''])
            output.out(line);
        return 0;
      },
    },
    ...complaintActs.map(
      (act): Command => ({
        name: `complaint ${act}`,
        summary: {
          take: { nl: 'Neemt een klacht in behandeling', en: 'Takes a complaint up' },
          inadmissible: { nl: 'Verklaart een klacht niet ontvankelijk', en: 'Declares a complaint inadmissible' },
          uphold: { nl: 'Laat het besluit staan', en: 'Lets the decision stand' },
          overturn: { nl: 'Draait het besluit terug', en: 'Reverses the decision' },
          partly: { nl: 'Geeft deels gelijk', en: 'Agrees in part' },
        }[act],
        usage: `complaint ${act} ID${act === 'take' ? '' : ' --reason TEXT'}`,
        needs: 'member',
        async run(args, output, inside) {
          const f = readFlags(args, ['reason'], []);
          if (typeof f === 'string' || !f.words[0])
            return wrong(output, this.usage, typeof f === 'string' ? f : undefined);
          const id = f.words[0];
          const { world, organisation, actor } = await inside();
          const h = await hands();
          await world.db.in(organisation, (tx) =>
            actOnComplaint(world, tx, h, id, act, { reason: f.flags.get('reason')?.toString() }, actor),
          );
          output.out(`${id}  ${act}`);
          return 0;
        },
      }),
    ),
    {
      name: 'threat list',
      summary: {
        nl: 'Vermoedens van een bedreiging van een leven (DSA art. 18); eindigt met 3 als er een open is',
        en: 'Suspicions of a threat to life (DSA art. 18); exits with 3 where one is open',
      },
      usage: 'threat list [--all] [--json]',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, [], ['all', 'json']);
        if (typeof f === 'string') return wrong(output, this.usage, f);
        const { world, organisation } = await inside();
        const items = await world.db.in(organisation, (tx) => listThreats(world, tx, !f.flags.has('all')));
        if (f.flags.has('json')) output.out(JSON.stringify({ items }));
        else for (const t of items) output.out([t.id, t.state, t.matter_number, t.known_at].join('  '));
        return items.some((t) => t.state === 'proposed') ? 3 : 0;
      },
    },
    {
      name: 'threat propose',
      summary: { nl: 'Stelt een melding van een bedreiging voor', en: 'Proposes to report a threat' },
      usage: 'threat propose MATTER --suspicion TEXT [--known-at TIME] [--location TEXT] [--json]',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, ['suspicion', 'known-at', 'location'], ['json']);
        if (typeof f === 'string' || !f.words[0])
          return wrong(output, this.usage, typeof f === 'string' ? f : undefined);
        const matter = f.words[0];
        const { world, organisation, actor } = await inside();
        const at = f.flags.get('known-at');
        const h = await hands();
        const shown = await world.db.in(organisation, async (tx) =>
          showThreat(
            world,
            tx,
            await proposeThreat(
              world,
              tx,
              h,
              {
                matter,
                knownAt: typeof at === 'string' ? statedMoment(at, 'known-at') : world.clock.now(),
                words: {
                  suspicion: String(f.flags.get('suspicion') ?? ''),
                  location: String(f.flags.get('location') ?? ''),
                  published_at: '',
                  recipient_data: '',
                  preserved: '',
                },
              },
              actor,
            ),
          ),
        );
        output.out(f.flags.has('json') ? JSON.stringify(shown) : shown.id);
        return 0;
      },
    },
    {
      name: 'threat decide',
      summary: {
        nl: 'Meldt een bedreiging bij de autoriteiten, of zegt met reden nee',
        en: 'Reports a threat to the authorities, or a reasoned no',
      },
      usage: 'threat decide ID --to AUTHORITY=MAIL | --decline REASON',
      needs: 'member',
      async run(args, output, inside) {
        const f = readFlags(args, ['to', 'decline'], []);
        if (typeof f === 'string' || !f.words[0])
          return wrong(output, this.usage, typeof f === 'string' ? f : undefined);
        const id = f.words[0];
        const { world, organisation, actor } = await inside();
        const to = f.flags.get('to');
        const why = f.flags.get('decline');
        await world.db.in(organisation, async (tx) => {
          if (typeof why === 'string') return declineThreat(world, tx, id, why, actor);
          if (typeof to !== 'string') throw new Refused('request.invalid', '--to or --decline');
          const list = to.split(',').map((each) => {
            const [authority = '', address = ''] = each.split('=');
            return { authority, address };
          });
          return reportThreat(world, tx, id, list, actor);
        });
        output.out(`${id}  ${typeof why === 'string' ? 'declined' : 'reported'}`);
        return 0;
      },
    },
  ];
}

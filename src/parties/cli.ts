/** Commands: party show, party tree, party list. (Ledger files of parties are read by the resources commands.) */
import { type Command, type Output, readFlags } from '#io/command';
import { readMoment } from './csv.ts';
import { quietInput, tagsInput } from './shapes.ts';
import { listParties, setQuiet, setTags, showParty, showTree } from './work.ts';

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

export const commands: readonly Command[] = [
  {
    name: 'party list',
    summary: { nl: 'Toont partijen; zoekt in naam en klantnummer.', en: 'Lists parties; searches names and numbers.' },
    usage: 'party list [WORDS] [--limit N] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['limit'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const limit = Number(read.flags.get('limit') ?? 50);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        return wrong(output, this.usage, '--limit is 1 to 1000.');
      const { world, organisation } = await inside();
      const q = read.words.join(' ').trim();
      const { items, next } = await listParties(world, organisation, { limit, ...(q ? { q } : {}) });
      if (read.flags.has('json')) output.out(JSON.stringify({ items, next }));
      else
        for (const p of items)
          output.out(
            `${p.reference.padEnd(14)} ${p.state.padEnd(10)} ${String(p.open_cases).padStart(4)}  ${p.name ?? '-'}`,
          );
      return 0;
    },
  },
  {
    name: 'party show',
    summary: { nl: 'Toont een partij met contacten en contracten.', en: 'Shows a party with contacts and contracts.' },
    usage: 'party show ID|REFERENCE [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [id, ...rest] = read.words;
      if (!id || rest.length > 0) return wrong(output, this.usage, 'Give one party.');
      const { world, organisation } = await inside();
      const p = await showParty(world, organisation, id);
      if (read.flags.has('json')) {
        output.out(JSON.stringify(p));
        return 0;
      }
      output.out(
        `${p.reference}  ${p.name ?? '-'}  (${p.kind}, ${p.country ?? '-'}, ${p.state}${p.resells ? ', resells' : ''})  ${p.id}`,
      );
      for (const c of p.contacts)
        output.out(
          `  ${c.purpose.padEnd(10)} ${c.address}${c.verified_at ? '' : '  (not verified)'}${c.ended_at ? '  (ended)' : ''}`,
        );
      for (const c of [...p.contracts.as_buyer, ...p.contracts.as_seller])
        output.out(
          `  ${c.reference.padEnd(14)} ${c.service_kind.padEnd(14)} ${c.seller?.reference ?? '(us)'} -> ${c.buyer.reference}  ${c.from ?? '...'} / ${c.until ?? '...'}`,
        );
      return 0;
    },
  },
  {
    name: 'party tag',
    summary: { nl: 'Zet kenmerken op een partij, voor verzendregels.', en: 'Puts marks on a party, for directives.' },
    usage: 'party tag ID [TAG…]',
    needs: 'member',
    async run(args, output, inside) {
      const [id, ...given] = args;
      if (!id) return wrong(output, this.usage, 'Give one party.');
      const { world, organisation, actor } = await inside();
      const asked = tagsInput.safeParse({ tags: given });
      if (!asked.success) return wrong(output, this.usage, asked.error.issues.map((i) => i.message).join('; '));
      const { tags } = asked.data;
      await setTags(world, organisation, actor, id, tags);
      output.out((await showParty(world, organisation, id)).tags.join(' '));
      return 0;
    },
  },
  {
    name: 'party quiet',
    summary: {
      nl: 'Uren waarin een contact alleen spoed wil; zonder uren: altijd bereikbaar.',
      en: 'Hours in which a contact wants urgent letters only; without hours: always reachable.',
    },
    usage: 'party quiet ID CONTACT [--from 22:00 --until 07:00 [--zone ZONE]]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['from', 'until', 'zone'], []);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [id, contact] = read.words;
      if (!id || !contact || read.words.length > 2) return wrong(output, this.usage, 'Give a party and a contact.');
      const text = (name: string) => {
        const v = read.flags.get(name);
        return typeof v === 'string' ? v : null;
      };
      const asked = text('from') || text('until');
      const hours = quietInput.safeParse({
        quiet: asked ? { from: text('from'), until: text('until'), zone: text('zone') } : null,
      });
      if (!hours.success) return wrong(output, this.usage, hours.error.issues.map((i) => i.message).join('; '));
      const { quiet } = hours.data;
      const { world, organisation, actor } = await inside();
      await setQuiet(world, organisation, actor, id, contact, quiet);
      output.out(quiet ? `${quiet.from}–${quiet.until} ${quiet.zone ?? ''}`.trim() : '–');
      return 0;
    },
  },
  {
    name: 'party tree',
    summary: { nl: 'Toont de keten onder ons, nu of toen.', en: 'Shows the chain below us, now or then.' },
    usage: 'party tree [ID|REFERENCE] [--at TIME] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['at'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [id, ...rest] = read.words;
      if (rest.length > 0) return wrong(output, this.usage, 'Give at most one party.');
      const given = read.flags.get('at');
      const at = typeof given === 'string' ? readMoment(given, 'UTC') : undefined;
      if (given !== undefined && !at) return wrong(output, this.usage, '--at is a time such as 2026-05-01T12:00:00Z.');
      const { world, organisation } = await inside();
      const tree = await showTree(world, organisation, id, at ?? world.clock.now());
      if (read.flags.has('json')) {
        output.out(JSON.stringify(tree));
        return 0;
      }
      for (const l of tree.lines) {
        const name = [l.party?.reference, l.party?.name].filter((s) => s).join('  ');
        const cases = l.open_cases > 0 ? `  ! ${l.open_cases} open, worst P${l.worst_band}` : '';
        const below = l.below > 0 ? `  (${l.below} below)` : '';
        output.out(
          `${'  '.repeat(l.depth)}${l.asked ? '* ' : ''}${name}${l.contract ? `  [${l.contract.reference}]` : ''}${below}${cases}`,
        );
      }
      if (tree.cut) output.err('There is more than fits here; ask for one party.');
      return 0;
    },
  },
];

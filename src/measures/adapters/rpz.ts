/** DNS response policy zone: a name is answered with NXDOMAIN (RPZ, `CNAME .`), in the zone's file or by a dynamic update. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, optionText, refused } from '../adapter.ts';

const records = (a: Pick<Ask, 'target'>): readonly string[] => {
  const host = (a.target.host ?? '').replace(/\.$/, '');
  return [`${host} CNAME .`, `*.${host} CNAME .`];
};
const serial = /^(\s*)(\d{1,10})(\s*;\s*serial.*)$/im;

async function reload(a: Ask, doors: Doors): Promise<Done> {
  const argv = a.options['reload'] as readonly string[] | undefined;
  if (!argv) return accepted('the file is written');
  const { code, out } = await doors.run(argv);
  return code === 0 ? accepted(out || 'reloaded') : refused(`reload: ${out}`, true);
}

async function rewrite(a: Ask, doors: Doors, blocked: boolean): Promise<Done> {
  const path = optionText(a, 'file');
  const text = await doors.read(path);
  if (text === null) return refused('the zone file is not there');
  if (!serial.test(text)) return refused('the zone file has no line with "; serial"');
  const ours = records(a);
  const rest = text.split('\n').filter((line) => !ours.includes(line.trim()));
  const body = rest.join('\n').replace(/\n+$/, '');
  const next = `${body}\n${blocked ? `${ours.join('\n')}\n` : ''}`.replace(
    serial,
    (_, a1: string, n: string, b: string) => `${a1}${Number(n) + 1}${b}`,
  );
  await doors.write(path, next);
  return reload(a, doors);
}

async function update(a: Ask, doors: Doors, blocked: boolean): Promise<Done> {
  const zone = optionText(a, 'zone').replace(/\.$/, '');
  const host = (a.target.host ?? '').replace(/\.$/, '');
  const lines = [host, `*.${host}`].flatMap((n) => [
    `update delete ${n}.${zone}. CNAME`,
    ...(blocked ? [`update add ${n}.${zone}. 60 CNAME .`] : []),
  ]);
  const input = [`server ${optionText(a, 'server')}`, `zone ${zone}.`, ...lines, 'send', ''].join('\n');
  const argv = a.options['nsupdate'] as readonly string[];
  const { code, out } = await doors.run(argv, input);
  return code === 0 ? accepted(out || 'updated') : refused(out || 'nsupdate failed', true);
}

const turn = (a: Ask, doors: Doors, blocked: boolean) =>
  a.options['file'] ? rewrite(a, doors, blocked) : update(a, doors, blocked);

export default adapter({
  id: 'rpz',
  title: { nl: 'DNS-beleidszone (RPZ)', en: 'DNS policy zone (RPZ)' },
  docs: 'https://datatracker.ietf.org/doc/draft-vixie-dnsop-dns-rpz/',
  options: z.union([
    z.strictObject({ file: z.string().startsWith('/'), reload: z.array(z.string().min(1)).min(1).optional() }),
    z.strictObject({
      nsupdate: z.array(z.string().min(1)).min(1),
      server: z.string().regex(/^[\w.:-]+$/),
      zone: z.string().regex(/^[\w.-]+$/),
    }),
  ]),
  secrets: [],
  can: ['hold_domain'],
  final: [],
  needs: () => ['host'],
  says: ({ target }) => ({
    nl: `de eigen resolvers antwoorden voor ${target.host} en alles eronder dat het niet bestaat`,
    en: `our own resolvers answer for ${target.host} and everything below it that it does not exist`,
  }),
  execute: (a, doors) => turn(a, doors, true),
  async verify(a, doors) {
    if (!a.options['file']) return 'unclear';
    const text = await doors.read(optionText(a, 'file'));
    if (text === null) return 'unclear';
    const lines = text.split('\n').map((l) => l.trim());
    return records(a).every((r) => lines.includes(r)) ? 'in_force' : 'not_in_force';
  },
  revert: (a, doors) => turn(a, doors, false),
});

/** Proxmox VE: a machine is stopped and started, or a rule of its firewall drops a port. The account is `node/vmid`. */
import { z } from 'zod';
import {
  type Ask,
  accepted,
  adapter,
  type Done,
  type Doors,
  jsonOf,
  optionText,
  refused,
  refusedBy,
  under,
} from '../adapter.ts';

type Method = 'GET' | 'POST' | 'DELETE';

async function call(a: Ask, doors: Doors, method: Method, path: string, form?: Readonly<Record<string, string>>) {
  const [node = '', vmid = ''] = (a.target.account ?? '').split('/');
  const kind = optionText(a, 'kind') || 'qemu';
  const answer = await doors.http({
    method,
    url: under(a, `/api2/json/nodes/${encodeURIComponent(node)}/${kind}/${encodeURIComponent(vmid)}${path}`),
    headers: {
      authorization: `PVEAPIToken=${a.secrets['token_id'] ?? ''}=${a.secrets['token'] ?? ''}`,
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
  });
  return { status: answer.status, data: jsonOf(answer.text)?.['data'], text: answer.text };
}

const done = (answer: { readonly status: number; readonly data: unknown; readonly text: string }): Done =>
  answer.status === 200
    ? accepted(typeof answer.data === 'string' ? answer.data : 'done')
    : refusedBy(answer.status, answer.text.slice(0, 200));

interface Rule {
  readonly pos?: number;
  readonly comment?: string;
  readonly enable?: number;
}
/** Our rule is known by its comment: positions move when others add theirs. */
const mark = (a: Ask) => `bezem ${a.reference} port ${a.target.port}`;
async function ours(a: Ask, doors: Doors): Promise<{ readonly known: boolean; readonly rule: Rule | undefined }> {
  const seen = await call(a, doors, 'GET', '/firewall/rules');
  const list = Array.isArray(seen.data) ? (seen.data as readonly Rule[]) : undefined;
  return { known: seen.status === 200 && list !== undefined, rule: list?.find((r) => r.comment?.trim() === mark(a)) };
}

export default adapter({
  id: 'proxmox',
  title: { nl: 'Proxmox VE', en: 'Proxmox VE' },
  docs: 'https://pve.proxmox.com/pve-docs/api-viewer/',
  options: z.strictObject({ url: z.url({ protocol: /^https?$/ }), kind: z.enum(['qemu', 'lxc']).default('qemu') }),
  secrets: ['token_id', 'token'],
  can: ['stop_machine', 'block_port'],
  final: [],
  needs: (what) => (what === 'block_port' ? ['account', 'port'] : ['account']),
  says: ({ what, target }) =>
    what === 'block_port'
      ? {
          nl: `Proxmox weert verkeer naar poort ${target.port} van machine ${target.account}`,
          en: `Proxmox drops traffic to port ${target.port} of machine ${target.account}`,
        }
      : { nl: `Proxmox stopt machine ${target.account}`, en: `Proxmox stops machine ${target.account}` },
  async execute(a, doors) {
    if (a.what === 'stop_machine') return done(await call(a, doors, 'POST', '/status/stop', {}));
    const there = await ours(a, doors);
    if (there.rule) return accepted('the rule is there already');
    return done(
      await call(a, doors, 'POST', '/firewall/rules', {
        type: 'in',
        action: 'DROP',
        proto: 'tcp',
        dport: String(a.target.port),
        enable: '1',
        comment: mark(a),
      }),
    );
  },
  async verify(a, doors) {
    if (a.what === 'block_port') {
      const { known, rule } = await ours(a, doors);
      return !known ? 'unclear' : rule && rule.enable !== 0 ? 'in_force' : 'not_in_force';
    }
    const seen = await call(a, doors, 'GET', '/status/current');
    const state = (seen.data as { readonly status?: string } | undefined)?.status;
    if (seen.status !== 200 || state === undefined) return 'unclear';
    return state === 'stopped' ? 'in_force' : 'not_in_force';
  },
  async revert(a, doors) {
    if (a.what === 'stop_machine') return done(await call(a, doors, 'POST', '/status/start', {}));
    const { known, rule } = await ours(a, doors);
    if (!known) return refused('the rules could not be read', true);
    return rule?.pos === undefined
      ? accepted('the rule was gone')
      : done(await call(a, doors, 'DELETE', `/firewall/rules/${rule.pos}`));
  },
});

/** ExaBGP: an address is announced as a blackhole, or a flow route drops one port; text to its pipe or its HTTP door. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, optionText, refusedBy } from '../adapter.ts';

const prefix = (ip: string) => `${ip}/${ip.includes(':') ? 128 : 32}`;

/** The route as ExaBGP's text interface takes it, without its verb. */
function route(a: Pick<Ask, 'what' | 'target' | 'options'>): string {
  const to = prefix(a.target.ip ?? '');
  if (a.what === 'block_port')
    return `flow route { match { destination ${to}; protocol tcp; destination-port =${a.target.port}; } then { discard; } }`;
  const communities = optionText(a, 'community') || '65535:666';
  return `route ${to} next-hop ${optionText(a, 'next_hop') || 'self'} community [${communities}]`;
}

async function say(a: Ask, doors: Doors, command: string): Promise<Done & { readonly text?: string }> {
  const pipe = optionText(a, 'pipe');
  if (pipe) {
    await doors.append(pipe, `${command}\n`);
    return accepted('written to the pipe');
  }
  const answer = await doors.http({
    method: 'POST',
    url: optionText(a, 'url'),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(a.secrets['token'] ? { authorization: `Bearer ${a.secrets['token']}` } : {}),
    },
    body: new URLSearchParams({ command }).toString(),
  });
  if (answer.status !== 200) return refusedBy(answer.status, answer.text.slice(0, 200));
  return { ...accepted('taken'), text: answer.text };
}

export default adapter({
  id: 'exabgp',
  title: { nl: 'ExaBGP', en: 'ExaBGP' },
  docs: 'https://github.com/Exa-Networks/exabgp/wiki/Controlling-ExaBGP-:-interacting-from-the-API',
  options: z
    .strictObject({
      pipe: z.string().startsWith('/').optional(),
      url: z.url({ protocol: /^https?$/ }).optional(),
      next_hop: z
        .string()
        .regex(/^[0-9a-f.:]+$|^self$/)
        .optional(),
      community: z
        .string()
        .regex(/^\d+:\d+( \d+:\d+)*$/)
        .optional(),
    })
    .refine((o) => (o.pipe === undefined) !== (o.url === undefined), { message: 'pipe or url, one of both' }),
  secrets: ['token'],
  can: ['null_route', 'block_port'],
  final: [],
  needs: (what) => (what === 'block_port' ? ['ip', 'port'] : ['ip']),
  says: (a) => ({
    nl: `ExaBGP kondigt aan: announce ${route(a)}`,
    en: `ExaBGP announces: announce ${route(a)}`,
  }),
  execute: (a, doors) => say(a, doors, `announce ${route(a)}`),
  async verify(a, doors) {
    // A pipe gives no answer: what stands is asked of whoever can look.
    if (optionText(a, 'pipe')) return 'unclear';
    const seen = await say(a, doors, 'show adj-rib out');
    if (!seen.ok || seen.text === undefined) return 'unclear';
    const lines = seen.text.split('\n').filter((l) => l.includes(prefix(a.target.ip ?? '')));
    const found =
      a.what === 'block_port'
        ? lines.some((l) => l.includes('flow') && l.includes(`=${a.target.port}`))
        : lines.some((l) => !l.includes('flow'));
    return found ? 'in_force' : 'not_in_force';
  },
  revert: (a, doors) => say(a, doors, `withdraw ${route(a)}`),
});

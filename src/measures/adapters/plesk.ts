/** Plesk: its command line through the REST gateway; a subscription or a site is switched off and on. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, jsonOf, refused, refusedBy, under } from '../adapter.ts';

async function cli(a: Ask, doors: Doors, command: string, params: readonly string[]) {
  const answer = await doors.http({
    method: 'POST',
    url: under(a, `/api/v2/cli/${command}/call`),
    headers: { 'x-api-key': a.secrets['api_key'] ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ params }),
  });
  const read = jsonOf(answer.text);
  return {
    status: answer.status,
    code: typeof read?.['code'] === 'number' ? read['code'] : null,
    out: String(read?.['stdout'] ?? ''),
    fault: String(read?.['stderr'] ?? read?.['message'] ?? ''),
  };
}

const isSite = (a: Pick<Ask, 'what'>) => a.what === 'disable_site';
const name = (a: Pick<Ask, 'what' | 'target'>) => (isSite(a) ? a.target.host : a.target.account) ?? '';

async function turn(a: Ask, doors: Doors, off: boolean): Promise<Done> {
  const done = isSite(a)
    ? await cli(a, doors, 'site', [off ? '--suspend' : '--unsuspend', name(a)])
    : await cli(a, doors, 'subscription', [off ? '--webspace-off' : '--webspace-on', name(a)]);
  if (done.status !== 200) return refusedBy(done.status, done.fault);
  return done.code === 0 ? accepted(done.out || 'done') : refused(done.fault || done.out || 'no result');
}

export default adapter({
  id: 'plesk',
  title: { nl: 'Plesk', en: 'Plesk' },
  docs: 'https://docs.plesk.com/en-US/obsidian/api-rpc/about-rest-api.79359/',
  options: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  secrets: ['api_key'],
  can: ['suspend_account', 'disable_site'],
  final: [],
  needs: (what) => (what === 'disable_site' ? ['host'] : ['account']),
  says: (a) =>
    isSite(a)
      ? { nl: `Plesk zet de site ${name(a)} uit`, en: `Plesk suspends the site ${name(a)}` }
      : { nl: `Plesk zet het abonnement ${name(a)} uit`, en: `Plesk switches off the subscription ${name(a)}` },
  execute: (a, doors) => turn(a, doors, true),
  async verify(a, doors) {
    const seen = await cli(a, doors, isSite(a) ? 'site' : 'subscription', ['--info', name(a)]);
    const state = /status\s*:\s*([^\n]+)/i.exec(seen.out)?.[1]?.trim();
    if (seen.status !== 200 || seen.code !== 0 || state === undefined) return 'unclear';
    return /^(ok|active|enabled)\b/i.test(state)
      ? 'not_in_force'
      : /suspend|disabled|turned off/i.test(state)
        ? 'in_force'
        : 'unclear';
  },
  revert: (a, doors) => turn(a, doors, false),
});

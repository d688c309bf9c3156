/** A webhook of the provider's own: told what to do, signed as Standard Webhooks says, and asked whether it stands. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, jsonOf, optionText, refusedBy } from '../adapter.ts';

async function tell(a: Ask, doors: Doors, type: 'measure.execute' | 'measure.verify' | 'measure.revert') {
  const body = JSON.stringify({
    type,
    data: { key: a.key, decision: a.reference, what: a.what, target: a.target, handle: a.handle },
  });
  return doors.http({
    method: 'POST',
    url: optionText(a, 'url'),
    headers: {
      ...doors.signed(a.secrets['secret'] ?? '', `${a.key}-${type.slice(8)}`, body),
      'idempotency-key': a.key,
    },
    body,
  });
}

async function act(a: Ask, doors: Doors, type: 'measure.execute' | 'measure.revert'): Promise<Done> {
  const answer = await tell(a, doors, type);
  if (answer.status < 200 || answer.status >= 300) return refusedBy(answer.status, answer.text.slice(0, 200));
  const handle = jsonOf(answer.text)?.['handle'];
  return accepted(
    `HTTP ${answer.status}`,
    typeof handle === 'object' && handle !== null
      ? Object.fromEntries(Object.entries(handle).map(([k, v]) => [k, String(v)]))
      : undefined,
  );
}

export default adapter({
  id: 'webhook',
  title: { nl: 'Webhook', en: 'Webhook' },
  docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  options: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  secrets: ['secret'],
  can: [
    'remove_file',
    'disable_url',
    'disable_site',
    'block_port',
    'null_route',
    'suspend_account',
    'stop_machine',
    'end_contract',
    'hold_domain',
    'purge_cache',
  ],
  final: ['remove_file', 'end_contract', 'purge_cache'],
  needs: () => [],
  says: ({ what, options }) => ({
    nl: `webhook ${new URL(String(options['url'])).host} krijgt: ${what}`,
    en: `webhook ${new URL(String(options['url'])).host} is told: ${what}`,
  }),
  execute: (a, doors) => act(a, doors, 'measure.execute'),
  async verify(a, doors) {
    const answer = await tell(a, doors, 'measure.verify');
    const stands = answer.status === 200 ? jsonOf(answer.text)?.['in_force'] : undefined;
    return stands === true ? 'in_force' : stands === false ? 'not_in_force' : 'unclear';
  },
  revert: (a, doors) => act(a, doors, 'measure.revert'),
});

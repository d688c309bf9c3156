/** WHMCS: the module of a service is asked to suspend, unsuspend or terminate it. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, jsonOf, refused, refusedBy, under } from '../adapter.ts';

async function call(a: Ask, doors: Doors, action: string, more: Readonly<Record<string, string>> = {}) {
  const body = new URLSearchParams({
    action,
    identifier: a.secrets['identifier'] ?? '',
    secret: a.secrets['secret'] ?? '',
    responsetype: 'json',
    serviceid: a.target.account ?? '',
    ...more,
  }).toString();
  const answer = await doors.http({
    method: 'POST',
    url: under(a, '/includes/api.php'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  return { status: answer.status, read: jsonOf(answer.text) };
}

async function act(a: Ask, doors: Doors, action: string, more?: Readonly<Record<string, string>>): Promise<Done> {
  const { status, read } = await call(a, doors, action, more);
  const said = String(read?.['message'] ?? '');
  if (status !== 200) return refusedBy(status, said);
  return read?.['result'] === 'success' ? accepted(`${action} ${said}`.trim()) : refused(said || 'no result');
}

export default adapter({
  id: 'whmcs',
  title: { nl: 'WHMCS', en: 'WHMCS' },
  docs: 'https://developers.whmcs.com/api-reference/modulesuspend/',
  options: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  secrets: ['identifier', 'secret'],
  can: ['suspend_account', 'end_contract'],
  final: ['end_contract'],
  needs: () => ['account'],
  says: ({ what, target }) =>
    what === 'end_contract'
      ? {
          nl: `WHMCS beëindigt dienst ${target.account} (ModuleTerminate); dit kan niet terug`,
          en: `WHMCS terminates service ${target.account} (ModuleTerminate); this cannot be undone`,
        }
      : {
          nl: `WHMCS stelt dienst ${target.account} op non-actief (ModuleSuspend)`,
          en: `WHMCS suspends service ${target.account} (ModuleSuspend)`,
        },
  execute: (a, doors) =>
    a.what === 'end_contract'
      ? act(a, doors, 'ModuleTerminate')
      : act(a, doors, 'ModuleSuspend', { suspendreason: `Abuse ${a.reference}` }),
  async verify(a, doors) {
    const { status, read } = await call(a, doors, 'GetClientsProducts');
    if (status !== 200 || read?.['result'] !== 'success') return 'unclear';
    const products = read['products'] as { readonly product?: readonly { readonly status?: string }[] } | undefined;
    const state = products?.product?.[0]?.status;
    if (state === undefined) return 'unclear';
    return (a.what === 'end_contract' ? state === 'Terminated' : state === 'Suspended') ? 'in_force' : 'not_in_force';
  },
  revert: (a, doors) =>
    a.what === 'end_contract'
      ? Promise.resolve(refused('a terminated service does not come back'))
      : act(a, doors, 'ModuleUnsuspend'),
});

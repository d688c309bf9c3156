/** DirectAdmin: a user is suspended through CMD_API_SELECT_USERS, and its configuration says whether it is. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, refused, refusedBy, under } from '../adapter.ts';

const login = (a: Ask) => ({
  authorization: `Basic ${btoa(`${a.secrets['user'] ?? ''}:${a.secrets['login_key'] ?? ''}`)}`,
});

async function select(a: Ask, doors: Doors, which: 'Suspend' | 'Unsuspend'): Promise<Done> {
  const answer = await doors.http({
    method: 'POST',
    url: under(a, '/CMD_API_SELECT_USERS'),
    headers: { ...login(a), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      location: 'CMD_SELECT_USERS',
      suspend: which,
      select0: a.target.account ?? '',
      ...(which === 'Suspend' ? { reason: 'abuse' } : {}),
    }).toString(),
  });
  const read = new URLSearchParams(answer.text);
  const said = [read.get('text'), read.get('details')].filter(Boolean).join(' ');
  if (answer.status !== 200) return refusedBy(answer.status, said);
  return read.get('error') === '0' ? accepted(said || which) : refused(said || 'no result');
}

export default adapter({
  id: 'directadmin',
  title: { nl: 'DirectAdmin', en: 'DirectAdmin' },
  docs: 'https://docs.directadmin.com/developer/api/legacy-api.html',
  options: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  secrets: ['user', 'login_key'],
  can: ['suspend_account'],
  final: [],
  needs: () => ['account'],
  says: ({ target }) => ({
    nl: `DirectAdmin stelt gebruiker ${target.account} op non-actief, met al zijn sites en mail`,
    en: `DirectAdmin suspends user ${target.account}, with all its sites and mail`,
  }),
  execute: (a, doors) => select(a, doors, 'Suspend'),
  async verify(a, doors) {
    const answer = await doors.http({
      method: 'GET',
      url: under(a, `/CMD_API_SHOW_USER_CONFIG?user=${encodeURIComponent(a.target.account ?? '')}`),
      headers: login(a),
    });
    const suspended = answer.status === 200 ? new URLSearchParams(answer.text).get('suspended') : null;
    return suspended === null ? 'unclear' : /^(yes|on|1)$/i.test(suspended) ? 'in_force' : 'not_in_force';
  },
  revert: (a, doors) => select(a, doors, 'Unsuspend'),
});

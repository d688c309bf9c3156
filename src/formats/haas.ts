/** The honeypot of CZ.NIC (HaaS): addresses that logged in or tried to, with what they typed, as JSON. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'haas',
  title: { nl: 'CZ.NIC HaaS', en: 'CZ.NIC HaaS' },
  spec: 'https://haas.nic.cz/',
  feed: { url: 'https://haas.nic.cz/stats/export/{YEAR}/{MONTH}/{DATE}.json.gz', every: 'P1D', note: terms.credit },
  match: [{ kind: 'file', body: /"login_successful"\s*:/, weight: 90 }],
  shape: 'json',
  needs: ['ip', 'login_successful'],
  fields: {
    ip: 'ip',
    time: { from: 'time', zone: 'UTC' },
    first: { from: 'time', zone: 'UTC' },
    last: { from: 'time_closed', zone: 'UTC' },
    // A log-in to a honeypot is always an attack by that address; whether it got in tells how far it went.
    kind: { from: 'login_successful', table: { true: 'attack.exploit', false: 'attack.bruteforce' } },
  },
  kind: 'attack.bruteforce',
  org: 'CZ.NIC',
  domain: 'nic.cz',
  timed: true,
});

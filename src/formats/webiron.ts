/** WebIron in words: attacks on web sites, one block an address. */
import { template } from './template/template.ts';

export default template({
  id: 'webiron',
  version: 1,
  title: { nl: 'WebIron-melding', en: 'WebIron report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?webiron\.com$/i, weight: 60 },
    { kind: 'mail', body: /^Offending\/Source IP:/im, weight: 60 },
  ],
  split: /^Offending\/Source IP:/im,
  fields: {
    ip: { re: /^Offending\/Source IP:[ \t]*([0-9a-f.:]{3,45})/im },
    asSent: { re: /^[ \t]*-?[ \t]*Issue:[ \t]*(.+)$/im },
    kind: {
      re: /^[ \t]*-?[ \t]*Issue:[ \t]*(.+)$/im,
      map: {
        'brute force': 'attack.bruteforce',
        login: 'attack.bruteforce',
        botnet: 'attack.bruteforce',
        scan: 'attack.scan',
        'bad bot': 'attack.scraping',
        scrap: 'attack.scraping',
        spam: 'spam.comment_harvest',
        exploit: 'attack.exploit',
        inject: 'attack.exploit',
        hack: 'attack.exploit',
        attack: 'attack.exploit',
      },
    },
    seenAt: {
      re: /^[ \t]*-?[ \t]*(?:Time|Last Attack):[ \t]*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?: ?[+-]\d\d:?\d\d)?)/im,
    },
    port: { re: /^[ \t]*-?[ \t]*Port:[ \t]*(\d{1,5})/im },
    'protocol.application': { re: /^[ \t]*-?[ \t]*Service:[ \t]*([\w-]{2,20})/im },
    reference: { re: /^[ \t]*-?[ \t]*Report ID:[ \t]*([0-9a-f-]{8,40})/im },
    'target.url': { re: /^[ \t]*-?[ \t]*Targeted URL:[ \t]*((?:https?):\/\/[^\s[]{3,2000})/im },
  },
  constants: { kind: 'attack.exploit', zone: 'America/Phoenix', reporter: { org: 'WebIron', domain: 'webiron.com' } },
  required: ['ip'],
});

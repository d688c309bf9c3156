/** Abusix in words: what its traps and partners saw from an address, under labels. */
import { address, firstSeen, lastSeen, machineKinds, moment, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'abusix',
  version: 1,
  title: { nl: 'Abusix-melding', en: 'Abusix report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?abusix\.(?:com|org|zone)$/i, weight: 50 },
    {
      kind: 'mail',
      body: /\b(?:Abusix Mail Intelligence|Abusix Global Reporting|report(?:ed)? by Abusix)\b/i,
      weight: 40,
    },
  ],
  split: /^(?:Source )?IP(?:[ -]?Address)?[ \t]*:/im,
  fields: {
    ip: [address, { re: /^Subject:.*?\b((?:\d{1,3}\.){3}\d{1,3})\b/m }],
    kind: [
      { re: /^(?:Type|Report type|Event type|Category)[ \t]*:[ \t]*(.{2,80})$/im, map: machineKinds },
      { re: /^Subject: (.{3,200})$/im, map: machineKinds },
    ],
    seenAt: [moment, lastSeen, firstSeen],
    firstSeenAt: firstSeen,
    lastSeenAt: lastSeen,
    port: { re: /^(?:Source )?Port[ \t]*:[ \t]*(\d{1,5})/im },
    count: { re: /^(?:Count|Events|Occurrences|Hits)[ \t]*:[ \t]*([\d,]{1,12})/im },
    reference: reference,
  },
  constants: { kind: 'spam.source', zone: 'UTC', reporter: { org: 'Abusix', domain: 'abusix.com' } },
  required: ['ip'],
});

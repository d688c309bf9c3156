/** AbuseIPDB: reports about address of a network, with their categories and comments. */
import { address, machineKinds } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'abuse_ipdb',
  version: 1,
  title: { nl: 'AbuseIPDB-melding', en: 'AbuseIPDB report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?abuseipdb\.com$/i, weight: 60 },
    { kind: 'mail', body: /abuseipdb\.com\/check\/[0-9a-f.:]{3,45}/i, subject: /AbuseIPDB|abuse report/i, weight: 50 },
  ],
  split: /^(?:IP(?: Address)?[ \t]*:|[0-9a-f.:]{7,45} was (?:reported|found))/im,
  fields: {
    ip: [
      address,
      { re: /^([0-9a-f.:]{7,45}) was (?:reported|found)/im },
      { re: /abuseipdb\.com\/check\/([0-9a-f.:]{3,45})/i },
    ],
    kind: { re: /^Categor(?:y|ies)[ \t]*:[ \t]*(.{2,200})$/im, map: machineKinds },
    seenAt: [
      {
        re: /^(?:Reported(?: at| on)?|Report date|Last reported|Timestamp|Date)(?:[ \t]*\([^)\n]{0,20}\))?[ \t]*:[ \t]*(.{8,50})$/im,
      },
    ],
    count: { re: /^(?:Total reports|Reports|Number of reports)[ \t]*:[ \t]*([\d,]{1,12})/im },
    confidence: { re: /^(?:Abuse )?Confidence(?: score| of abuse)?[ \t]*:[ \t]*(\d{1,3} ?%)/im },
    description: { re: /^Comments?[ \t]*:[ \t]*(.{3,1000})$/im },
  },
  constants: { kind: 'report.unclassified', zone: 'UTC', reporter: { org: 'AbuseIPDB', domain: 'abuseipdb.com' } },
  required: ['ip'],
});

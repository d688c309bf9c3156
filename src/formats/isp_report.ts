/** Reports of one provider to another: the customer of one complains, the desk passes it on under labels. */
import { address, firstSeen, lastSeen, machineKinds, moment, reference, zone } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'isp_report',
  version: 1,
  title: { nl: 'Melding van een andere aanbieder', en: 'Report of another provider' },
  match: [
    {
      kind: 'mail',
      from: /^(?:abuse|noc|security|cert|csirt|soc|abuse-?desk|abuse-?team)@/i,
      body: /^[ \t]*(?:Source|Attack(?:er|ing)|Offending|Abus(?:e|ive)|Infected)[ -]?(?:IP|host|address)/im,
      weight: 40,
    },
    {
      kind: 'mail',
      from: /^(?:abuse|noc|security|cert|csirt|soc)[\w.+-]{0,30}@(?:[\w-]{1,40}\.)?(?:hetzner|ovh|ovhcloud|leaseweb|contabo|telekom|kpn|ziggo|vodafone\w*|transip|worldstream|serverius|online|scaleway|ionos|strato|orange|telefonica|tim|bt|comcast|att|verizon)\.(?:com|net|nl|de|fr|es|it|be|co\.uk)$/i,
      body: /^[ \t]*(?:Source )?IP(?:[ -]?Address)?[ \t]*:/im,
      weight: 40,
    },
  ],
  split:
    /^[ \t]*(?:Source|Attack(?:er|ing)|Offending|Abus(?:e|ive)|Infected)[ -]?(?:IP|host|address)[\w -]{0,20}[ \t]*[:=]/im,
  fields: {
    ip: [
      {
        re: /^[ \t]*(?:Source|Attack(?:er|ing)|Offending|Abus(?:e|ive)|Infected)[ -]?(?:IP|host|address)[\w -]{0,20}[ \t]*[:=][ \t]*\[?([0-9a-f.:]{3,45}(?:\/\d{1,3})?)(?![0-9a-f.:/])(?![ \t]*[,;&-])/im,
      },
      address,
    ],
    port: { re: /^[ \t]*(?:Source |Src )Port[ \t]*[:=][ \t]*(\d{1,5})/im },
    'target.ip': {
      re: /^[ \t]*(?:Destination|Dest|Target|Victim)[ -]?(?:IP|host|address)[\w -]{0,20}[ \t]*[:=][ \t]*\[?([0-9a-f.:]{3,45})/im,
    },
    'target.port': { re: /^[ \t]*(?:Destination |Dest |Dst |Target )Port[ \t]*[:=][ \t]*(\d{1,5})/im },
    'protocol.transport': { re: /^[ \t]*Protocol[ \t]*[:=][ \t]*(tcp|udp|icmp)\b/im },
    seenAt: [moment, lastSeen, firstSeen],
    firstSeenAt: firstSeen,
    lastSeenAt: lastSeen,
    zone: zone,
    count: {
      re: /^[ \t]*(?:Count|Attempts|Hits|Packets|Number of (?:attempts|events))[ \t]*[:=][ \t]*([\d,]{1,12})/im,
    },
    kind: [
      {
        re: /^[ \t]*(?:Type|Attack type|Abuse type|Category|Reason|Issue)[ \t]*[:=][ \t]*(.{2,80})$/im,
        map: machineKinds,
      },
      { re: /^Subject: (.{3,200})$/im, map: machineKinds },
    ],
    reference: reference,
  },
  constants: { kind: 'report.unclassified' },
  required: ['ip'],
});

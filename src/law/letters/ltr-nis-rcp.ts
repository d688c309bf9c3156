/** Recipients of the service are told of an incident or threat, first of all what they can do. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-nis-rcp',
  version: 1,
  audience: 'customer',
  title: { nl: 'Afnemers inlichten over een incident', en: 'Telling recipients of an incident' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '30',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'incidentNumber', 'incidentTitle', 'awareAt', 'description', 'advice'],
  optional: ['consequences'],
  subject: {
    nl: '[{{incidentNumber}}] Wat u nu kunt doen: {{incidentTitle}}',
    en: '[{{incidentNumber}}] What you can do now: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

**Wat u nu kunt doen**

{{advice}}

**Wat er is gebeurd**

{{description}}

Wij weten dit sinds {{awareAt}}.

{{#consequences}}
**Wat dit voor u kan betekenen:** {{consequences}}
{{/consequences}}

Wij schrijven u op grond van artikel 30 van de Cyberbeveiligingswet.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

**What you can do now**

{{advice}}

**What happened**

{{description}}

We have known this since {{awareAt}}.

{{#consequences}}
**What this can mean for you:** {{consequences}}
{{/consequences}}

We write to you under article 30 of the Cyberbeveiligingswet.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/** Final report one month after the notification, or a progress report where the incident lasts. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-nis-fr',
  version: 1,
  audience: 'authority',
  title: { nl: 'Eindverslag of voortgangsverslag van een incident', en: 'Final or progress report on an incident' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '29',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  fields: [
    'organisationName',
    'recipientName',
    'incidentNumber',
    'filing',
    'incidentTitle',
    'awareAt',
    'cause',
    'crossBorder',
    'description',
    'severity',
    'consequences',
    'measures',
  ],
  optional: ['rootCause', 'crossBorderText', 'indicators'],
  subject: {
    nl: '[{{incidentNumber}}] {{filing}}: {{incidentTitle}}',
    en: '[{{incidentNumber}}] {{filing}}: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

{{filing}} over incident {{incidentNumber}} van {{organisationName}}, bekend sinds **{{awareAt}}**.

**Beschrijving**

{{description}}

**Ernst:** {{severity}}

**Gevolgen:** {{consequences}}

**Soort dreiging:** {{cause}}

{{#rootCause}}
**Grondoorzaak:** {{rootCause}}
{{/rootCause}}

**Genomen en lopende maatregelen:** {{measures}}

**Gevolgen over de grens:** {{crossBorder}}

{{#crossBorderText}}
{{crossBorderText}}
{{/crossBorderText}}

{{#indicators}}
**Aanwijzingen van aantasting**

{{indicators}}
{{/indicators}}

Wij doen dit op grond van artikel 29 van de Cyberbeveiligingswet.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

{{filing}} on incident {{incidentNumber}} of {{organisationName}}, known since **{{awareAt}}**.

**Description**

{{description}}

**Severity:** {{severity}}

**Consequences:** {{consequences}}

**Kind of threat:** {{cause}}

{{#rootCause}}
**Root cause:** {{rootCause}}
{{/rootCause}}

**Measures taken and under way:** {{measures}}

**Effects across borders:** {{crossBorder}}

{{#crossBorderText}}
{{crossBorderText}}
{{/crossBorderText}}

{{#indicators}}
**Indicators of compromise**

{{indicators}}
{{/indicators}}

We do this under article 29 of the Cyberbeveiligingswet.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

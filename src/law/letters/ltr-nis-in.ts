/** Notification within 72 hours, and interim reports on request: severity, consequences, indicators of compromise. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-nis-in',
  version: 1,
  audience: 'authority',
  title: { nl: 'Melding van een significant incident', en: 'Notification of a significant incident' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '27, 28',
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
  ],
  optional: ['consequences', 'indicators', 'measures', 'crossBorderText', 'criteria'],
  subject: {
    nl: '[{{incidentNumber}}] {{filing}}: {{incidentTitle}}',
    en: '[{{incidentNumber}}] {{filing}}: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

Dit is de volgende stap bij incident {{incidentNumber}} van {{organisationName}}: {{filing}}. Wij kennen het incident sinds **{{awareAt}}**.

**Wat er nu bekend is**

{{description}}

**Ernst en eerste beoordeling:** {{severity}}

{{#consequences}}
**Gevolgen:** {{consequences}}
{{/consequences}}

{{#criteria}}
**Waarom het significant is:** {{criteria}}
{{/criteria}}

**Oorzaak:** {{cause}}

**Gevolgen over de grens:** {{crossBorder}}

{{#crossBorderText}}
{{crossBorderText}}
{{/crossBorderText}}

{{#indicators}}
**Aanwijzingen van aantasting**

{{indicators}}
{{/indicators}}

{{#measures}}
**Genomen maatregelen:** {{measures}}
{{/measures}}

Het eindverslag volgt binnen een maand na de melding. Wij doen dit op grond van de artikelen 27 en 28 van de Cyberbeveiligingswet.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

This is the next step in incident {{incidentNumber}} of {{organisationName}}: {{filing}}. We have known of the incident since **{{awareAt}}**.

**What is known now**

{{description}}

**Severity and first assessment:** {{severity}}

{{#consequences}}
**Consequences:** {{consequences}}
{{/consequences}}

{{#criteria}}
**Why it is significant:** {{criteria}}
{{/criteria}}

**Cause:** {{cause}}

**Effects across borders:** {{crossBorder}}

{{#crossBorderText}}
{{crossBorderText}}
{{/crossBorderText}}

{{#indicators}}
**Indicators of compromise**

{{indicators}}
{{/indicators}}

{{#measures}}
**Measures taken:** {{measures}}
{{/measures}}

The final report follows within a month of the notification. We do this under articles 27 and 28 of the Cyberbeveiligingswet.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/** Early warning to the CSIRT and the competent authority: suspected cause, effects across borders, the officer responsible. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-nis-ew',
  version: 1,
  audience: 'authority',
  title: {
    nl: 'Vroegtijdige waarschuwing van een significant incident',
    en: 'Early warning of a significant incident',
  },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '26',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  fields: [
    'organisationName',
    'recipientName',
    'incidentNumber',
    'incidentTitle',
    'awareAt',
    'cause',
    'crossBorder',
    'officer',
    'description',
  ],
  optional: ['criteria', 'severity'],
  subject: {
    nl: '[{{incidentNumber}}] Vroegtijdige waarschuwing: {{incidentTitle}}',
    en: '[{{incidentNumber}}] Early warning: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

{{organisationName}} geeft u een vroegtijdige waarschuwing van een significant incident. Wij kennen het sinds **{{awareAt}}**.

**Wat er is gebeurd**

{{description}}

**Oorzaak:** {{cause}}

**Gevolgen over de grens mogelijk:** {{crossBorder}}

{{#criteria}}
**Waarom het significant is:** {{criteria}}
{{/criteria}}

{{#severity}}
**Eerste beoordeling:** {{severity}}
{{/severity}}

**Verantwoordelijke functionaris voor de melding**

{{officer}}

De melding volgt binnen 72 uur nadat wij het incident kenden. Wij waarschuwen gelijktijdig het CSIRT en de bevoegde autoriteit, op grond van artikel 26 van de Cyberbeveiligingswet.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

{{organisationName}} gives you an early warning of a significant incident. We have known of it since **{{awareAt}}**.

**What happened**

{{description}}

**Cause:** {{cause}}

**Effects across borders possible:** {{crossBorder}}

{{#criteria}}
**Why it is significant:** {{criteria}}
{{/criteria}}

{{#severity}}
**First assessment:** {{severity}}
{{/severity}}

**Officer responsible for the notification**

{{officer}}

The notification follows within 72 hours of our knowing. We warn the CSIRT and the competent authority alike, under article 26 of the Cyberbeveiligingswet.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

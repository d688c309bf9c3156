/** A breach of personal data told to the data protection authority: the four things of article 33(3). */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-gdpr33',
  version: 1,
  audience: 'authority',
  title: { nl: 'Melding van een datalek aan de AP', en: 'Notification of a breach of personal data' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '33(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'verified',
  },
  fields: [
    'organisationName',
    'recipientName',
    'incidentNumber',
    'incidentTitle',
    'awareAt',
    'description',
    'subjects',
    'records',
    'dataKinds',
    'consequences',
    'measures',
  ],
  optional: ['highRisk'],
  subject: {
    nl: '[{{incidentNumber}}] Melding van een datalek: {{incidentTitle}}',
    en: '[{{incidentNumber}}] Notification of a breach: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

{{organisationName}} meldt een inbreuk in verband met persoonsgegevens. Wij kennen haar sinds **{{awareAt}}**.

**Aard van de inbreuk**

{{description}}

**Betrokkenen, ongeveer:** {{subjects}}

**Gegevensrecords, ongeveer:** {{records}}

**Soorten gegevens en mensen; functionaris of ander contact**

{{dataKinds}}

**Waarschijnlijke gevolgen:** {{consequences}}

**Genomen en voorgestelde maatregelen:** {{measures}}

{{#highRisk}}
**Hoog risico voor betrokkenen:** {{highRisk}}
{{/highRisk}}

Wij doen dit op grond van artikel 33 van de AVG.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

{{organisationName}} notifies you of a breach of personal data. We have known of it since **{{awareAt}}**.

**Nature of the breach**

{{description}}

**Data subjects, approximately:** {{subjects}}

**Records, approximately:** {{records}}

**Kinds of data and of people; data protection officer or other contact**

{{dataKinds}}

**Likely consequences:** {{consequences}}

**Measures taken and proposed:** {{measures}}

{{#highRisk}}
**High risk to data subjects:** {{highRisk}}
{{/highRisk}}

We do this under article 33 of the GDPR.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

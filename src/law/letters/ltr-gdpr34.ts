/** Data subjects told in plain words where the risk is high. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-gdpr34',
  version: 1,
  audience: 'customer',
  title: { nl: 'Een datalek aan betrokkenen meegedeeld', en: 'Data subjects told of a breach' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '34(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'verified',
  },
  fields: [
    'organisationName',
    'recipientName',
    'incidentNumber',
    'incidentTitle',
    'description',
    'consequences',
    'measures',
  ],
  optional: ['advice', 'dataKinds'],
  subject: {
    nl: '[{{incidentNumber}}] Er is iets met uw gegevens gebeurd: {{incidentTitle}}',
    en: '[{{incidentNumber}}] Something happened to your data: {{incidentTitle}}',
  },
  body: {
    nl: `
{{recipientName}},

Er is iets met uw gegevens gebeurd.

**Wat er is gebeurd**

{{description}}

**Wat dit voor u kan betekenen:** {{consequences}}

{{#advice}}
**Wat u zelf kunt doen**

{{advice}}
{{/advice}}

**Wat wij doen:** {{measures}}

{{#dataKinds}}
**Vragen?** {{dataKinds}}
{{/dataKinds}}

Wij schrijven u op grond van artikel 34 van de AVG.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

Something happened to your data.

**What happened**

{{description}}

**What this can mean for you:** {{consequences}}

{{#advice}}
**What you can do yourself**

{{advice}}
{{/advice}}

**What we do:** {{measures}}

{{#dataKinds}}
**Questions?** {{dataKinds}}
{{/dataKinds}}

We write to you under article 34 of the GDPR.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Data go out on a demand, to the contact of our own register. Fields as in ltr-ord-ack · dataSet what it is · hash SHA-256 of it · channelUsed how it goes.
 * Optional: period which times it covers · gaps what is not in it · orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-data',
  version: 1,
  audience: 'authority',
  title: { nl: 'Gegevens op een vordering', en: 'Data on a demand' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126n-126ng; DSA 10',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'dataSet', 'hash', 'channelUsed'],
  optional: ['period', 'gaps', 'orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Gegevens',
    en: '[{{orderNumber}}] Data',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op uw vordering, ontvangen op **{{receivedAt}}**, verstrekken wij: {{dataSet}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

**SHA-256:** {{hash}}

**Weg:** {{channelUsed}}

{{#period}}Periode: {{period}}.{{/period}}

{{#gaps}}Wat ontbreekt: {{gaps}}.{{/gaps}}

De klant is van ons niet ingelicht, tenzij u dat vroeg.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On your demand, received on **{{receivedAt}}**, we provide: {{dataSet}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

**SHA-256:** {{hash}}

**Way:** {{channelUsed}}

{{#period}}Period: {{period}}.{{/period}}

{{#gaps}}What is lacking: {{gaps}}.{{/gaps}}

We did not tell the customer, unless you asked us to.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

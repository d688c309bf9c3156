/**
 * The answer to a supervisor. Fields as in ltr-ord-ack · explanation the answer itself.
 * Optional: gaps what is not in it · hash SHA-256 of what is attached · orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-ans',
  version: 1,
  audience: 'authority',
  title: { nl: 'Antwoord aan een toezichthouder', en: 'Answer to a supervisor' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '51',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'explanation'],
  optional: ['gaps', 'hash', 'orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Antwoord op uw verzoek',
    en: '[{{orderNumber}}] Answer to your request',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op uw verzoek, ontvangen op **{{receivedAt}}**, antwoorden wij het volgende.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

{{explanation}}

{{#gaps}}Wat ontbreekt: {{gaps}}.{{/gaps}}

{{#hash}}SHA-256 van de bijlage: {{hash}}{{/hash}}

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

To your request, received on **{{receivedAt}}**, we answer as follows.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

{{explanation}}

{{#gaps}}What is lacking: {{gaps}}.{{/gaps}}

{{#hash}}SHA-256 of the attachment: {{hash}}{{/hash}}

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * An element of an order is missing, or it cannot be carried out. Never a refusal: what can be done goes on.
 * Fields as in ltr-ord-ack · ground what is lacking or why it cannot be done · explanation what is asked.
 * Optional: missing elements with their article · orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-def',
  version: 1,
  audience: 'authority',
  title: { nl: 'Gebrek in een bevel', en: 'Defect in an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9(2), 10(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'house',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'ground', 'explanation'],
  optional: ['missing', 'orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Aanvulling nodig: {{ground}}',
    en: '[{{orderNumber}}] More is needed: {{ground}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op **{{receivedAt}}** ontvingen wij uw bericht, ons nummer {{orderNumber}}. {{ground}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

{{#missing}}Het gaat om: {{missing}}.{{/missing}}

{{explanation}}

Dit is geen weigering. Wat al kan, doen wij.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On **{{receivedAt}}** we received your message, our number {{orderNumber}}. {{ground}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

{{#missing}}It is about: {{missing}}.{{/missing}}

{{explanation}}

This is no refusal. What can be done already, we do.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

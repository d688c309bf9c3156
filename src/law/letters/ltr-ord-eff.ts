/**
 * Which effect was given to an order, and when.
 * Fields: orderNumber, authorityName, receivedAt as in ltr-ord-ack · effectAt when effect was given to the last of it · items per location what was done, when, or why not.
 * Optional: orderReference, contact as in ltr-ord-ack · scope where it works · the others as named.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-eff',
  version: 1,
  audience: 'authority',
  title: { nl: 'Gevolg aan een bevel', en: 'Effect given to an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9(1), 10(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'effectAt', 'items'],
  optional: ['orderReference', 'scope', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Gevolg gegeven op {{effectAt}}',
    en: '[{{orderNumber}}] Effect given on {{effectAt}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op uw bevel, ontvangen op {{receivedAt}}, is gevolg gegeven. Het laatste onderdeel was klaar op **{{effectAt}}**.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

**Per vindplaats**

{{table:items}}

{{#scope}}Territoriaal bereik: {{scope}}.{{/scope}}

Bij dit bericht zit een getekend eindbewijs met wat er is gedaan en wanneer.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

Effect was given to your order, received on {{receivedAt}}. The last part was done on **{{effectAt}}**.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

**Per location**

{{table:items}}

{{#scope}}Territorial scope: {{scope}}.{{/scope}}

A signed final receipt comes with this message; it says what was done and when.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * An order or demand was received. It goes within the hour, by itself.
 * Fields: orderNumber our number · authorityName who gave it · receivedAt moment of delivery.
 * Optional: orderReference its own reference · kind what we take it for · dueAt when effect is expected at the latest · missing elements that are lacking · contact how to reach us.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-ack',
  version: 1,
  audience: 'authority',
  title: { nl: 'Ontvangst van een bevel', en: 'Receipt of an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9, 10',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt'],
  optional: ['orderReference', 'kind', 'dueAt', 'missing', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Ontvangen op {{receivedAt}}',
    en: '[{{orderNumber}}] Received on {{receivedAt}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Wij ontvingen uw bericht op **{{receivedAt}}** en behandelen het onder nummer {{orderNumber}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

{{#kind}}Wij behandelen het als: {{kind}}.{{/kind}}

{{#dueAt}}Wij verwachten er uiterlijk op {{dueAt}} gevolg aan te hebben gegeven.{{/dueAt}}

{{#missing}}Dit misten wij: {{missing}}. Wij gaan intussen verder met wat kan.{{/missing}}

Bij dit bericht zit een getekend ontvangstbewijs. U kunt het zelf nagaan, zonder ons.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

We received your message on **{{receivedAt}}** and handle it under number {{orderNumber}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

{{#kind}}We handle it as: {{kind}}.{{/kind}}

{{#dueAt}}We expect to have given effect to it by {{dueAt}} at the latest.{{/dueAt}}

{{#missing}}This was missing: {{missing}}. Meanwhile we go on with what can be done.{{/missing}}

A signed receipt comes with this message. You can check it yourself, without us.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

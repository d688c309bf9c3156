/**
 * A request to scrutinise a removal order from another Member State. Fields as in ltr-ord-ack · explanation why it infringes, seriously or manifestly.
 * Optional: orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-tco-scr',
  version: 1,
  audience: 'authority',
  title: { nl: 'Verzoek om toetsing', en: 'Request for scrutiny' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '4(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'issuerName', 'explanation'],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Verzoek om toetsing van een verwijderingsbevel',
    en: '[{{orderNumber}}] Request for scrutiny of a removal order',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op **{{receivedAt}}** ontvingen wij een verwijderingsbevel van {{issuerName}}. Het is uitgevoerd. Wij vragen u het te toetsen op grond van artikel 4, lid 4.

{{#orderReference}}Kenmerk van het bevel: {{orderReference}}.{{/orderReference}}

{{explanation}}

Wij houden het mogelijk om alles terug te zetten.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On **{{receivedAt}}** we received a removal order of {{issuerName}}. It was carried out. We ask you to scrutinise it under article 4(4).

{{#orderReference}}Reference of the order: {{orderReference}}.{{/orderReference}}

{{explanation}}

We keep it possible to put everything back.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Terrorist content that threatens lives is told to the criminal authorities. Fields as in ltr-ord-ack · items where it is · explanation the threat.
 * Optional: orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-tco-14',
  version: 1,
  audience: 'authority',
  title: { nl: 'Levensgevaar: terroristische inhoud', en: 'Threat to life: terrorist content' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '14(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'items', 'explanation'],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] SPOED: terroristische inhoud met levensgevaar',
    en: '[{{orderNumber}}] URGENT: terrorist content with a threat to life',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Wij kennen sinds **{{receivedAt}}** terroristische inhoud die wijst op direct gevaar voor het leven van mensen.

{{explanation}}

**Per vindplaats**

{{table:items}}

{{#orderReference}}Kenmerk van het bevel: {{orderReference}}.{{/orderReference}}

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

Since **{{receivedAt}}** we know of terrorist content that points to an imminent threat to life.

{{explanation}}

**Per location**

{{table:items}}

{{#orderReference}}Reference of the order: {{orderReference}}.{{/orderReference}}

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

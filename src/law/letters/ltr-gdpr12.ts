/**
 * Answer to a request of a data subject (GDPR art. 12).
 * Fields: organisationName, recipientName, reportNumber, decidedAt, outcome, ground, redress. Optional: data table · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-gdpr12',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Antwoord op een verzoek van een betrokkene', en: 'Answer to a request of a data subject' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '12(3),(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'decidedAt', 'outcome', 'ground', 'redress'],
  optional: ['data', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Antwoord op uw verzoek over uw gegevens',
    en: '[{{reportNumber}}] Answer to your request about your data',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Ons besluit van {{decidedAt}}:** {{outcome}}

{{#data}}
{{table:data}}
{{/data}}

**Waarop dit berust**

{{ground}}

**Bent u het er niet mee eens?**

{{redress}}

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Our decision of {{decidedAt}}:** {{outcome}}

{{#data}}
{{table:data}}
{{/data}}

**What this rests on**

{{ground}}

**Do you disagree?**

{{redress}}

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

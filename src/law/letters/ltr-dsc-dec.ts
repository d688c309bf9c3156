/**
 * Decision on a private request for name and address, by the four-part test.
 * Fields: organisationName, recipientName, reportNumber, decidedAt, outcome the decision in a sentence · questions table of the four parts
 * with the answer and reason of each · ground · redress. Optional: data table of what is given · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-dsc-dec',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Besluit op een verzoek om naam en adres', en: 'Decision on a request for name and address' },
  basis: {
    law: 'Hoge Raad 25 november 2005 (Lycos/Pessers)',
    article: 'ECLI:NL:HR:2005:AU4019',
    url: 'https://uitspraken.rechtspraak.nl/details?id=ECLI:NL:HR:2005:AU4019',
    mark: 'memory',
  },
  fields: [
    'organisationName',
    'recipientName',
    'reportNumber',
    'decidedAt',
    'outcome',
    'ground',
    'redress',
    'questions',
  ],
  optional: ['data', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Ons besluit over uw verzoek',
    en: '[{{reportNumber}}] Our decision on your request',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Ons besluit van {{decidedAt}}:** {{outcome}}

{{#data}}
{{table:data}}
{{/data}}

**Hoe wij hebben getoetst**

{{table:questions}}

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

**How we tested this**

{{table:questions}}

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

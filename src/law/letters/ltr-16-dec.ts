/**
 * Decision on a notice (DSA art. 16(5) and (6)); the final receipt goes with it as a file.
 * Fields: organisationName, recipientName, reportNumber · decidedAt moment with zone · outcome the decision in a sentence · items table
 * per address: decision, since when · ground law or term it rests on · redress what the notifier can do who disagrees · automation
 * whether automated means were used, in a sentence.
 * Optional: theirReference, explanation, complaintLink a page to complain on, one per decision, answerLink, contact. Never says who the customer is.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-dec',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Beslissing op een kennisgeving', en: 'Decision on a notice' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(5),(6)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [
    'organisationName',
    'recipientName',
    'reportNumber',
    'decidedAt',
    'outcome',
    'items',
    'ground',
    'redress',
    'automation',
  ],
  optional: ['theirReference', 'explanation', 'complaintLink', 'answerLink', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Ons besluit over uw melding{{#theirReference}} (uw kenmerk {{theirReference}}){{/theirReference}}',
    en: '[{{reportNumber}}] Our decision on your notice{{#theirReference}} (your reference {{theirReference}}){{/theirReference}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Ons besluit van {{decidedAt}}:** {{outcome}}

{{table:items}}

{{#explanation}}
{{explanation}}
{{/explanation}}

**Waarop dit berust**

{{ground}}

{{automation}}

**Bent u het er niet mee eens?**

{{redress}}

{{#complaintLink}}
**Klacht indienen**

{{complaintLink}}
{{/complaintLink}}

{{#answerLink}}
**Zo volgt u uw melding**

{{answerLink}}
{{/answerLink}}

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Our decision of {{decidedAt}}:** {{outcome}}

{{table:items}}

{{#explanation}}
{{explanation}}
{{/explanation}}

**What this rests on**

{{ground}}

{{automation}}

**Do you disagree?**

{{redress}}

{{#complaintLink}}
**Complain**

{{complaintLink}}
{{/complaintLink}}

{{#answerLink}}
**How to follow your notice**

{{answerLink}}
{{/answerLink}}

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

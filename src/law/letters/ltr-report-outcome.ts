/**
 * Outcome to a notifier (DSA art. 16(5) and (6)).
 * Fields: organisationName, recipientName, reportNumber as in ltr-report-received · decidedAt moment with zone ·
 * outcome the decision in one sentence · items table per address: decision, since when · ground law or term it rests on ·
 * redress what the notifier can do who disagrees · automation whether automated means were used, in a sentence.
 * Optional: theirReference, contact, answerLink as in ltr-report-received · explanation more words of the handler.
 * Never says who the customer is.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-report-outcome',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Uitkomst aan de melder', en: 'Outcome to the notifier' },
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
  optional: ['theirReference', 'contact', 'answerLink', 'explanation'],
  subject: {
    nl: '[{{reportNumber}}] Uitkomst van uw melding{{#theirReference}} (uw kenmerk {{theirReference}}){{/theirReference}}',
    en: '[{{reportNumber}}] Outcome of your report{{#theirReference}} (your reference {{theirReference}}){{/theirReference}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Wij hebben op **{{decidedAt}}** over uw melding {{reportNumber}} besloten: {{outcome}}

**Per adres**

{{table:items}}

{{#explanation}}
{{explanation}}
{{/explanation}}

**Waarop dit berust**

{{ground}}

{{automation}}

**Bent u het er niet mee eens?**

{{redress}}

{{#answerLink}}
{{answerLink}}
{{/answerLink}}

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

On **{{decidedAt}}** we decided about your report {{reportNumber}}: {{outcome}}

**Per address**

{{table:items}}

{{#explanation}}
{{explanation}}
{{/explanation}}

**What this rests on**

{{ground}}

{{automation}}

**Do you disagree?**

{{redress}}

{{#answerLink}}
{{answerLink}}
{{/answerLink}}

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

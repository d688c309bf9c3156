/**
 * The addresses of a notice are not on this network; where to report instead, as far as known.
 * Fields: organisationName, recipientName, reportNumber · items table of the addresses and whose they are · redress what can be done.
 * Optional: note words of the handler · answerLink · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-elsewhere',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Kennisgeving voor een ander netwerk', en: 'Notice for another network' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'items', 'redress'],
  optional: ['note', 'answerLink', 'contact'],
  subject: { nl: '[{{reportNumber}}] Dit staat niet bij ons', en: '[{{reportNumber}}] This is not with us' },
  body: {
    nl: `
Beste {{recipientName}},

**Wij kunnen hier niets doen:** de adressen die u meldde, staan niet op ons netwerk.

{{table:items}}

{{#note}}{{note}}{{/note}}

{{redress}}

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

**We can do nothing here:** the addresses you reported are not on our network.

{{table:items}}

{{#note}}{{note}}{{/note}}

{{redress}}

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

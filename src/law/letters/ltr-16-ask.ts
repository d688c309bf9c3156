/**
 * What a notice still lacks (DSA art. 16(2)); never a refusal.
 * Fields: organisationName, recipientName, reportNumber · missing what is asked, in a sentence.
 * Optional: note words of the handler · answerLink the status page, where it can be added · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-ask',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Vraag om aanvulling van een kennisgeving', en: 'Question about a notice' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'missing'],
  optional: ['note', 'answerLink', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Kunt u uw melding aanvullen?',
    en: '[{{reportNumber}}] Can you add to your notice?',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Wij vragen u:** {{missing}}

{{#note}}{{note}}{{/note}}

Uw melding blijft staan en wordt beoordeeld met wat er is. Met uw aanvulling kunnen wij sneller beslissen.

{{#answerLink}}
**Zo volgt u uw melding**

{{answerLink}}
{{/answerLink}}

Wij vragen dit op grond van artikel 16, lid 2, van de digitaledienstenverordening (DSA).

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**We ask you:** {{missing}}

{{#note}}{{note}}{{/note}}

Your notice stands and is assessed with what is there. With what you add we can decide sooner.

{{#answerLink}}
**How to follow your notice**

{{answerLink}}
{{/answerLink}}

We ask this under article 16(2) of the Digital Services Act (DSA).

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Receipt to a notifier (DSA art. 16(4)).
 * Fields: organisationName, recipientName as in ltr-warn · reportNumber our number · receivedAt moment with zone ·
 * items table of what was reported and whether it is clear (address, kind, what we do with it).
 * Optional: theirReference the notifier's own number · missing what we still need · answerLink status page ·
 * contact where a question can go.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-report-received',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Ontvangstbevestiging aan de melder', en: 'Receipt to the notifier' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'receivedAt', 'items'],
  optional: ['theirReference', 'missing', 'answerLink', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Uw melding is ontvangen{{#theirReference}} (uw kenmerk {{theirReference}}){{/theirReference}}',
    en: '[{{reportNumber}}] Your report was received{{#theirReference}} (your reference {{theirReference}}){{/theirReference}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

{{#missing}}
**Wij hebben nog iets van u nodig:** {{missing}}
{{/missing}}

Wij hebben uw melding ontvangen op **{{receivedAt}}**, onder nummer {{reportNumber}}. Dank u wel.

**Wat u meldde**

{{table:items}}

**Wat wij nu doen**

1. Wij kijken wie het adres had op het moment dat u noemt.
2. Wij vragen die klant om het op te lossen, of grijpen zelf in als dat nodig is.
3. Wij laten u weten wat er is besloten.

Uw naam en adres geven wij niet aan de klant, tenzij dat strikt nodig is om te kunnen reageren en u dat weet.

{{#answerLink}}
**Zo volgt u uw melding**

{{answerLink}}
{{/answerLink}}

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Wij bevestigen dit op grond van artikel 16, lid 4, van de digitaledienstenverordening (DSA).

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

{{#missing}}
**We still need something from you:** {{missing}}
{{/missing}}

We received your report on **{{receivedAt}}**, under number {{reportNumber}}. Thank you.

**What you reported**

{{table:items}}

**What we do now**

1. We look who held the address at the moment you name.
2. We ask that customer to solve it, or act ourselves where needed.
3. We tell you what was decided.

We do not give your name and address to the customer, unless that is strictly necessary for a reaction and you know it.

{{#answerLink}}
**How to follow your report**

{{answerLink}}
{{/answerLink}}

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

We confirm this under article 16(4) of the Digital Services Act (DSA).

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Receipt of a notice (DSA art. 16(4)), sent by itself at once; the signed receipt goes with it as a file.
 * Fields: organisationName, recipientName, reportNumber · receivedAt moment with zone · items table of the addresses and whether they
 * are on this network · next when we decide, in a sentence.
 * Optional: theirReference · missing what is still needed, in a sentence · busy that it takes longer now · answerLink the status page · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-ack',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Ontvangstbevestiging van een kennisgeving', en: 'Receipt of a notice' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'receivedAt', 'items', 'next'],
  optional: ['theirReference', 'missing', 'busy', 'answerLink', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Uw melding is ontvangen{{#theirReference}} (uw kenmerk {{theirReference}}){{/theirReference}}',
    en: '[{{reportNumber}}] Your notice was received{{#theirReference}} (your reference {{theirReference}}){{/theirReference}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

{{#missing}}
**Wij hebben nog iets van u nodig:** {{missing}}
{{/missing}}

Wij hebben uw melding ontvangen op **{{receivedAt}}**, onder nummer {{reportNumber}}. {{next}}

{{#busy}}{{busy}}{{/busy}}

**Wat u meldde**

{{table:items}}

{{#answerLink}}
**Zo volgt u uw melding**

{{answerLink}}
{{/answerLink}}

**Wat met uw gegevens gebeurt**

Uw naam en adres geven wij niet aan de klant, tenzij dat strikt nodig is om te kunnen reageren. Wij bewaren ze tot twee jaar na het besluit.

Het bestand ontvangstbewijs bij deze mail bewijst wat u meldde en wanneer. U kunt het zonder ons controleren.

Wij bevestigen dit op grond van artikel 16, lid 4, van de digitaledienstenverordening (DSA).

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

{{#missing}}
**We still need something from you:** {{missing}}
{{/missing}}

We received your notice on **{{receivedAt}}**, under number {{reportNumber}}. {{next}}

{{#busy}}{{busy}}{{/busy}}

**What you reported**

{{table:items}}

{{#answerLink}}
**How to follow your notice**

{{answerLink}}
{{/answerLink}}

**What happens with your data**

We do not give your name and address to the customer, unless that is strictly necessary for a reaction. We keep them until two years after the decision.

The file receipt with this mail proves what you reported and when. You can check it without us.

We confirm this under article 16(4) of the Digital Services Act (DSA).

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * A notice that cannot be decided, forwarded to who put the content there (NTD code art. 6c). Never says who the notifier is.
 * Fields: organisationName, recipientName, caseNumber · items table of the addresses · explanation what is said of them · dueAt last moment
 * to answer · consequence what happens otherwise, as a clause.
 * Optional: note words of the handler · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ntd-fwd',
  version: 1,
  audience: 'customer',
  title: { nl: 'Doorgestuurde melding (NTD)', en: 'Forwarded notice (NTD)' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down',
    article: '6c',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'memory',
  },
  fields: ['organisationName', 'recipientName', 'caseNumber', 'items', 'explanation', 'dueAt', 'consequence'],
  optional: ['note', 'contact'],
  subject: {
    nl: '[{{caseNumber}}] Melding over uw inhoud: antwoord vóór {{dueAt}}',
    en: '[{{caseNumber}}] Notice about your content: answer before {{dueAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Verwijder de inhoud, of antwoord ons vóór {{dueAt}} waarom zij mag blijven.** Beantwoord daarvoor deze mail.

**Waar het om gaat**

{{table:items}}

**Wat de melder zegt**

{{explanation}}

{{#note}}{{note}}{{/note}}

**Wat er anders gebeurt**

Horen wij niets van u, dan {{consequence}}.

Wij kunnen zelf niet vaststellen dat dit onmiskenbaar onrechtmatig is. Daarom vragen wij het u, volgens artikel 6c van de gedragscode Notice-and-Take-Down.

{{#contact}}Vragen? {{contact}}. Noem dan {{caseNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Remove the content, or tell us before {{dueAt}} why it may stay.** Answer this mail for that.

**What it is about**

{{table:items}}

**What the notifier says**

{{explanation}}

{{#note}}{{note}}{{/note}}

**What happens otherwise**

If we do not hear from you, {{consequence}}.

We cannot establish ourselves that this is unmistakably unlawful. That is why we ask you, under article 6c of the Notice-and-Take-Down code.

{{#contact}}Questions? {{contact}}. Please mention {{caseNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

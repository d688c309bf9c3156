/**
 * The customer is heard before name and address would be given to a private person. Never says who asks.
 * Fields: organisationName, recipientName, caseNumber · explanation what is asked and why · dueAt last moment to answer. Optional: note · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-dsc-hear',
  version: 1,
  audience: 'customer',
  title: { nl: 'U wordt gehoord over een verzoek om uw gegevens', en: 'You are heard about a request for your data' },
  basis: {
    law: 'Hoge Raad 25 november 2005 (Lycos/Pessers)',
    article: 'ECLI:NL:HR:2005:AU4019',
    url: 'https://uitspraken.rechtspraak.nl/details?id=ECLI:NL:HR:2005:AU4019',
    mark: 'memory',
  },
  fields: ['organisationName', 'recipientName', 'caseNumber', 'explanation', 'dueAt'],
  optional: ['note', 'contact'],
  subject: {
    nl: '[{{caseNumber}}] Antwoord vóór {{dueAt}}: iemand vraagt uw naam en adres',
    en: '[{{caseNumber}}] Answer before {{dueAt}}: someone asks for your name and address',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Laat ons vóór {{dueAt}} weten of u bezwaar hebt.** Beantwoord daarvoor deze mail.

Iemand vraagt ons uw naam en adres. Wij hebben nog niets gegeven en nog niet besloten.

**Waarom zegt de verzoeker die nodig te hebben?**

{{explanation}}

{{#note}}{{note}}{{/note}}

U kunt ook zelf contact opnemen of de inhoud verwijderen; dan is ons besluit misschien niet meer nodig. Horen wij niets, dan besluiten wij zonder uw antwoord.

Wij toetsen aan de vier voorwaarden van de Hoge Raad (Lycos/Pessers).

{{#contact}}Vragen? {{contact}}. Noem dan {{caseNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Tell us before {{dueAt}} whether you object.** Answer this mail for that.

Someone asks us for your name and address. We have given nothing yet and have not decided.

**Why does the requester say they are needed?**

{{explanation}}

{{#note}}{{note}}{{/note}}

You can also act yourself or remove the content; our decision may then no longer be needed. If we hear nothing, we decide without your answer.

We test this against the four conditions of the Dutch Supreme Court (Lycos/Pessers).

{{#contact}}Questions? {{contact}}. Please mention {{caseNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

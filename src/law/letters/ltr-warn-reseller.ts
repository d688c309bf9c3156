/**
 * First letter to a reseller: solve it or pass it on, and say who holds it (LTR-RESELL).
 * Fields as in ltr-warn. Optional besides: nameBy the moment before which the end customer must be named (P0 and P1: 24 hours).
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-warn-reseller',
  version: 1,
  audience: 'reseller',
  title: { nl: 'Eerste brief aan een reseller', en: 'First letter to a reseller' },
  basis: { law: 'house rule', article: 'contract with the reseller', mark: 'house' },
  fields: [
    'caseNumber',
    'organisationName',
    'recipientName',
    'problem',
    'resource',
    'dueAt',
    'what',
    'findings',
    'steps',
    'fixedWhen',
    'consequence',
    'answerLink',
    'ground',
  ],
  optional: ['nameBy', 'hostAt', 'phone', 'note', 'repeat'],
  subject: {
    nl: '[{{caseNumber}}] Doorgeven of oplossen vóór {{dueAt}}: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Pass on or solve before {{dueAt}}: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Zorg dat dit is opgelost vóór **{{dueAt}}**: {{problem}} op {{resource}}. U levert dit door aan een klant.

{{#nameBy}}Meld ons vóór **{{nameBy}}** wie deze klant is: naam, adres, e-mail en sinds wanneer.{{/nameBy}}

Wat wij van u vragen:

1. Geef deze brief vandaag door aan uw klant, met de tabel en de stappen.
2. Controleer zelf of het is opgelost; u blijft daarvoor verantwoordelijk.
3. Stuur ons het bewijs: wat is er gedaan, wanneer en door wie.

{{what}}

{{#repeat}}{{repeat}}{{/repeat}}

{{#note}}
{{note}}
{{/note}}

**Wat is er gezien**

{{table:findings}}

**Stappen voor wie de server of website beheert**

{{steps:steps}}

**Wanneer is het opgelost**

{{fixedWhen}}

**Wat er anders gebeurt**

Is het op {{dueAt}} niet opgelost en hebben wij niets van u gehoord, dan {{consequence}}.{{#hostAt}} Dat doen wij op {{hostAt}}.{{/hostAt}} Blijft een antwoord uit, dan telt dat mee in hoe wij u als reseller beoordelen.

**Zo antwoordt u**

Open uw pagina en kies: opgelost, meer tijd nodig, dit klopt niet, of een vraag. U hebt geen account nodig.
{{answerLink}}
{{#phone}}Liever bellen? {{phone}}. Noem dan {{caseNumber}}.{{/phone}}

Wij schrijven u dit op grond van: {{ground}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

Please see to it that this is solved before **{{dueAt}}**: {{problem}} at {{resource}}. You supply this to a customer of yours.

{{#nameBy}}Tell us before **{{nameBy}}** who this customer is: name, address, e-mail and since when.{{/nameBy}}

What we ask of you:

1. Pass this letter on to your customer today, with the table and the steps.
2. Check yourself that it is solved; you remain answerable for it.
3. Send us the proof: what was done, when and by whom.

{{what}}

{{#repeat}}{{repeat}}{{/repeat}}

{{#note}}
{{note}}
{{/note}}

**What was seen**

{{table:findings}}

**Steps for whoever manages the server or site**

{{steps:steps}}

**When it is solved**

{{fixedWhen}}

**What happens otherwise**

If it is not solved on {{dueAt}} and we have not heard from you, {{consequence}}.{{#hostAt}} We do that on {{hostAt}}.{{/hostAt}} If no answer comes, that counts in how we judge you as a reseller.

**How to answer**

Open your page and choose: solved, more time needed, this is wrong, or a question. You need no account.
{{answerLink}}
{{#phone}}Rather call? {{phone}}. Please mention {{caseNumber}}.{{/phone}}

We write to you on the ground of: {{ground}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: ['xarf', 'csv'],
});

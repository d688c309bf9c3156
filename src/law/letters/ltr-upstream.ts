/**
 * To the link above a customer who stays silent: the reseller through whom we deliver hears of it and takes over.
 * Fields as in ltr-reminder, and customerName: who was written to · firstSentAt: when. The reseller sees no letter of its
 * customer, only what was seen and what is asked. Optional besides: nameBy as in ltr-warn-reseller.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-upstream',
  version: 1,
  audience: 'reseller',
  title: { nl: 'Aan de schakel erboven: uw klant zwijgt', en: 'To the link above: your customer is silent' },
  basis: { law: 'house rule', article: 'contract with the reseller', mark: 'house' },
  fields: [
    'caseNumber',
    'organisationName',
    'recipientName',
    'problem',
    'resource',
    'customerName',
    'firstSentAt',
    'findings',
    'steps',
    'consequence',
    'answerLink',
    'ground',
  ],
  optional: ['hostAt', 'phone', 'note'],
  subject: {
    nl: '[{{caseNumber}}] Uw klant antwoordt niet: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Your customer does not answer: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Uw klant {{customerName}} antwoordt niet. Het gaat om {{problem}} op {{resource}}.

Wij schreven deze klant op {{firstSentAt}}. De tijd is voorbij, en u bent de schakel tussen ons en deze klant.

Wat wij van u vragen:

1. Neem vandaag zelf contact op met uw klant.
2. Los het samen op, of sluit de dienst af waar dat moet.
3. Zeg op de pagina hieronder wat u doet en wanneer.

{{#note}}
{{note}}
{{/note}}

**Wat is er gezien**

{{table:findings}}

**Stappen voor wie de server of website beheert**

{{steps:steps}}

**Wat er anders gebeurt**

Horen wij ook van u niets, dan {{consequence}}.{{#hostAt}} Dat doen wij op {{hostAt}}.{{/hostAt}}

**Zo antwoordt u**

Op uw pagina staan de zaak en de stappen. U hebt geen account nodig.
{{answerLink}}
{{#phone}}Liever bellen? {{phone}}. Noem dan {{caseNumber}}.{{/phone}}

Wij schrijven u dit op grond van: {{ground}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

Your customer {{customerName}} does not answer. It is about {{problem}} at {{resource}}.

We wrote to this customer on {{firstSentAt}}. The time is over, and you are the link between us and this customer.

What we ask of you:

1. Contact your customer yourself today.
2. Solve it together, or close the service where that is needed.
3. Say on the page below what you do and when.

{{#note}}
{{note}}
{{/note}}

**What was seen**

{{table:findings}}

**Steps for who runs the server or site**

{{steps:steps}}

**What happens otherwise**

If we hear nothing from you either, {{consequence}}.{{#hostAt}} We do that on {{hostAt}}.{{/hostAt}}

**How to answer**

Your page holds the case and the steps. You need no account.
{{answerLink}}
{{#phone}}Rather call? {{phone}}. Please mention {{caseNumber}}.{{/phone}}

We write to you on the ground of: {{ground}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: ['xarf', 'csv'],
});

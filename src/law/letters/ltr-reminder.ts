/**
 * Reminder when half of the customer's time has passed without an answer.
 * Fields as in ltr-warn, and firstSentAt: when the first letter went out. The full steps are on the customer's page.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-reminder',
  version: 1,
  audience: 'customer',
  title: { nl: 'Herinnering', en: 'Reminder' },
  basis: { law: 'house rule', article: 'half of the term', mark: 'house' },
  fields: [
    'caseNumber',
    'organisationName',
    'recipientName',
    'problem',
    'resource',
    'firstSentAt',
    'dueAt',
    'findings',
    'consequence',
    'answerLink',
    'ground',
  ],
  optional: ['hostAt', 'phone', 'note', 'steps'],
  subject: {
    nl: '[{{caseNumber}}] Herinnering, oplossen vóór {{dueAt}}: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Reminder, solve before {{dueAt}}: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

U hebt tot **{{dueAt}}** om dit op te lossen: {{problem}} op {{resource}}.

Wij schreven u hierover op {{firstSentAt}} en hebben nog geen antwoord. De helft van de tijd is voorbij.

{{#note}}
{{note}}
{{/note}}

**Wat is er gezien**

{{table:findings}}

{{#steps}}
**Wat u kunt doen**

{{steps:steps}}
{{/steps}}

**Wat er anders gebeurt**

Is het op {{dueAt}} niet opgelost, dan {{consequence}}.{{#hostAt}} Dat doen wij op {{hostAt}}.{{/hostAt}}

**Zo antwoordt u**

Op uw pagina staan de stappen. Zeg daar ook of u meer tijd nodig hebt; dat kan vaak.
{{answerLink}}
{{#phone}}Lukt het niet? Bel {{phone}}. Noem dan {{caseNumber}}.{{/phone}}

Wij schrijven u dit op grond van: {{ground}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

You have until **{{dueAt}}** to solve this: {{problem}} at {{resource}}.

We wrote to you about it on {{firstSentAt}} and have no answer yet. Half of the time has passed.

{{#note}}
{{note}}
{{/note}}

**What was seen**

{{table:findings}}

{{#steps}}
**What you can do**

{{steps:steps}}
{{/steps}}

**What happens otherwise**

If it is not solved on {{dueAt}}, {{consequence}}.{{#hostAt}} We do that on {{hostAt}}.{{/hostAt}}

**How to answer**

The steps are on your page. Say there too whether you need more time; often that is possible.
{{answerLink}}
{{#phone}}Is it not working out? Call {{phone}}. Please mention {{caseNumber}}.{{/phone}}

We write to you on the ground of: {{ground}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

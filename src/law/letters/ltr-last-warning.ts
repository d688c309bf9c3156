/**
 * Last letter before the term ends: nothing was heard, and what is about to happen is said with its moment.
 * Fields as in ltr-reminder.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-last-warning',
  version: 1,
  audience: 'customer',
  title: { nl: 'Laatste waarschuwing', en: 'Last warning' },
  basis: { law: 'Gedragscode Abusebestrijding', article: '5', mark: 'verified' },
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
    nl: '[{{caseNumber}}] Laatste waarschuwing, tot {{dueAt}}: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Last warning, until {{dueAt}}: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Dit moet zijn opgelost vóór **{{dueAt}}**: {{problem}} op {{resource}}.

Wij schreven u op {{firstSentAt}} en hebben nog niets gehoord. Dit is de laatste brief voordat wij zelf iets doen.

{{#note}}
{{note}}
{{/note}}

**Wat er anders gebeurt**

Is het op {{dueAt}} niet opgelost, dan {{consequence}}.{{#hostAt}} Dat doen wij op {{hostAt}}.{{/hostAt}}

**Wat is er gezien**

{{table:findings}}

{{#steps}}
**Wat u kunt doen**

{{steps:steps}}
{{/steps}}

**Zo antwoordt u**

Eén antwoord is genoeg om verder te praten: opgelost, meer tijd nodig, of dit klopt niet.
{{answerLink}}
{{#phone}}Lukt het niet? Bel {{phone}}. Noem dan {{caseNumber}}.{{/phone}}

Wij schrijven u dit op grond van: {{ground}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

This must be solved before **{{dueAt}}**: {{problem}} at {{resource}}.

We wrote to you on {{firstSentAt}} and have heard nothing yet. This is the last letter before we act ourselves.

{{#note}}
{{note}}
{{/note}}

**What happens otherwise**

If it is not solved on {{dueAt}}, {{consequence}}.{{#hostAt}} We do that on {{hostAt}}.{{/hostAt}}

**What was seen**

{{table:findings}}

{{#steps}}
**What you can do**

{{steps:steps}}
{{/steps}}

**How to answer**

One answer is enough to talk on: solved, more time needed, or this is wrong.
{{answerLink}}
{{#phone}}Is it not working out? Call {{phone}}. Please mention {{caseNumber}}.{{/phone}}

We write to you on the ground of: {{ground}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

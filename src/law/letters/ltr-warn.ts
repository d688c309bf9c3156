/**
 * First letter to a customer about a case.
 * Fields, all in the language of the letter:
 * caseNumber our number · organisationName who writes · recipientName the addressee · problem title of the course of action
 * resource the main address or site, made harmless · dueAt last moment with day and zone · what what is going on
 * findings table of what was seen · steps what to do · fixedWhen when it counts as fixed · consequence what we do otherwise,
 * as a clause ("wij sluiten het pad af") · answerLink the customer's page · ground term of contract or law we lean on.
 * Optional: hostAt when we act · phone for those who rather call · note words of the handler · repeat what happened before.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-warn',
  version: 1,
  audience: 'customer',
  title: { nl: 'Eerste brief aan de klant', en: 'First letter to the customer' },
  basis: { law: 'Gedragscode Abusebestrijding', article: '4, 5', mark: 'verified' },
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
  optional: ['hostAt', 'phone', 'note', 'repeat'],
  subject: {
    nl: '[{{caseNumber}}] Actie nodig vóór {{dueAt}}: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Action needed before {{dueAt}}: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Los dit op vóór **{{dueAt}}**: {{problem}} op {{resource}}.

{{what}}

{{#repeat}}{{repeat}}{{/repeat}}

{{#note}}
{{note}}
{{/note}}

**Wat is er gezien**

{{table:findings}}

**Wat u kunt doen**

{{steps:steps}}

**Wanneer is het opgelost**

{{fixedWhen}}

**Wat er anders gebeurt**

Is het op {{dueAt}} niet opgelost en hebben wij niets van u gehoord, dan {{consequence}}.{{#hostAt}} Dat doen wij op {{hostAt}}.{{/hostAt}}

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

Please solve this before **{{dueAt}}**: {{problem}} at {{resource}}.

{{what}}

{{#repeat}}{{repeat}}{{/repeat}}

{{#note}}
{{note}}
{{/note}}

**What was seen**

{{table:findings}}

**What you can do**

{{steps:steps}}

**When it is solved**

{{fixedWhen}}

**What happens otherwise**

If it is not solved on {{dueAt}} and we have not heard from you, {{consequence}}.{{#hostAt}} We do that on {{hostAt}}.{{/hostAt}}

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

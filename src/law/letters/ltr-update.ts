/**
 * News about a running case: seen again, an answer to a question, more time given.
 * Fields as in ltr-warn, and news: what there is to say, in one or a few lines (in each language).
 * Optional: question what the customer asked · dueAt where a term runs · findings the new sightings · steps where they changed.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-update',
  version: 1,
  audience: 'customer',
  title: { nl: 'Nieuws over een lopende zaak', en: 'News about a running case' },
  basis: { law: 'house rule', mark: 'house' },
  fields: ['caseNumber', 'organisationName', 'recipientName', 'problem', 'resource', 'news', 'answerLink'],
  optional: ['dueAt', 'question', 'findings', 'steps', 'phone'],
  subject: {
    nl: '[{{caseNumber}}] Nieuws over uw zaak: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] News about your case: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

{{#dueAt}}Los dit op vóór **{{dueAt}}**: {{problem}} op {{resource}}.{{/dueAt}}

{{#question}}
**U vroeg**

{{question}}

**Ons antwoord**
{{/question}}

{{news}}

{{#findings}}
**Wat is er nieuw gezien**

{{table:findings}}
{{/findings}}

{{#steps}}
**Wat u kunt doen**

{{steps:steps}}
{{/steps}}

**Zo antwoordt u**

Op uw pagina ziet u de hele zaak over {{problem}} op {{resource}} en kunt u antwoorden.
{{answerLink}}
{{#phone}}Liever bellen? {{phone}}. Noem dan {{caseNumber}}.{{/phone}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

{{#dueAt}}Please solve this before **{{dueAt}}**: {{problem}} at {{resource}}.{{/dueAt}}

{{#question}}
**You asked**

{{question}}

**Our answer**
{{/question}}

{{news}}

{{#findings}}
**What was newly seen**

{{table:findings}}
{{/findings}}

{{#steps}}
**What you can do**

{{steps:steps}}
{{/steps}}

**How to answer**

On your page you see the whole case about {{problem}} at {{resource}} and you can answer.
{{answerLink}}
{{#phone}}Rather call? {{phone}}. Please mention {{caseNumber}}.{{/phone}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: ['csv'],
});

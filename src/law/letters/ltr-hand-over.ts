/**
 * A case handed to the desk system of the house itself, by mail, so that colleagues can work on it there.
 * Fields: caseNumber, organisationName, problem, resource, findings as in ltr-warn · answerLink: the case in our own desk ·
 * state of the case in words. Optional: customerName the holder · dueAt first moment that runs · steps of the host · note.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-hand-over',
  version: 1,
  audience: 'desk',
  title: { nl: 'Zaak aan uw eigen desksysteem', en: 'Case to your own desk system' },
  basis: { law: 'house rule', mark: 'house' },
  fields: ['caseNumber', 'organisationName', 'problem', 'resource', 'state', 'answerLink'],
  optional: ['customerName', 'dueAt', 'findings', 'steps', 'note'],
  subject: {
    nl: '[{{caseNumber}}] {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Zaak {{caseNumber}}: {{problem}} op {{resource}}.

Stand: {{state}}.{{#customerName}} Houder: {{customerName}}.{{/customerName}}{{#dueAt}} Eerste termijn: {{dueAt}}.{{/dueAt}}

{{#note}}
{{note}}
{{/note}}

{{#findings}}
**Wat is er gezien**

{{table:findings}}
{{/findings}}

{{#steps}}
**Wat de hoster kan doen**

{{steps:steps}}
{{/steps}}

**Zo werkt u verder**

Antwoord op deze mail: uw antwoord gaat naar de klant en komt in de zaak. Wat de klant zegt, komt hier terug.
{{answerLink}}

{{organisationName}}
`,
    en: `
Case {{caseNumber}}: {{problem}} at {{resource}}.

State: {{state}}.{{#customerName}} Holder: {{customerName}}.{{/customerName}}{{#dueAt}} First term: {{dueAt}}.{{/dueAt}}

{{#note}}
{{note}}
{{/note}}

{{#findings}}
**What was seen**

{{table:findings}}
{{/findings}}

{{#steps}}
**What the host can do**

{{steps:steps}}
{{/steps}}

**How to go on**

Answer this mail: your answer goes to the customer and into the case. What the customer says comes back here.
{{answerLink}}

{{organisationName}}
`,
  },
  attachments: ['csv'],
});

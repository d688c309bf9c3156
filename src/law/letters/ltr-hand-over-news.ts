/**
 * What happened on a case that was handed to the desk system of the house: an answer of the customer, or its end.
 * Fields as in ltr-hand-over, and news: what happened, in one or a few lines. Optional: said: the words of the customer.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-hand-over-news',
  version: 1,
  audience: 'desk',
  title: { nl: 'Nieuws over een overgedragen zaak', en: 'News about a case handed over' },
  basis: { law: 'house rule', mark: 'house' },
  fields: ['caseNumber', 'organisationName', 'problem', 'news', 'answerLink'],
  optional: ['said'],
  subject: {
    nl: '[{{caseNumber}}] Nieuws: {{problem}}',
    en: '[{{caseNumber}}] News: {{problem}}',
  },
  body: {
    nl: `
Nieuws over zaak {{caseNumber}}: {{problem}}.

{{news}}

{{#said}}
**De klant schrijft**

{{said}}
{{/said}}

De zaak zelf:
{{answerLink}}

{{organisationName}}
`,
    en: `
News about case {{caseNumber}}: {{problem}}.

{{news}}

{{#said}}
**The customer writes**

{{said}}
{{/said}}

The case itself:
{{answerLink}}

{{organisationName}}
`,
  },
  attachments: [],
});

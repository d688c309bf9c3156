/**
 * Several cases of one holder in one letter, daily or weekly (rhythm of the course of action).
 * Fields: organisationName, recipientName, answerLink, ground as in ltr-warn · count how many cases, as digits ·
 * period the day or week in words · cases table: number, problem, address, last seen, solve before.
 * Optional: dueAt the earliest moment among them · steps where all cases share one course · consequence and phone as in ltr-warn.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-digest',
  version: 1,
  audience: 'customer',
  title: { nl: 'Overzicht van zaken', en: 'Overview of cases' },
  basis: { law: 'house rule', article: 'rhythm of the course of action', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'count', 'period', 'cases', 'answerLink', 'ground'],
  optional: ['dueAt', 'steps', 'consequence', 'phone'],
  subject: {
    nl: 'Overzicht {{period}}: {{count}} punten op uw netwerk{{#dueAt}}, eerste vóór {{dueAt}}{{/dueAt}}',
    en: 'Overview {{period}}: {{count}} points on your network{{#dueAt}}, first before {{dueAt}}{{/dueAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

{{#dueAt}}Los het eerste punt op vóór **{{dueAt}}**. {{/dueAt}}In dit overzicht van {{period}} staan {{count}} punten op uw adressen. Wij sturen ze samen, zodat u niet voor elk punt een brief krijgt.

**Wat is er gezien**

{{table:cases}}

{{#steps}}
**Wat u kunt doen**

{{steps:steps}}
{{/steps}}

{{#consequence}}
**Wat er anders gebeurt**

Is een punt op zijn datum niet opgelost en hebben wij niets van u gehoord, dan {{consequence}}.
{{/consequence}}

**Zo antwoordt u**

Op uw pagina staan per punt de stappen, en u kunt daar antwoorden.
{{answerLink}}
{{#phone}}Liever bellen? {{phone}}.{{/phone}}

Wij schrijven u dit op grond van: {{ground}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

{{#dueAt}}Please solve the first point before **{{dueAt}}**. {{/dueAt}}This overview of {{period}} holds {{count}} points on your addresses. We send them together, so that you do not get a letter for each.

**What was seen**

{{table:cases}}

{{#steps}}
**What you can do**

{{steps:steps}}
{{/steps}}

{{#consequence}}
**What happens otherwise**

If a point is not solved on its date and we have not heard from you, {{consequence}}.
{{/consequence}}

**How to answer**

Your page gives the steps for each point, and there you can answer.
{{answerLink}}
{{#phone}}Rather call? {{phone}}.{{/phone}}

We write to you on the ground of: {{ground}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: ['csv'],
});

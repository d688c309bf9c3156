/**
 * The case is closed: nothing more is asked.
 * Fields: caseNumber, organisationName, recipientName, problem, resource, answerLink as in ltr-warn ·
 * closedAt the moment it closed · why what showed that it is solved (fixedWhen of the course, or the probe's result) ·
 * quietDays number of days within which a new sighting reopens it.
 * Optional: lifted which restriction was taken off, and when · prevention one piece of advice.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-solved',
  version: 1,
  audience: 'customer',
  title: { nl: 'Zaak gesloten', en: 'Case closed' },
  basis: { law: 'house rule', mark: 'house' },
  fields: [
    'caseNumber',
    'organisationName',
    'recipientName',
    'problem',
    'resource',
    'closedAt',
    'why',
    'quietDays',
    'answerLink',
  ],
  optional: ['lifted', 'prevention'],
  subject: {
    nl: '[{{caseNumber}}] Opgelost: {{problem}} op {{resource}}',
    en: '[{{caseNumber}}] Solved: {{problem}} at {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

U hoeft niets meer te doen. De zaak over {{problem}} op {{resource}} is gesloten op **{{closedAt}}**. Dank u wel.

**Waarom wij de zaak sluiten**

{{why}}

{{#lifted}}{{lifted}}{{/lifted}}

Zien wij het binnen {{quietDays}} dagen opnieuw, dan openen wij de zaak weer en hoort u van ons.

{{#prevention}}
**Zo voorkomt u het een volgende keer**

{{prevention}}
{{/prevention}}

**Klopt er iets niet?**

Zeg het op uw pagina; u kunt daar ook zien wat er is gebeurd.
{{answerLink}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

You need not do anything more. The case about {{problem}} at {{resource}} was closed on **{{closedAt}}**. Thank you.

**Why we close the case**

{{why}}

{{#lifted}}{{lifted}}{{/lifted}}

If we see it again within {{quietDays}} days, we reopen the case and you will hear from us.

{{#prevention}}
**How to prevent it next time**

{{prevention}}
{{/prevention}}

**Is something not right?**

Say so on your page; there you can also see what happened.
{{answerLink}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Tells a customer that its contract is looked at, restricted or ended, in the words of who decided. It never says what started
 * it: no list, no authority; the words are checked before it is written.
 * Fields: organisationName, recipientName · outcome in one sentence · explanation of who decided.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-review',
  version: 1,
  audience: 'customer',
  title: { nl: 'Over uw overeenkomst met ons', en: 'About your contract with us' },
  basis: { law: 'house rule', article: 'customer due diligence', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'outcome', 'explanation'],
  optional: [],
  subject: {
    nl: 'Uw overeenkomst met {{organisationName}}: {{outcome}}',
    en: 'Your contract with {{organisationName}}: {{outcome}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**{{outcome}}**

{{explanation}}

Klopt er iets niet, of hebt u een vraag? Beantwoord deze mail. Een mens leest uw antwoord.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**{{outcome}}**

{{explanation}}

Is anything wrong, or do you have a question? Answer this mail. A person reads your answer.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

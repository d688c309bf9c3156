/**
 * Reminds a customer of what was asked.
 * Fields: organisationName, recipientName · pageLink its own page · dueAt until when · follows a sentence on what may follow.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-kyc-reminder',
  version: 1,
  audience: 'customer',
  title: { nl: 'Herinnering: vul uw klantgegevens aan', en: 'Reminder: complete your customer data' },
  basis: { law: 'house rule', article: 'policy on knowing the customer', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'pageLink', 'dueAt', 'follows'],
  optional: [],
  subject: {
    nl: 'Herinnering: vul uw gegevens aan vóór {{dueAt}}',
    en: 'Reminder: complete your data before {{dueAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Vul vóór {{dueAt}} uw gegevens aan:**

{{pageLink}}

Wij vroegen dit al eerder. Wat u al invulde, staat er nog.

Horen wij niets? {{follows}} Daarover beslist altijd een mens.

Lukt het niet, of klopt er iets niet? Beantwoord dan deze mail.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Complete your data before {{dueAt}}:**

{{pageLink}}

We asked this before. What you filled in is still there.

What if we hear nothing? {{follows}} A person always decides on that.

Does it not work, or is something wrong? Then answer this mail.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

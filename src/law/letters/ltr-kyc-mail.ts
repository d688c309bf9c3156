/**
 * Verifies the address of somebody who wants to become a customer.
 * Fields: organisationName, recipientName · confirmLink address that verifies · dueAt until when it works · reference what the first payment mentions. Optional: payTo account the payment goes to.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-kyc-mail',
  version: 1,
  audience: 'customer',
  title: { nl: 'Bevestig uw e-mailadres', en: 'Confirm your e-mail address' },
  basis: { law: 'house rule', article: 'policy on knowing the customer', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'confirmLink', 'dueAt', 'reference'],
  optional: ['payTo'],
  subject: {
    nl: 'Bevestig uw e-mailadres vóór {{dueAt}}',
    en: 'Confirm your e-mail address before {{dueAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Bevestig vóór {{dueAt}} dat dit uw adres is:**

{{confirmLink}}

Daarna volgt uw eerste betaling, vanaf een bankrekening op uw eigen naam. Vermeld daarbij precies dit kenmerk:

**{{reference}}**

{{#payTo}}Maak over naar {{payTo}}.{{/payTo}}

Wij vergelijken de naam op uw rekening met de naam van de aanvraag. Een mens beslist; u hoort het als er iets ontbreekt.

Hebt u niets aangevraagd? Dan hoeft u niets te doen.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Confirm before {{dueAt}} that this is your address:**

{{confirmLink}}

Then follows your first payment, from a bank account in your own name. Mention exactly this reference:

**{{reference}}**

{{#payTo}}Transfer it to {{payTo}}.{{/payTo}}

We compare the name on your account with the name of the application. A person decides; you will hear if something is missing.

Did you not apply for anything? Then there is nothing you need to do.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

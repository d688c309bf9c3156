/**
 * Asks a customer that is there already for what is not known of it.
 * Fields: organisationName, recipientName · pageLink its own page · dueAt until when · follows a sentence on what may follow.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-kyc-ask',
  version: 1,
  audience: 'customer',
  title: { nl: 'Vul uw klantgegevens aan', en: 'Complete your customer data' },
  basis: { law: 'house rule', article: 'policy on knowing the customer', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'pageLink', 'dueAt', 'follows'],
  optional: [],
  subject: {
    nl: 'Vul uw gegevens aan vóór {{dueAt}}',
    en: 'Complete your data before {{dueAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Vul vóór {{dueAt}} uw gegevens aan op uw eigen pagina:**

{{pageLink}}

Daar ziet u wat wij al weten en wat nog ontbreekt. Wij vragen dit aan al onze klanten, omdat misbruik van servers begint bij klanten die niemand kent. Uw dienst loopt intussen gewoon door.

Horen wij niets? {{follows}} Daarover beslist altijd een mens.

Wij vragen geen kopie van uw identiteitsbewijs en geen BSN. Stuur die ook niet.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Complete your data before {{dueAt}} on your own page:**

{{pageLink}}

There you see what we know and what is still missing. We ask this of all our customers, because abuse of servers begins with customers nobody knows. Your service runs on meanwhile.

What if we hear nothing? {{follows}} A person always decides on that.

We do not ask for a copy of your identity document or your citizen service number. Please do not send them.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * A receipt to who issued an edition: that it was read, and, where the organisation chose so, how many matches and actions.
 * Fields: organisationName, recipientName · edition its label · receivedAt, processedAt. Optional: counts in one sentence.
 * Attachment: the same, signed with the key of the journal.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-pol-rcp',
  version: 1,
  audience: 'authority',
  title: { nl: 'Ontvangstbewijs van een editie', en: 'Receipt of an edition' },
  basis: { law: 'Police reseller letter', mark: 'house' },
  fields: ['organisationName', 'recipientName', 'edition', 'receivedAt', 'processedAt'],
  optional: ['counts'],
  subject: {
    nl: 'Editie {{edition}} verwerkt door {{organisationName}}',
    en: 'Edition {{edition}} processed by {{organisationName}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Wij hebben editie {{edition}} ontvangen op {{receivedAt}} en verwerkt op {{processedAt}}.**

{{#counts}}{{counts}}{{/counts}}

Namen geven wij niet terug. De bijlage zegt hetzelfde, ondertekend.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**We received edition {{edition}} on {{receivedAt}} and processed it on {{processedAt}}.**

{{#counts}}{{counts}}{{/counts}}

We give no names back. The attachment says the same, signed.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

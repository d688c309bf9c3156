/**
 * Receipt of a request for data, with the signed receipt as a file.
 * Fields: organisationName, recipientName, reportNumber · receivedAt · next what happens and by when, in a sentence. Optional: contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-dsc-ack',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Ontvangstbevestiging van een verzoek om gegevens', en: 'Receipt of a request for data' },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'receivedAt', 'next'],
  optional: ['contact'],
  subject: { nl: '[{{reportNumber}}] Uw verzoek is ontvangen', en: '[{{reportNumber}}] Your request was received' },
  body: {
    nl: `
Beste {{recipientName}},

Wij hebben uw verzoek ontvangen op **{{receivedAt}}**, onder nummer {{reportNumber}}. {{next}}

Het bestand ontvangstbewijs bij deze mail bewijst wat u vroeg en wanneer.

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

We received your request on **{{receivedAt}}**, under number {{reportNumber}}. {{next}}

The file receipt with this mail proves what you asked and when.

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

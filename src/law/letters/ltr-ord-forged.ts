/**
 * Someone used the name of an authority: the real one is told, through our own register. Fields as in ltr-ord-ack.
 * Optional: orderReference, explanation what gave it away · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-forged',
  version: 1,
  audience: 'authority',
  title: { nl: 'Vervalst bevel op uw naam', en: 'Forged order in your name' },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt'],
  optional: ['orderReference', 'explanation', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Bevel op uw naam is niet van u',
    en: '[{{orderNumber}}] An order in your name is not yours',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op **{{receivedAt}}** kregen wij een bevel op uw naam, ons nummer {{orderNumber}}. Via het contact in ons eigen register bleek dat het niet van u komt.

{{#orderReference}}Het droeg het kenmerk {{orderReference}}.{{/orderReference}}

{{#explanation}}{{explanation}}{{/explanation}}

Er zijn geen gegevens verstrekt. Wilt u de bytes van het bericht hebben voor uw onderzoek, laat het ons weten.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On **{{receivedAt}}** we got an order in your name, our number {{orderNumber}}. Through the contact in our own register it proved not to be yours.

{{#orderReference}}It bore the reference {{orderReference}}.{{/orderReference}}

{{#explanation}}{{explanation}}{{/explanation}}

No data were given. If you want the bytes of the message for your inquiry, please tell us.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

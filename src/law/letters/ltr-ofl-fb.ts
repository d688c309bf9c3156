/**
 * What became of a hotline report; locations are masked.
 * Fields: orderNumber, authorityName, receivedAt as in ltr-ord-ack · effectAt when effect was given to the last of it · items per location what was done, when, or why not.
 * Optional: orderReference, contact as in ltr-ord-ack · scope where it works · the others as named.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ofl-fb',
  version: 1,
  audience: 'authority',
  title: { nl: 'Terugmelding aan het meldpunt', en: 'Answer to the hotline' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down, addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'effectAt', 'items'],
  optional: ['orderReference', 'scope', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Gevolg gegeven op {{effectAt}}',
    en: '[{{orderNumber}}] Effect given on {{effectAt}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Uw melding, ontvangen op {{receivedAt}}, is behandeld. De laatste vindplaats was klaar op **{{effectAt}}**. Adressen staan hier gemaskeerd.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

**Per vindplaats**

{{table:items}}

{{#scope}}Territoriaal bereik: {{scope}}.{{/scope}}

Bij dit bericht zit een getekend eindbewijs met wat er is gedaan en wanneer.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

Your message, received on {{receivedAt}}, was dealt with. The last location was done on **{{effectAt}}**. Addresses are masked here.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

**Per location**

{{table:items}}

{{#scope}}Territorial scope: {{scope}}.{{/scope}}

A signed final receipt comes with this message; it says what was done and when.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * What was made inaccessible on an order against child abuse material; locations are masked.
 * Fields: orderNumber, authorityName, receivedAt as in ltr-ord-ack · effectAt when effect was given to the last of it · items per location what was done, when, or why not.
 * Optional: orderReference, contact as in ltr-ord-ack · scope where it works · the others as named.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-atkm-eff',
  version: 1,
  audience: 'authority',
  title: { nl: 'Uitvoering van een bevel van de ATKM', en: 'Effect given to an order of the ATKM' },
  basis: {
    law: 'Wet bestuursrechtelijke aanpak online kinderpornografisch materiaal (Stb. 2024, 162)',
    article: '6(1)',
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

Op uw bevel, ontvangen op {{receivedAt}}, zijn de vindplaatsen behandeld. De laatste is ontoegankelijk sinds **{{effectAt}}**. Adressen staan hier gemaskeerd.

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

The locations of your order, received on {{receivedAt}}, were dealt with. The last is inaccessible since **{{effectAt}}**. Addresses are masked here.

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

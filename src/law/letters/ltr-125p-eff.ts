/**
 * The measures taken on an order of the public prosecutor, and the state of the data.
 * Fields: orderNumber, authorityName, receivedAt as in ltr-ord-ack · effectAt when effect was given to the last of it · items per location what was done, when, or why not.
 * Optional: orderReference, contact as in ltr-ord-ack · scope where it works · the others as named.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-125p-eff',
  version: 1,
  audience: 'authority',
  title: { nl: 'Uitvoering van een bevel 125p Sv', en: 'Effect given to an order under 125p Sv' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '125p',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'effectAt', 'items'],
  optional: ['orderReference', 'scope', 'contact', 'dataState'],
  subject: {
    nl: '[{{orderNumber}}] Gevolg gegeven op {{effectAt}}',
    en: '[{{orderNumber}}] Effect given on {{effectAt}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Aan uw bevel op grond van artikel 125p Sv, ontvangen op {{receivedAt}}, is voldaan. De gegevens zijn ontoegankelijk sinds **{{effectAt}}**.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

**Per vindplaats**

{{table:items}}

{{#scope}}Territoriaal bereik: {{scope}}.{{/scope}}

{{#dataState}}Stand van de gegevens: {{dataState}}.{{/dataState}}

Bij dit bericht zit een getekend eindbewijs met wat er is gedaan en wanneer.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

Your order under article 125p Sv, received on {{receivedAt}}, was obeyed. The data are inaccessible since **{{effectAt}}**.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

**Per location**

{{table:items}}

{{#scope}}Territorial scope: {{scope}}.{{/scope}}

{{#dataState}}State of the data: {{dataState}}.{{/dataState}}

A signed final receipt comes with this message; it says what was done and when.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Data are preserved. Fields as in ltr-ord-ack · what is kept · until when.
 * Optional: orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-kept',
  version: 1,
  audience: 'authority',
  title: { nl: 'Gegevens zijn bewaard', en: 'Data are preserved' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126ni; e-Evidence 11',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'what', 'until'],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Bewaard tot {{until}}',
    en: '[{{orderNumber}}] Preserved until {{until}}',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op uw bevel, ontvangen op **{{receivedAt}}**, bewaren wij: {{what}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

Dat doen wij tot **{{until}}**. Verlengt u niet en vordert u niets, dan geven wij ze daarna vrij.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On your order, received on **{{receivedAt}}**, we preserve: {{what}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

We do so until **{{until}}**. Where you neither extend nor demand, we release them after that.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

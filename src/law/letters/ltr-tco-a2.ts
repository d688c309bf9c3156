/**
 * Annex II: feedback after removal or disabling. Fields: orderNumber, authorityName, receivedAt as in ltr-ord-ack · measure removed or disabled in all Member States · measureAt time and date of it · items per location · providerName and providerContact details of the provider · signer, signerRole who authenticates · signedAt when.
 * Optional: orderReference as in ltr-ord-ack.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-tco-a2',
  version: 1,
  audience: 'authority',
  title: { nl: 'Bijlage II: verwijderd of geblokkeerd', en: 'Annex II: removed or disabled' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(6), Annex II',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  fields: [
    'orderNumber',
    'organisationName',
    'authorityName',
    'receivedAt',
    'measure',
    'measureAt',
    'items',
    'providerContact',
    'signer',
    'signerRole',
    'signedAt',
  ],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Bijlage II: {{measure}} op {{measureAt}}',
    en: '[{{orderNumber}}] Annex II: {{measure}} on {{measureAt}}',
  },
  body: {
    nl: `
**BIJLAGE II. Terugkoppeling na verwijdering van of ontoegankelijkmaking van terroristische inhoud**

**A. Geadresseerde van het bevel:** {{organisationName}}, {{providerContact}}

**Afgegeven door:** {{authorityName}}. {{#orderReference}}Kenmerk: {{orderReference}}. {{/orderReference}}Ontvangen op {{receivedAt}}.

**B. Maatregel:** {{measure}}

**Tijd en datum:** {{measureAt}}

{{table:items}}

**C. Gegevens:** ons nummer {{orderNumber}}. {{#contact}}{{contact}}{{/contact}}

**D. Bevestigd door:** {{signer}}, {{signerRole}}, op {{signedAt}}
`,
    en: `
**ANNEX II. Feedback following removal of or disabling access to terrorist content**

**A. Addressee of the order:** {{organisationName}}, {{providerContact}}

**Issued by:** {{authorityName}}. {{#orderReference}}Reference: {{orderReference}}. {{/orderReference}}Received on {{receivedAt}}.

**B. Measure:** {{measure}}

**Time and date:** {{measureAt}}

{{table:items}}

**C. Details:** our number {{orderNumber}}. {{#contact}}{{contact}}{{/contact}}

**D. Authenticated by:** {{signer}}, {{signerRole}}, on {{signedAt}}
`,
  },
  attachments: [],
});

/**
 * Annex III: it cannot be carried out, or is defective. Fields as in ltr-tco-a2 · ground which of the four · explanation why, or what is asked.
 * Optional: orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-tco-a3',
  version: 1,
  audience: 'authority',
  title: { nl: 'Bijlage III: kan niet of klopt niet', en: 'Annex III: impossible or defective' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(7), 3(8), Annex III',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  fields: [
    'orderNumber',
    'organisationName',
    'authorityName',
    'receivedAt',
    'ground',
    'explanation',
    'providerContact',
    'signer',
    'signerRole',
    'signedAt',
  ],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Bijlage III: {{ground}}',
    en: '[{{orderNumber}}] Annex III: {{ground}}',
  },
  body: {
    nl: `
**BIJLAGE III. Onmogelijkheid om het verwijderingsbevel uit te voeren**

**A. Geadresseerde van het bevel:** {{organisationName}}, {{providerContact}}

**Afgegeven door:** {{authorityName}}. {{#orderReference}}Kenmerk: {{orderReference}}. {{/orderReference}}Ontvangen op {{receivedAt}}.

**B. Grond:** {{ground}}

{{explanation}}

**C. Gegevens:** ons nummer {{orderNumber}}. {{#contact}}{{contact}}{{/contact}}

**D. Bevestigd door:** {{signer}}, {{signerRole}}, op {{signedAt}}
`,
    en: `
**ANNEX III. Impossibility to execute the removal order**

**A. Addressee of the order:** {{organisationName}}, {{providerContact}}

**Issued by:** {{authorityName}}. {{#orderReference}}Reference: {{orderReference}}. {{/orderReference}}Received on {{receivedAt}}.

**B. Ground:** {{ground}}

{{explanation}}

**C. Details:** our number {{orderNumber}}. {{#contact}}{{contact}}{{/contact}}

**D. Authenticated by:** {{signer}}, {{signerRole}}, on {{signedAt}}
`,
  },
  attachments: [],
});

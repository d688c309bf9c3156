/**
 * Annex III of the e-Evidence Regulation: incomplete, impossible, or a conflict. Fields as in ltr-ord-def.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-epoc-a3',
  version: 1,
  audience: 'authority',
  title: { nl: 'Bijlage III (e-Evidence)', en: 'Annex III (e-Evidence)' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '10(6)-(8), 11(5), Annex III',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt', 'ground', 'explanation'],
  optional: ['missing', 'orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Bijlage III: {{ground}}',
    en: '[{{orderNumber}}] Annex III: {{ground}}',
  },
  body: {
    nl: `
**BIJLAGE III. Het certificaat kan niet of niet volledig worden uitgevoerd**

Aan: {{authorityName}}. Ontvangen op **{{receivedAt}}**, ons nummer {{orderNumber}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

**Grond:** {{ground}}

{{#missing}}Het gaat om: {{missing}}.{{/missing}}

{{explanation}}

De gevraagde gegevens blijven bewaard.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
**ANNEX III. The certificate cannot be carried out, or not whole**

To: {{authorityName}}. Received on **{{receivedAt}}**, our number {{orderNumber}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

**Ground:** {{ground}}

{{#missing}}It is about: {{missing}}.{{/missing}}

{{explanation}}

The data asked for stay preserved.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

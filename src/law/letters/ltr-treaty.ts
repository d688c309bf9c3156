/**
 * The answer to a request from outside the Union: the way by treaty. Fields as in ltr-ord-ack.
 * Optional: orderReference, contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-treaty',
  version: 1,
  audience: 'authority',
  title: {
    nl: 'Verzoek van buiten de Unie: de weg via het verdrag',
    en: 'Request from outside the Union: the way by treaty',
  },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '48',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  fields: ['orderNumber', 'organisationName', 'authorityName', 'receivedAt'],
  optional: ['orderReference', 'contact'],
  subject: {
    nl: '[{{orderNumber}}] Uw verzoek: de weg via rechtshulp',
    en: '[{{orderNumber}}] Your request: the way by legal assistance',
  },
  body: {
    nl: `
Geachte {{authorityName}},

Op **{{receivedAt}}** ontvingen wij uw verzoek, ons nummer {{orderNumber}}.

{{#orderReference}}Uw kenmerk: {{orderReference}}.{{/orderReference}}

Aan een verzoek van buiten de Europese Unie geven wij zelf geen gegevens en geen gevolg. De weg is een verzoek om rechtshulp aan het Nederlandse ministerie van Justitie en Veiligheid, op grond van een verdrag.

Is er direct levensgevaar, neem dan contact op met de Nederlandse politie.

{{#contact}}Contact: {{contact}}. Noem dan {{orderNumber}}.{{/contact}}

Hoogachtend,
{{organisationName}}
`,
    en: `
Dear {{authorityName}},

On **{{receivedAt}}** we received your request, our number {{orderNumber}}.

{{#orderReference}}Your reference: {{orderReference}}.{{/orderReference}}

On a request from outside the European Union we give no data and no effect ourselves. The way is a request for legal assistance to the Dutch Ministry of Justice and Security, under a treaty.

Where life is in direct danger, please contact the Dutch police.

{{#contact}}Contact: {{contact}}. Please mention {{orderNumber}}.{{/contact}}

Yours faithfully,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * The service or account ends: statement of reasons with what went before. Fields as in ltr-17, and endsAt from when ·
 * dataWindow until when data can be fetched, or why not · history table of earlier violations (optional).
 */
import { letterTemplate } from '../letter.ts';
import { statementBody, statementFields, statementOptional } from '../statement.ts';

export default letterTemplate({
  id: 'ltr-term',
  version: 1,
  audience: 'customer',
  title: { nl: 'Beëindiging met motivering', en: 'Termination with its reasons' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '17',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [...statementFields, 'endsAt', 'dataWindow'],
  optional: [...statementOptional, 'history'],
  subject: {
    nl: '[{{statementNumber}}] Uw dienst is beëindigd: {{resource}}',
    en: '[{{statementNumber}}] Your service is terminated: {{resource}}',
  },
  body: statementBody(
    {
      nl: 'Wij beëindigen de dienst op **{{resource}}**: {{restriction}}. Dit geldt {{endsAt}}. Hier staat waarom.',
      en: 'We terminate the service at **{{resource}}**: {{restriction}}. This holds {{endsAt}}. Here is why.',
    },
    {
      nl: '{{#history}}\n**Wat eraan voorafging**\n\n{{table:history}}\n{{/history}}\n\n**Uw gegevens**\n\n{{dataWindow}}',
      en: '{{#history}}\n**What went before**\n\n{{table:history}}\n{{/history}}\n\n**Your data**\n\n{{dataWindow}}',
    },
  ),
  attachments: [],
});

/**
 * The service or account stands still: statement of reasons with what went before. Fields as in ltr-17, and
 * endsAt until when · history table of earlier violations (optional: there may be none).
 */
import { letterTemplate } from '../letter.ts';
import { statementBody, statementFields, statementOptional } from '../statement.ts';

export default letterTemplate({
  id: 'ltr-susp',
  version: 1,
  audience: 'customer',
  title: { nl: 'Opschorting met motivering', en: 'Suspension with its reasons' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '17',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [...statementFields, 'endsAt'],
  optional: [...statementOptional, 'history'],
  subject: {
    nl: '[{{statementNumber}}] Uw dienst is opgeschort: {{resource}}',
    en: '[{{statementNumber}}] Your service is suspended: {{resource}}',
  },
  body: statementBody(
    {
      nl: 'Uw dienst op **{{resource}}** is opgeschort: {{restriction}}. Dit duurt {{endsAt}}. Hier staat waarom.',
      en: 'Your service at **{{resource}}** is suspended: {{restriction}}. This lasts {{endsAt}}. Here is why.',
    },
    {
      nl: '{{#history}}\n**Wat eraan voorafging**\n\n{{table:history}}\n{{/history}}',
      en: '{{#history}}\n**What went before**\n\n{{table:history}}\n{{/history}}',
    },
  ),
  attachments: [],
});

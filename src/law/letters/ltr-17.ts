/**
 * Statement of reasons for a restriction.
 * Fields: statementNumber and decisionNumber our numbers · recipientName the addressee · resource what it hits, made harmless ·
 * restriction what was done, as a clause · statement the fixed table of art. 17(3)(a)-(f) · facts and explanation in words of
 * the decider · redress where and until when to complain, and the court · answerLink the page to complain.
 * Optional: caseNumber of the matter · sourceIdentity only where strictly necessary · steps to cure · passOn for a reseller · phone ·
 * replaces what an earlier letter said.
 */
import { letterTemplate } from '../letter.ts';
import { statementBody, statementFields, statementOptional } from '../statement.ts';

export default letterTemplate({
  id: 'ltr-17',
  version: 1,
  audience: 'customer',
  title: { nl: 'Motivering van een beperking', en: 'Statement of reasons' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '17',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [...statementFields],
  optional: [...statementOptional],
  subject: {
    nl: '[{{statementNumber}}] Wij beperkten uw dienst: {{resource}}',
    en: '[{{statementNumber}}] We restricted your service: {{resource}}',
  },
  body: statementBody({
    nl: 'Wij hebben iets beperkt op **{{resource}}**: {{restriction}}. Hier staat waarom.',
    en: 'We restricted something at **{{resource}}**: {{restriction}}. Here is why.',
  }),
  attachments: [],
});

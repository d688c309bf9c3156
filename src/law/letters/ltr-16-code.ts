/**
 * The code that opens a guarded status page for a quarter of an hour.
 * Fields: organisationName, reportNumber, code, until moment with zone.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-code',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Code voor de statuspagina', en: 'Code for the status page' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['organisationName', 'reportNumber', 'code', 'until'],
  optional: [],
  subject: { nl: '[{{reportNumber}}] Uw code', en: '[{{reportNumber}}] Your code' },
  body: {
    nl: `
Uw code is **{{code}}**. Hij werkt één keer, tot {{until}}.

Vroeg u hier niet om? Dan hoeft u niets te doen.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Your code is **{{code}}**. It works once, until {{until}}.

Did you not ask for this? Then you need not do anything.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * Answer to a complaint, decided by a person who did not decide before. Fields: objectionNumber · decisionNumber ·
 * recipientName · organisationName · receivedAt · outcome what was decided · reasons why · redress what is open still.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-cmp-dec',
  version: 1,
  audience: 'customer',
  title: { nl: 'Antwoord op een klacht', en: 'Answer to a complaint' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '20(5),(6)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [
    'objectionNumber',
    'decisionNumber',
    'organisationName',
    'recipientName',
    'receivedAt',
    'outcome',
    'reasons',
    'redress',
  ],
  optional: [],
  subject: {
    nl: '[{{objectionNumber}}] Ons besluit op uw klacht',
    en: '[{{objectionNumber}}] Our decision on your complaint',
  },
  body: {
    nl: `
Beste {{recipientName}},

U klaagde op {{receivedAt}} over ons besluit {{decisionNumber}}. {{outcome}}

**Waarom**

{{reasons}}

Een medewerker die het eerdere besluit niet nam, heeft hierover beslist. Er is niet alleen door een computer beslist.

**Wat u verder kunt doen**

{{redress}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

On {{receivedAt}} you complained about our decision {{decisionNumber}}. {{outcome}}

**Why**

{{reasons}}

A member of staff who did not take the earlier decision decided this. It was not decided by a computer alone.

**What else you can do**

{{redress}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/**
 * A restriction is lifted. Fields: statementNumber of the statement it takes back · decisionNumber · recipientName ·
 * organisationName · resource · why it ends. Optional: caseNumber.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-lifted',
  version: 1,
  audience: 'customer',
  title: { nl: 'Beperking opgeheven', en: 'Restriction lifted' },
  basis: { law: 'Regulation (EU) 2022/2065 (DSA)', article: '17', mark: 'house' },
  fields: ['statementNumber', 'decisionNumber', 'organisationName', 'recipientName', 'resource', 'why'],
  optional: ['caseNumber'],
  subject: {
    nl: '[{{statementNumber}}] De beperking is opgeheven: {{resource}}',
    en: '[{{statementNumber}}] The restriction is lifted: {{resource}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

De beperking op **{{resource}}** is opgeheven. Zij stond in motivering {{statementNumber}} (besluit {{decisionNumber}}).

{{why}}

{{#caseNumber}}Hoort bij {{caseNumber}}.{{/caseNumber}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

The restriction at **{{resource}}** is lifted. It stood in statement of reasons {{statementNumber}} (decision {{decisionNumber}}).

{{why}}

{{#caseNumber}}Belongs to {{caseNumber}}.{{/caseNumber}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

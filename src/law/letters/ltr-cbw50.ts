/**
 * Answer to a request for registration data (Cbw art. 50): data, or a reasoned refusal.
 * Fields: organisationName, recipientName, reportNumber, decidedAt, outcome, ground, redress. Optional: data table · policy where our policy
 * stands · contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-cbw50',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Antwoord op een verzoek om registratiegegevens', en: 'Answer to a request for registration data' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '50(2)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  fields: ['organisationName', 'recipientName', 'reportNumber', 'decidedAt', 'outcome', 'ground', 'redress'],
  optional: ['data', 'policy', 'contact'],
  subject: {
    nl: '[{{reportNumber}}] Antwoord op uw verzoek om registratiegegevens',
    en: '[{{reportNumber}}] Answer to your request for registration data',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Ons besluit van {{decidedAt}}:** {{outcome}}

{{#data}}
{{table:data}}
{{/data}}

**Waarop dit berust**

{{ground}}

{{#policy}}Ons beleid voor toegang staat op: {{policy}}{{/policy}}

**Bent u het er niet mee eens?**

{{redress}}

{{#contact}}Vragen? {{contact}}. Noem dan {{reportNumber}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**Our decision of {{decidedAt}}:** {{outcome}}

{{#data}}
{{table:data}}
{{/data}}

**What this rests on**

{{ground}}

{{#policy}}Our access policy is at: {{policy}}{{/policy}}

**Do you disagree?**

{{redress}}

{{#contact}}Questions? {{contact}}. Please mention {{reportNumber}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

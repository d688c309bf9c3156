/** The text that the three letters with a statement of reasons share (DSA art. 17): every field a to f, in a fixed table. */
import type { Words } from '#kernel';

export const statementFields = [
  'statementNumber',
  'decisionNumber',
  'organisationName',
  'recipientName',
  'resource',
  'restriction',
  'statement',
  'facts',
  'explanation',
  'redress',
  'answerLink',
] as const;
export const statementOptional = ['caseNumber', 'sourceIdentity', 'steps', 'passOn', 'phone', 'replaces'] as const;

/** @param open what this letter says first · @param more what it says besides, before the redress */
export function statementBody(open: Words, more: Words = { nl: '', en: '' }): Words {
  return {
    nl: `
Beste {{recipientName}},

${open.nl}

{{#replaces}}
{{replaces}}
{{/replaces}}

{{#passOn}}
**Geef dit door aan uw klant**

{{passOn}}
{{/passOn}}

**Motivering {{statementNumber}}** (artikel 17 van de digitaledienstenverordening, (EU) 2022/2065)

{{table:statement}}

**Feiten en omstandigheden**

{{facts}}

{{#sourceIdentity}}De melding kwam van {{sourceIdentity}}. Zonder die naam is de motivering niet te begrijpen.{{/sourceIdentity}}

**Waarom dit niet mag**

{{explanation}}

${more.nl}

{{#steps}}
**Wat u kunt doen**

{{steps:steps}}
{{/steps}}

**Bent u het er niet mee eens?**

{{redress}}
{{answerLink}}

{{#caseNumber}}Hoort bij {{caseNumber}}; besluit {{decisionNumber}}.{{/caseNumber}}
{{#phone}}Liever bellen? {{phone}}. Noem dan {{statementNumber}}.{{/phone}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

${open.en}

{{#replaces}}
{{replaces}}
{{/replaces}}

{{#passOn}}
**Please pass this on to your customer**

{{passOn}}
{{/passOn}}

**Statement of reasons {{statementNumber}}** (article 17 of the Digital Services Act, (EU) 2022/2065)

{{table:statement}}

**Facts and circumstances**

{{facts}}

{{#sourceIdentity}}The notice came from {{sourceIdentity}}. Without that name these reasons cannot be understood.{{/sourceIdentity}}

**Why this is not allowed**

{{explanation}}

${more.en}

{{#steps}}
**What you can do**

{{steps:steps}}
{{/steps}}

**Do you disagree?**

{{redress}}
{{answerLink}}

{{#caseNumber}}Belongs to {{caseNumber}}; decision {{decisionNumber}}.{{/caseNumber}}
{{#phone}}Rather call? {{phone}}. Please mention {{statementNumber}}.{{/phone}}

Kind regards,
{{organisationName}}
`,
  };
}

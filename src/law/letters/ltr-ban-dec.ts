/**
 * What became of a ban: an objection decided, or the ban lifted.
 * Fields: organisationName, recipientName · banNumber our number · outcome in one sentence · why reason of who decided.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ban-dec',
  version: 1,
  audience: 'customer',
  title: { nl: 'Antwoord over uw uitsluiting', en: 'Answer about your ban' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '12(3), 22(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  fields: ['organisationName', 'recipientName', 'banNumber', 'outcome', 'why'],
  optional: [],
  subject: {
    nl: '[{{banNumber}}] Antwoord over uw uitsluiting',
    en: '[{{banNumber}}] Answer about your ban',
  },
  body: {
    nl: `
Beste {{recipientName}},

**{{outcome}}**

{{why}}

Dit is beslist door iemand die de uitsluiting niet oplegde, of die haar ophief. Bent u het er niet mee eens? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens of naar de rechter gaan.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**{{outcome}}**

{{why}}

This was decided by somebody who did not impose the ban, or who lifted it. Do you disagree? Then you can complain to the data protection authority (Autoriteit Persoonsgegevens) or go to court.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

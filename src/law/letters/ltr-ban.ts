/**
 * Tells somebody that they are banned, what is kept of them and how to contest it.
 * Fields: organisationName, recipientName · banNumber our number · decidedAt, expiresAt · ground in words · facts of the decider
 * kept kinds of data by which they are known again, in words · article provision of the UAVG · answerLink the page to contest.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ban',
  version: 1,
  audience: 'customer',
  title: { nl: 'U bent uitgesloten als klant', en: 'You are banned as a customer' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '13, 14, 21, 22(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  fields: [
    'organisationName',
    'recipientName',
    'banNumber',
    'decidedAt',
    'expiresAt',
    'ground',
    'facts',
    'kept',
    'article',
    'answerLink',
  ],
  optional: [],
  subject: {
    nl: '[{{banNumber}}] U kunt tot {{expiresAt}} geen klant van ons zijn',
    en: '[{{banNumber}}] You cannot be a customer of ours until {{expiresAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

**Wij leveren u tot {{expiresAt}} geen diensten.** Dat besloten wij op {{decidedAt}}.

**Waarom?**

{{ground}}

{{facts}}

**Bent u het er niet mee eens?**

Zeg ons wat er niet klopt. Iemand die dit besluit niet nam, beslist daarover. U hebt geen account nodig.
{{answerLink}}

**Wat bewaren wij?**

Om te zien of u terugkomt, bewaren wij kenmerken van: {{kept}}. Een kenmerk is een versleutelde afdruk: het gegeven zelf is er niet uit te lezen. Wij vergelijken ze met nieuwe aanvragen en geven ze aan niemand. Een treffer is voor ons een reden om te kijken; een mens beslist. Na {{expiresAt}} vernietigen wij ze.

Dit mag op grond van: {{article}}. U kunt inzage vragen, gegevens laten verbeteren, bezwaar maken, en een klacht indienen bij de Autoriteit Persoonsgegevens.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

**We do not provide services to you until {{expiresAt}}.** We decided so on {{decidedAt}}.

**Why?**

{{ground}}

{{facts}}

**Do you disagree?**

Tell us what is wrong. Somebody who did not take this decision decides on it. You need no account.
{{answerLink}}

**What do we keep?**

To see whether you come back, we keep fingerprints of: {{kept}}. A fingerprint is an encrypted print: the data themselves cannot be read from it. We compare them with new applications and give them to nobody. A match is a reason for us to look; a person decides. After {{expiresAt}} we destroy them.

This is allowed under: {{article}}. You can ask to see your data, have them corrected, object, and complain to the data protection authority (Autoriteit Persoonsgegevens).

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

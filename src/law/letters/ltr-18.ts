/**
 * Suspicion of a crime that threatens life or safety, told to the authorities. Fields: matterNumber ours · organisationName ·
 * authorityName · suspicion and why · location where the content is, never the content · publishedAt with its zone, or that it
 * is not known · recipientData what identifies the customer · preserved what was kept. Optional: phone for who answers at once.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-18',
  version: 1,
  audience: 'authority',
  title: { nl: 'Melding van een bedreiging van een leven', en: 'Report of a threat to life' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '18',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: [
    'matterNumber',
    'organisationName',
    'authorityName',
    'suspicion',
    'location',
    'publishedAt',
    'recipientData',
    'preserved',
  ],
  optional: ['phone'],
  subject: {
    nl: '[{{matterNumber}}] SPOED: vermoeden van een bedreiging van leven of veiligheid (art. 18 DSA)',
    en: '[{{matterNumber}}] URGENT: suspected threat to life or safety (art. 18 DSA)',
  },
  body: {
    nl: `
Aan {{authorityName}},

Wij melden op grond van artikel 18 van de digitaledienstenverordening een vermoeden van een strafbaar feit dat het leven of de veiligheid van personen bedreigt.

**Vermoeden en toelichting**

{{suspicion}}

**Waar het staat**

{{location}}

**Wanneer het is geplaatst**

{{publishedAt}}

**Gegevens om de klant te vinden**

{{recipientData}}

**Wat wij bewaren**

{{preserved}}

Ons kenmerk is {{matterNumber}}. Antwoord op dit bericht komt bij ons aan.{{#phone}} Bellen kan: {{phone}}.{{/phone}}

{{organisationName}}
`,
    en: `
To {{authorityName}},

Under article 18 of the Digital Services Act we report a suspicion of a criminal offence involving a threat to the life or safety of persons.

**Suspicion and explanation**

{{suspicion}}

**Where it is**

{{location}}

**When it was published**

{{publishedAt}}

**Data to locate the customer**

{{recipientData}}

**What we preserve**

{{preserved}}

Our reference is {{matterNumber}}. A reply to this message reaches us.{{#phone}} You can call: {{phone}}.{{/phone}}

{{organisationName}}
`,
  },
  attachments: [],
});

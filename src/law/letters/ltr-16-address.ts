/**
 * Answer to who mailed a picture of child sexual abuse: only the address is asked, never the picture. Nothing is repeated of what was sent.
 * Fields: organisationName. Optional: contact.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-16-address',
  version: 1,
  audience: 'notifier',
  title: { nl: 'Vraag om het adres, niet het beeld', en: 'Question for the address, not the picture' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down',
    article: 'addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  fields: ['organisationName'],
  optional: ['contact'],
  subject: { nl: 'Stuur ons alleen het adres', en: 'Send us the address only' },
  body: {
    nl: `
**Stuur ons alleen het internetadres, nooit beelden.** Wij hebben uw bijlage niet bekeken en ongezien vernietigd: zulke beelden bezitten of versturen is strafbaar, ook bij een melding.

1. Antwoord met het adres van de pagina, als tekst. Meer hoeft niet; ook uw naam niet.
2. Wis het beeld bij uzelf. Laat het bij twijfel aan de politie zien, niet aan ons.
3. U kunt ook anoniem melden bij het meldpunt van Offlimits.

{{#contact}}Vragen? {{contact}}.{{/contact}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
**Send us the internet address only, never images.** We did not look at your attachment and destroyed it unseen: possessing or sending such images is a crime, also in a report.

1. Answer with the address of the page, as text. Nothing more is needed; not your name either.
2. Delete the image on your side. When in doubt show it to the police, not to us.
3. You can also report anonymously to the hotline of Offlimits.

{{#contact}}Questions? {{contact}}.{{/contact}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

/** To a customer whose machine was taken, or to a person on a list the police asks us to tell: what happened, what to do, where to report. */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-victim',
  version: 1,
  audience: 'customer',
  title: { nl: 'Aan een slachtoffer', en: 'To a victim' },
  basis: {
    law: 'house rule',
    article: '4',
    url: 'https://www.politie.nl/aangifte-of-melding-doen',
    mark: 'house',
  },
  fields: ['organisationName', 'recipientName', 'what'],
  optional: ['detail', 'behalf'],
  subject: {
    nl: 'Iemand heeft mogelijk iets van u misbruikt',
    en: 'Something of yours may have been misused',
  },
  body: {
    nl: `
{{recipientName}},

**Wat er is gebeurd**

{{what}}

{{#detail}}
Het gaat om: {{detail}}
{{/detail}}

{{#behalf}}
Wij sturen u dit namens {{behalf}}. Zij kregen uw adres in een onderzoek; wij bewaren het niet langer dan nodig is voor deze brief.
{{/behalf}}

**Wat u nu kunt doen**

1. Kies voor elk account een nieuw, eigen wachtwoord; begin met uw mail. Zet inloggen in twee stappen aan.
2. Kijk uw computer en telefoon na met een actuele virusscanner. Laat een server of website opnieuw inrichten door wie hem beheert.
3. Klik niet op koppelingen in berichten over dit onderwerp; ook in deze brief staat er geen.

**Waar u het meldt**

Doe aangifte of melding bij de politie, via politie.nl of 0900-8844. Is er geld weg, bel dan eerst uw bank. Vragen over fraude: de Fraudehelpdesk.

U hoeft ons niet te antwoorden. Uw gegevens worden na dertig dagen vernietigd; alleen het aantal blijft.

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
{{recipientName}},

**What happened**

{{what}}

{{#detail}}
It is about: {{detail}}
{{/detail}}

{{#behalf}}
We send you this on behalf of {{behalf}}. They met your address in an investigation; we keep it no longer than this letter needs.
{{/behalf}}

**What you can do now**

1. Choose a new password of its own for every account, your mail first. Turn on two-step log-in.
2. Check your computer and phone with an up-to-date virus scanner. Have a server or website set up anew by whoever runs it.
3. Click on no links in messages about this; there is none in this letter either.

**Where to report it**

Report it to the police, in the Netherlands at politie.nl or 0900-8844. If money is gone, call your bank first. Questions on fraud: the Fraudehelpdesk.

You need not answer us. Your data are destroyed after thirty days; only the number stays.

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});

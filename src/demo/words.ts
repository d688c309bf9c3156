/** Thirty days of mails in people's own words, Dutch and English, and the mails every abuse address gets besides. */
import { bytesOf, localStamp, mailDate, type Part, partedMail, plainMail, stamp, Throws } from './paper.ts';
import type { Days } from './provider.ts';
import type { Month, SampleMessage } from './sample.ts';

interface Written {
  readonly name: string;
  readonly days: Days;
  readonly from: string;
  readonly subject: string;
  readonly end: SampleMessage['end'];
  text(seen: Temporal.Instant): string;
  /** How long before the mail it was seen. */
  readonly minutesBefore?: number;
  readonly more?: readonly string[];
  readonly with?: readonly Part[];
}

const amsterdam = 'Europe/Amsterdam';

/** The first bytes of a picture, and nothing behind them: whoever wrote this sent a screenshot. */
const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array<number>(120).fill(0)]);
const paper = bytesOf('%PDF-1.4\n% a scanned page\n');

const written: readonly Written[] = [
  {
    name: 'bank',
    days: -0.028,
    minutesBefore: 6,
    from: 'Oefenbank Fraudebestrijding <phishing@oefenbank.example>',
    subject: 'Phishing op uw netwerk, graag direct verwijderen [OB-2026-118204]',
    end: 'findings',
    text: (seen) => `Geachte heer, mevrouw,

Op uw netwerk staat een phishingpagina die de inlogpagina van onze bank nabootst. Onze klanten krijgen er sinds vandaag sms'jes over.

URL: hxxps://bakkerij-korenbloem[.]example/wp-content/uploads/inlog/index.php
IP-adres: 198.51.100.10
Gezien: ${localStamp(seen, amsterdam)} CET
Kenmerk: OB-2026-118204

Wilt u de pagina met spoed verwijderen en ons laten weten wanneer dat is gebeurd?

Met vriendelijke groet,
Team Fraudebestrijding
Oefenbank`,
  },
  {
    name: 'person-spam',
    days: -3.6,
    minutesBefore: 200,
    from: 'Wil Aarts <wil.aarts@postvak.example>',
    subject: 'klacht over spam',
    end: 'findings',
    text: (seen) => `Hallo,

Ik krijg al weken ongewenste e-mail van een bedrijf waar ik nooit iets heb besteld. Afmelden helpt niet. In de kop van het bericht staat dit adres, volgens internet is dat van jullie:

IP-adres: 192.0.2.117
Datum: ${localStamp(seen, amsterdam)}

Kunnen jullie hier iets aan doen? Ik vind het erg vervelend.

Groeten,
Wil Aarts`,
  },
  {
    name: 'cert-site',
    days: -6.1,
    minutesBefore: 300,
    from: 'CERT Oefenland <cert@cert-oefenland.example>',
    subject: 'Compromised website on your network - CO-88213',
    end: 'findings',
    text: (seen) => `Dear colleagues,

A website hosted in your network was compromised. Injected code on the page below sends visitors to a fake browser update.

URL: hxxps://dvo-sport[.]example/images/.well-known/seo.php
IP: 198.51.100.11
Observed: ${stamp(seen)} UTC
Reference: CO-88213

Please ask the owner to clean the site and to update its software. No answer is needed.

CERT Oefenland`,
  },
  {
    name: 'cert-advice',
    days: -8.7,
    minutesBefore: 500,
    from: 'Melddienst Kwetsbaarheden <melding@kwetsbaar-oefenland.example>',
    subject: 'Kwetsbaarheid CVE-2026-10142 op 192.0.2.51',
    end: 'findings',
    text: (seen) => `Beste beheerder,

Onze vrijwilligers zagen een kwetsbare versie van een VPN-server. De kwetsbaarheid CVE-2026-10142 wordt actief misbruikt.

IP-adres: 192.0.2.51
Poort: 443
Tijdstip: ${stamp(seen)} UTC
Kenmerk: MK-2026-0311

Advies: werk bij naar de nieuwste versie en controleer op sporen van inbraak.

Met vriendelijke groet,
Melddienst Kwetsbaarheden`,
  },
  {
    name: 'person-logs',
    days: -4.4,
    minutesBefore: 15,
    from: 'Tom Field <tom@field-hosting.example>',
    subject: 'SSH brute force from 192.0.2.103',
    end: 'findings',
    text: (seen) => `Hi,

the following host keeps trying to log in to one of my servers. Times are UTC.

${[0, 4, 9, 13].map((s) => `${stamp(seen.add({ seconds: s }))} UTC sshd: Failed password for root from 192.0.2.103 port ${51_000 + s} ssh2`).join('\n')}

Please make it stop.

Tom`,
  },
  {
    name: 'company-ddos',
    days: -0.0065,
    minutesBefore: 6,
    from: 'NOC Oefengemeente <noc@oefengemeente.example>',
    subject: 'DDoS attack from your network',
    end: 'findings',
    text: (seen) => `To whom it may concern,

we are under a DDoS attack (UDP flood). One of the sources is in your network:

Source IP: 192.0.2.74
Destination IP: 203.0.113.201
Time: ${stamp(seen)} UTC

Please act as soon as possible.

NOC`,
  },
  {
    name: 'copyright-page',
    days: -9.4,
    minutesBefore: 1400,
    from: 'Rights Watch BV <notice@rightswatch.example>',
    subject: 'Notice of copyright infringement, case RW-55120',
    end: 'findings',
    text: (seen) => `Dear Sir or Madam,

we act for the rights holder of the work "Oefenroman". It is made available without permission:

URL: https://paginas.voorbeeldhost.example/devries/boeken/oefenroman.pdf
Found: ${stamp(seen)} UTC
Case: RW-55120

We believe in good faith that this use is not authorised.

Rights Watch BV`,
  },
  {
    name: 'phish-page',
    days: -5.2,
    minutesBefore: 70,
    from: 'Brand Watch <takedown@brandwatchers.example>',
    subject: 'Phishing site takedown request',
    end: 'findings',
    text: (seen) => `Hello,

please take down this phishing page that imitates our client Oefenpost.

URL: hxxps://paginas[.]voorbeeldhost[.]example/visser/pakket/
First seen: ${stamp(seen)} UTC

Thank you,
Brand Watch`,
  },
  {
    name: 'fake-shop',
    days: -2.0,
    minutesBefore: 600,
    from: 'Meldpunt Nepwinkels <melding@nepwinkels.example>',
    subject: 'Nepwinkel op uw netwerk',
    end: 'findings',
    text: (seen) => `Beste abuse-afdeling,

Wij kregen 14 meldingen van oplichting door een nepwinkel: er wordt betaald en niets geleverd.

Website: https://sneakers-outlet.quickvps.example/checkout
IP-adres: 198.51.100.132
Datum: ${localStamp(seen, amsterdam)}
Meldingsnummer: NW-30991

Met vriendelijke groet,
Meldpunt Nepwinkels`,
  },
  {
    name: 'elsewhere',
    days: -10.8,
    minutesBefore: 100,
    from: 'Sanne Kok <sanne@kok-advies.example>',
    subject: 'Inlogpogingen op mijn webmail',
    end: 'findings',
    text: (seen) => `Goedemiddag,

Sinds gisteren zijn er honderden inlogpogingen op mijn webmail. Mijn beheerder zegt dat u daarover gaat.

IP-adres: 203.0.113.222
Tijdstip: ${stamp(seen)} UTC

Graag uw reactie.

Sanne Kok`,
  },
  {
    name: 'screenshot',
    days: -1.05,
    minutesBefore: 30,
    from: 'Petra Lang <petra.lang@mailbox.example>',
    subject: 'Phishing: see screenshot',
    end: 'findings',
    text: (seen) => `Hello,

I got a text message with a link to a fake page of my parcel service. I attach a screenshot of the phishing page.

Link: hxxps://trapper-fietsen[.]example/wp-includes/fonts/pakket/volg.php
Seen: ${stamp(seen)} UTC

Regards,
Petra`,
    with: [{ type: 'image/png', name: 'screenshot.png', body: picture }],
  },
  {
    name: 'two-addresses',
    days: -0.9,
    minutesBefore: 120,
    from: 'Bram <bram@thuisnet.example>',
    subject: 'hack poging',
    end: 'manual',
    text: () => `Hoi, er was vannacht een aanval op mijn NAS. In het logboek staan 192.0.2.101 en ook 192.0.2.113 maar ik weet niet meer welke het was. Kunnen jullie uitzoeken wie dit is?

Bram`,
  },
  {
    name: 'scanned-letter',
    days: -1.7,
    from: 'Secretariaat <secretariaat@notaris-oefening.example>',
    subject: 'Brief',
    end: 'manual',
    text: () => 'Zie bijlage.',
    with: [{ type: 'application/pdf', name: 'brief.pdf', body: paper }],
  },
  {
    name: 'only-a-picture',
    days: -0.35,
    from: 'g.j.dekker@postvak.example',
    subject: 'oplichters!!',
    end: 'manual',
    text: () => 'Deze oplichting moet van het internet af, zie de foto van mijn scherm.',
    with: [{ type: 'image/png', name: 'IMG_2041.png', body: picture }],
  },
  {
    name: 'question',
    days: -2.5,
    from: 'Ellen Prins <ellen@prins-interieur.example>',
    subject: 'Verhuizing van mijn website',
    end: 'manual',
    text: () => `Goedemorgen,

Ik wil mijn website graag naar jullie verhuizen. Wat kost dat en hoe lang duurt het?

Groet, Ellen Prins`,
  },
  {
    name: 'away',
    days: -2.35,
    from: 'Help Desk <help@quickvps.example>',
    subject: 'Automatic reply: Phishing and fraud on 198.51.100.132',
    end: 'receipt',
    more: ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All', 'Precedence: auto_reply'],
    text: () => `Thank you for your message. We have received it and will answer within two working days. Your number is QV-771204.

QuickVPS Help Desk`,
  },
  {
    name: 'passed-on',
    days: -7.4,
    from: 'Verkoop <verkoop@voorbeeldhost.example>',
    subject: 'Fwd: abuse complaint',
    end: 'findings',
    text: () => 'Dit kwam bij ons binnen, is dit iets voor jullie?',
    with: [],
  },
];

/** The mail that sales passed on. */
function passedOn(month: Month): Uint8Array {
  const seen = month.at(-7.9);
  const head = written.find((w) => w.name === 'passed-on');
  const inner = `From: Grace Hall <grace@hall-studio.example>
To: sales@voorbeeldhost.example
Subject: Spam from your server
Date: ${mailDate(seen.add({ minutes: 40 }))}
Message-ID: <hall.1@hall-studio.example>
Content-Type: text/plain; charset=utf-8

Hi there,

we get a lot of spam from one of your servers:

IP address: 192.0.2.37
Date: ${stamp(seen)} UTC

Could you have a look?
Grace
`;
  return partedMail(
    { from: head?.from ?? '', subject: head?.subject ?? '', at: month.at(head?.days ?? 0), id: 'fwd.7' },
    [
      { type: 'text/plain; charset=utf-8', body: head?.text(seen) ?? '' },
      { type: 'message/rfc822', body: inner },
    ],
  );
}

export function mailsInWords(month: Month): SampleMessage[] {
  return written.map((w): SampleMessage => {
    const at = month.at(w.days);
    const throws = new Throws(w.name);
    const head = {
      from: w.from,
      subject: w.subject,
      at,
      id: `${w.name}.${throws.hex(10)}`,
      ...(w.more ? { more: w.more } : {}),
    };
    const text = w.text(at.subtract({ minutes: w.minutesBefore ?? 30 }));
    const bytes =
      w.name === 'passed-on'
        ? passedOn(month)
        : w.with && w.with.length > 0
          ? partedMail(head, [{ type: 'text/plain; charset=utf-8', body: text }, ...w.with])
          : plainMail(head, text);
    return {
      name: `${w.name}.eml`,
      channel: 'smtp',
      at,
      from: /<([^>]+)>/.exec(w.from)?.[1] ?? w.from,
      end: w.end,
      bytes,
    };
  });
}

/** A file someone dropped that is nothing anyone knows. */
export function strangeFile(month: Month): SampleMessage {
  return {
    name: 'export.dat',
    channel: 'http',
    at: month.at(-11.4),
    end: 'manual',
    bytes: bytesOf('kolom1|kolom2\n17|onbekend\n18|onbekend\n'),
  };
}

/** Sample data for a letter, on addresses that belong to nobody: for previews, and for the check of own words. */
import type { Language } from '#kernel';
import { type LetterFields, type LetterTemplate, type LetterValue, momentForLetter, sightingTable } from '#law';

const zone = 'Europe/Amsterdam';
const at = (text: string) => Temporal.Instant.from(text);

function values(language: Language): Readonly<Record<string, LetterValue>> {
  const nl = language === 'nl';
  const moment = (text: string) => momentForLetter(at(text), zone, language);
  const due = moment('2026-11-27T17:05:00Z');
  return {
    caseNumber: 'BZ-26-000123',
    organisationName: 'Voorbeeldhost BV',
    recipientName: 'Bakkerij De Korenbloem',
    customerName: 'Bakkerij De Korenbloem',
    confirmLink: 'https://desk.voorbeeldhost.example/o/voorbeeldhost/onboarding/m/voorbeeld',
    pageLink: 'https://desk.voorbeeldhost.example/o/voorbeeldhost/onboarding/s/voorbeeld',
    reference: 'RF18 KCAB CDEF GH',
    payTo: 'NL02ABNA0123456789',
    follows: nl
      ? 'Een collega bekijkt dan of dit nodig is: geen nieuwe bestellingen.'
      : 'A colleague then looks whether this is needed: no new orders.',
    problem: nl ? 'nagemaakte inlogpagina' : 'fake log-in page',
    resource: '192.0.2.25',
    dueAt: due,
    hostAt: moment('2026-11-28T01:05:00Z'),
    nameBy: due,
    firstSentAt: moment('2026-11-26T14:05:00Z'),
    closedAt: moment('2026-11-27T09:00:00Z'),
    lastSeen: moment('2026-11-26T13:58:00Z'),
    what: nl ? 'Op dit adres staat een pagina die wachtwoorden steelt.' : 'A page at this address steals passwords.',
    findings: sightingTable(
      [{ seenAt: at('2026-11-26T13:58:00Z'), where: '192.0.2.25', port: 443, what: 'phishing' }],
      zone,
      language,
    ),
    items: { columns: [nl ? 'Adres' : 'Address', nl ? 'Stand' : 'State'], rows: [['192.0.2.25', nl ? 'weg' : 'gone']] },
    cases: {
      columns: [nl ? 'Nummer' : 'Number', nl ? 'Adres' : 'Address'],
      rows: [['BZ-26-000123', '192.0.2.25']],
    },
    questions: {
      columns: [nl ? 'Vraag' : 'Question', nl ? 'Antwoord' : 'Answer'],
      rows: [[nl ? 'reëel belang' : 'real interest', nl ? 'ja' : 'yes']],
    },
    data: {
      columns: [nl ? 'Gegeven' : 'Field', nl ? 'Waarde' : 'Value'],
      rows: [[nl ? 'domeinnaam' : 'domain name', 'bakkerij.example']],
    },
    steps: [
      { do: nl ? 'Verwijder de map waar het adres naar wijst.' : 'Remove the folder the address points to.' },
      { do: nl ? 'Vervang alle wachtwoorden.' : 'Replace all passwords.', command: 'passwd' },
    ],
    fixedWhen: nl ? 'Twee controles zien de pagina niet meer.' : 'Two checks no longer see the page.',
    consequence: nl ? 'sluiten wij het pad af' : 'we close the path',
    answerLink: 'https://abuse.example.net/o/voorbeeldhost/l/voorbeeld',
    ground: nl ? 'ons contract met u' : 'our contract with you',
    phone: '+31201234567',
    note: nl ? 'Bel gerust als u vragen hebt.' : 'Please call if you have questions.',
    repeat: nl ? 'Dit is de tweede keer in negentig dagen.' : 'This is the second time within ninety days.',
    count: '12',
    quietDays: '2',
    period: nl ? '27 november 2026' : '27 November 2026',
    news: nl ? 'Wij zien het nog op één adres.' : 'We still see it at one address.',
    said: nl ? 'Wij hebben de map verwijderd.' : 'We removed the folder.',
    state: nl ? 'wacht op klant' : 'waiting for customer',
    question: nl ? 'Welke map is het?' : 'Which folder is it?',
    statement: {
      columns: [nl ? 'Onderdeel' : 'Part', nl ? 'Inhoud' : 'Content'],
      rows: [['(a)', nl ? 'de dienst is deels opgeschort' : 'the service is suspended in part']],
    },
    history: {
      columns: [nl ? 'Besluit' : 'Decision', nl ? 'Wat' : 'What'],
      rows: [['BS-26-000001', nl ? 'de inhoud is niet meer toegankelijk' : 'access to the content was disabled']],
    },
    why: nl ? 'Twee controles zagen de pagina niet meer.' : 'Two checks no longer saw the page.',
  };
}

/** Every field of a template, filled; one this list does not know stands as its own name. */
export function sampleFields(t: Pick<LetterTemplate, 'fields' | 'optional'>, language: Language): LetterFields {
  const known = values(language);
  return Object.fromEntries([...t.fields, ...t.optional].map((name) => [name, known[name] ?? `(${name})`]));
}

/** What acts, states, places and outcomes of a notice are called for people, in both languages. */
import type { Words } from '#kernel';
import { elementRules, type NoticeElement } from '#law';
import type { NoticeState } from './notice.ts';

export const stateWords: Readonly<Record<NoticeState, Words>> = {
  received: { nl: 'ontvangen', en: 'received' },
  incomplete: { nl: 'wij vroegen om aanvulling', en: 'we asked for more' },
  assessed: { nl: 'beoordeeld', en: 'assessed' },
  forwarded: { nl: 'doorgestuurd aan de plaatser', en: 'forwarded to who placed it' },
  answered: { nl: 'plaatser antwoordde', en: 'who placed it answered' },
  decided: { nl: 'besloten', en: 'decided' },
  done: { nl: 'klaar', en: 'done' },
  withdrawn: { nl: 'ingetrokken', en: 'withdrawn' },
  elsewhere: { nl: 'niet op dit netwerk', en: 'not on this network' },
};

export const placeWords: Readonly<Record<'ours' | 'elsewhere' | 'unclear', Words>> = {
  ours: { nl: 'staat bij ons', en: 'is with us' },
  elsewhere: { nl: 'staat niet bij ons', en: 'is not with us' },
  unclear: { nl: 'dat zoeken wij uit', en: 'we find out' },
};

export const itemWords: Readonly<Record<'open' | 'acted' | 'not_acted' | 'elsewhere' | 'withdrawn', Words>> = {
  open: { nl: 'in beoordeling', en: 'in assessment' },
  acted: { nl: 'afgesloten of verwijderd', en: 'disabled or removed' },
  not_acted: { nl: 'niets ondernomen', en: 'no action' },
  elsewhere: { nl: 'niet bij ons', en: 'not with us' },
  withdrawn: { nl: 'ingetrokken', en: 'withdrawn' },
};

export const groundWords: Readonly<Record<'law' | 'terms' | 'none', Words>> = {
  law: {
    nl: 'De inhoud is naar ons oordeel illegaal. Wij besloten op grond van artikel 16 en artikel 6 van de digitaledienstenverordening (DSA).',
    en: 'In our judgement the content is illegal. We decided under article 16 and article 6 of the Digital Services Act (DSA).',
  },
  terms: {
    nl: 'De inhoud is in strijd met onze algemene voorwaarden.',
    en: 'The content breaks our terms and conditions.',
  },
  none: {
    nl: 'Wij konden niet vaststellen dat de inhoud illegaal is of onze voorwaarden schendt.',
    en: 'We could not establish that the content is illegal or breaks our terms.',
  },
};

export const automationWords: Readonly<Record<'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED', Words>> = {
  FULLY: { nl: 'Dit besluit is door een computer genomen.', en: 'This decision was taken by automated means.' },
  PARTIALLY: {
    nl: 'Een mens nam dit besluit. Bij de behandeling zijn automatische middelen gebruikt.',
    en: 'A person took this decision. Automated means were used in handling the notice.',
  },
  NOT_AUTOMATED: {
    nl: 'Een mens nam dit besluit, zonder automatische beoordeling.',
    en: 'A person took this decision, without automated assessment.',
  },
};

/** What a notifier can do who disagrees (DSA art. 16(5)): with us, with the coordinator, before a court. */
export const redressWords: Words = {
  nl: 'Beantwoord deze mail en zeg waarom; iemand anders dan wie besloot kijkt opnieuw. U kunt ook een klacht indienen bij de digitaledienstencoördinator (in Nederland de ACM) of naar de rechter gaan.',
  en: 'Answer this mail and say why; someone else than who decided looks again. You can also complain to the Digital Services Coordinator (in the Netherlands the ACM) or go to court.',
};
export const elsewhereRedress: Words = {
  nl: 'Meld het bij de aanbieder die in de tabel staat. Staat er geen, zoek het adres dan op bij het register van IP-adressen (RIPE NCC) of van de domeinnaam.',
  en: 'Report it to the provider in the table. Where there is none, look the address up at the registry of IP addresses (RIPE NCC) or of the domain name.',
};
export const busyWords: Words = {
  nl: 'Het is nu erg druk. Uw melding is bewaard en wordt gelezen; ons antwoord kan langer duren.',
  en: 'It is very busy now. Your notice is kept and will be read; our answer may take longer.',
};

/** What is asked for missing elements, as sentences. */
export const askWords = (missing: readonly NoticeElement[], language: 'nl' | 'en'): string =>
  missing.map((e) => elementRules[e].ask[language]).join(' ');

const acts: Readonly<Record<string, Words>> = {
  receive: { nl: 'Melding ontvangen', en: 'Notice received' },
  take: { nl: 'In behandeling genomen', en: 'Taken in' },
  acknowledge: { nl: 'Ontvangst bevestigd', en: 'Receipt confirmed' },
  ask: { nl: 'Om aanvulling gevraagd', en: 'Asked for more' },
  add: { nl: 'Aangevuld', en: 'Added to' },
  assess: { nl: 'Beoordeeld', en: 'Assessed' },
  move: { nl: 'Naar een ander pad gebracht', en: 'Moved to another path' },
  forward: { nl: 'Doorgestuurd aan de plaatser', en: 'Forwarded to who placed it' },
  answer: { nl: 'Antwoord van de plaatser', en: 'Answer of who placed it' },
  pass_on: { nl: 'Niet op dit netwerk: verwezen', en: 'Not on this network: referred' },
  withdraw: { nl: 'Ingetrokken', en: 'Withdrawn' },
  settle: { nl: 'Besluit', en: 'Decision' },
  finish: { nl: 'Besluit verteld', en: 'Decision told' },
  reopen: { nl: 'Heropend', en: 'Reopened' },
  note: { nl: 'Notitie', en: 'Note' },
  read: { nl: 'Afgeschermd adres gelezen', en: 'Masked address read' },
  lower: { nl: 'Melder lager gerangschikt', en: 'Notifier ranked lower' },
  lift: { nl: 'Lagere rang opgeheven', en: 'Lower rank lifted' },
  flag: { nl: 'Trusted flagger toegekend', en: 'Trusted flagger named' },
  bounced: { nl: 'Brief kwam niet aan', en: 'Letter did not arrive' },
};
export const actWords = (act: string): Words => acts[act] ?? { nl: act, en: act };

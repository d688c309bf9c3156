/** What states, acts and outcomes of a request for data are called for people. */
import type { Words } from '#kernel';
import type { DisclosureState } from './request.ts';

export const disclosureStateWords: Readonly<Record<DisclosureState, Words>> = {
  received: { nl: 'ontvangen', en: 'received' },
  hearing: { nl: 'klant wordt gehoord', en: 'customer is heard' },
  heard: { nl: 'klant antwoordde', en: 'customer answered' },
  assessed: { nl: 'beoordeeld', en: 'assessed' },
  proposed: { nl: 'wacht op tweede persoon', en: 'waits for a second person' },
  answered: { nl: 'beantwoord', en: 'answered' },
  withdrawn: { nl: 'ingetrokken', en: 'withdrawn' },
};
export const outcomeWords: Readonly<Record<'granted' | 'partial' | 'refused', Words>> = {
  granted: { nl: 'wij geven de gevraagde gegevens.', en: 'we give the data you asked for.' },
  partial: { nl: 'wij geven een deel van de gevraagde gegevens.', en: 'we give a part of the data you asked for.' },
  refused: { nl: 'wij geven geen gegevens.', en: 'we give no data.' },
};
export const disclosureRedress: Words = {
  nl: 'Beantwoord deze mail en zeg waarom. U kunt ook naar de rechter gaan. Gaat het om uw eigen gegevens, dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens.',
  en: 'Answer this mail and say why. You can also go to court. If it is about your own data, you can complain to the data protection authority (Autoriteit Persoonsgegevens).',
};
const acts: Readonly<Record<string, Words>> = {
  receive: { nl: 'Verzoek ontvangen', en: 'Request received' },
  hear: { nl: 'Klant gehoord', en: 'Customer heard' },
  answer: { nl: 'Antwoord van de klant', en: 'Answer of the customer' },
  assess: { nl: 'Getoetst', en: 'Tested' },
  decide: { nl: 'Besloten', en: 'Decided' },
  confirm: { nl: 'Tweede persoon stemde in', en: 'Second person agreed' },
  decline: { nl: 'Tweede persoon stemde niet in', en: 'Second person did not agree' },
  withdraw: { nl: 'Ingetrokken', en: 'Withdrawn' },
  note: { nl: 'Notitie', en: 'Note' },
};
export const disclosureActWords = (act: string): Words => acts[act] ?? { nl: act, en: act };

/** Offlimits (hotline). */
import { authority } from '../authority.ts';

export default authority({
  id: 'offlimits',
  name: { nl: 'Offlimits (meldpunt)', en: 'Offlimits (hotline)' },
  country: 'NL',
  roles: ['hotline'],
  basis: {
    law: 'Gedragscode Notice-and-Take-Down, addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  inForce: { from: '2018-01-01' },
  power: {
    nl: 'Meldt kindermisbruikmateriaal; geen overheid, geen bevel.',
    en: 'Reports child abuse material; no authority, no order.',
  },
  onDemand: {
    nl: 'Of een adres nog bereikbaar is. Geen gegevens van de klant.',
    en: 'Whether an address is still reachable. No data of the customer.',
  },
  ofOwnMotion: { nl: 'Dat en wanneer het weg is.', en: 'That and when it is gone.' },
  sees: {
    onDemand: [],
    ofOwnMotion: ['matter', 'clocks'],
  },
});

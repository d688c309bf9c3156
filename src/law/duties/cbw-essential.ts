/** Essential entity: supervision beforehand. */
import { duty } from '../duty.ts';

export default duty({
  id: 'cbw-essential',
  title: { nl: 'Essentiële entiteit: streng toezicht vooraf', en: 'Essential entity: supervision beforehand' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: 'NIS2 3',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  anyOf: ['cloud', 'datacentre', 'cdn', 'managed'],
  sizeFrom: 'large',
  says: {
    nl: 'Grote aanbieders van cloud, datacentrum, CDN of beheer zijn essentieel.',
    en: 'Large providers of cloud, data centre, CDN or managed services are essential.',
  },
});

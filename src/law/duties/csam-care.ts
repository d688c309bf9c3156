/** Duty of care against child abuse material. */
import { duty } from '../duty.ts';

export default duty({
  id: 'csam-care',
  title: { nl: 'Zorgplicht tegen kindermisbruikmateriaal', en: 'Duty of care against child abuse material' },
  basis: {
    law: 'Wet bestuursrechtelijke aanpak online kinderpornografisch materiaal (Stb. 2024, 162)',
    mark: 'verified',
  },
  inForce: { from: '2024-07-01' },
  classes: ['hosting', 'online_platform'],
  says: {
    nl: 'Passende maatregelen tegen opslag en verspreiding; geen plicht om actief te zoeken.',
    en: 'Suitable measures against storage and spread; no duty to search actively.',
  },
});

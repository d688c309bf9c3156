/** Addresses and domains of a closed case are erased two months after it closed. The engine does it; nobody is warned. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cn-erase',
  title: { nl: 'Adressen van een gesloten zaak wissen', en: 'Erase the addresses of a closed case' },
  basis: {
    law: 'Legitimate interest assessment, processing of abuse information (Anti Abuse Netwerk, 21 April 2021)',
    mark: 'verified',
  },
  inForce: { from: '2021-04-21' },
  startsAt: 'case.closed',
  stopsAt: 'addresses.erased',
  pausesOn: [],
  runs: { unit: 'months', count: 2, onRestDay: 'stays' },
  warnsAt: [],
  statutory: false,
});

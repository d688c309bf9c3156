/** CEG TEK: an unauthorised use of a work by BitTorrent, with a block of details. */
import { copyrightNotice } from './template/rights.ts';

export default copyrightNotice({
  id: 'ceg_tek',
  title: { nl: 'CEG TEK-melding over auteursrecht', en: 'CEG TEK copyright notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:cegtek|copyrightsettlements|ipeg-?anti-?piracy)\.com$/i, weight: 60 },
    { kind: 'mail', body: /\bCEG TEK\b/i, weight: 40 },
  ],
  reporter: { org: 'CEG TEK International', domain: 'cegtek.com' },
});

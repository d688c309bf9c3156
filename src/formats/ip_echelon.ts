/** IP-Echelon in words: a work shared from an address, where the ACNS part is missing. */
import { copyrightNotice } from './template/rights.ts';

export default copyrightNotice({
  id: 'ip_echelon',
  title: { nl: 'IP-Echelon-melding over auteursrecht', en: 'IP-Echelon copyright notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?ip-echelon\.com$/i, weight: 70 },
    { kind: 'mail', body: /\bIP-Echelon\b/i, subject: /Notice of Claimed Infringement/i, weight: 50 },
  ],
  reporter: { org: 'IP-Echelon', domain: 'ip-echelon.com' },
});

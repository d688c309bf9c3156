/** Copyright Compliance and Irdeto in words: a work offered from an address, with when it was first and last found. */
import { copyrightNotice } from './template/rights.ts';

export default copyrightNotice({
  id: 'copyright_compliance',
  title: { nl: 'Copyright Compliance-melding', en: 'Copyright Compliance notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:copyright-compliance|irdeto)\.com$/i, weight: 60 },
    { kind: 'mail', body: /^[ \t]*Infringing Work[ \t]*:[\s\S]{0,400}First Found[ \t]*:/im, weight: 50 },
  ],
  reporter: { org: 'Copyright Compliance', domain: 'copyright-compliance.com' },
});

/** PhishLabs and Fortra: pages that imitate a brand, to be taken down. */
import { brandProtection } from './template/brands.ts';

export default brandProtection({
  id: 'phish_labs',
  name: 'PhishLabs',
  domain: 'phishlabs.com',
  alsoFrom: ['fortra.com', 'agari.com'],
});

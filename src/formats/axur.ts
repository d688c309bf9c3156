/** Axur: pages of phishing, scams and copies, with the page, its address and a tracking number. */
import { brandProtection } from './template/brands.ts';

export default brandProtection({ id: 'axur', name: 'Axur', domain: 'axur.com' });

/** ZeroFox: malicious pages and machines, scams and copies of works. */
import { brandProtection } from './template/brands.ts';

export default brandProtection({ id: 'zero_fox', name: 'ZeroFox', domain: 'zerofox.com', alsoFrom: ['zerofox.net'] });

/** Bolster: pages that imitate a brand, one or many in a mail. */
import { brandProtection } from './template/brands.ts';

export default brandProtection({ id: 'bolster', name: 'Bolster', domain: 'bolster.ai', alsoFrom: ['redmarlin.ai'] });

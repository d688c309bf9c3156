/** RiskIQ: pages that imitate a brand or serve malware. */
import { brandProtection } from './template/brands.ts';

export default brandProtection({ id: 'risk_iq', name: 'RiskIQ', domain: 'riskiq.net', alsoFrom: ['riskiq.com'] });

/** Open proxy. */
import { kind } from '../kind.ts';

export default kind({
  id: 'infra.open_proxy',
  title: { nl: 'Open proxy', en: 'Open proxy' },
  rsit: { value: 'other:other' },
  xarf: { value: 'vulnerability/open_service' },
  abuseio: ['OPEN_PROXY_SERVER', 'OPEN_SOCKS_PROXY'],
  n6: ['proxy'],
  dsa: null,
  severity: 'medium',
  hours: 168,
  action: 'open_proxy',
  handling: 'ordinary',
  asset: 'address_port',
});

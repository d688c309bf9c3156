/** Data store open to the internet. */
import { kind } from '../kind.ts';

export default kind({
  id: 'vuln.data_exposed',
  title: { nl: 'Gegevensopslag die open op internet staat', en: 'Data store open to the internet' },
  rsit: { value: 'vulnerable:information-disclosure' },
  xarf: { value: 'vulnerability/misconfiguration' },
  abuseio: [
    'OPEN_REDIS_SERVER',
    'OPEN_MONGODB_SERVER',
    'OPEN_ELASTICSEARCH_SERVER',
    'OPEN_HADOOP_SERVER',
    'OPEN_RSYNC_SERVER',
    'OPEN_FTP_SERVER',
  ],
  n6: ['vulnerable'],
  dsa: null,
  severity: 'high',
  hours: 48,
  action: 'exposed_service',
  handling: 'ordinary',
  asset: 'address_port',
});

/** The old reputation list of AlienVault: address, how reliable and how bad from 1 to 10, what it did, with `#` between. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'alienvault',
  title: { nl: 'AlienVault-reputatielijst', en: 'AlienVault reputation list' },
  feed: { url: 'https://reputation.alienvault.com/reputation.data', every: 'PT1H', note: terms.ended },
  match: [{ kind: 'file', body: /^[0-9a-f.:]{7,45}#\d{1,2}#\d{1,2}#[^#\n]{1,200}#/im, weight: 85 }],
  shape: 'csv',
  delimiter: '#',
  columns: ['ip', 'reliability', 'risk', 'activity', 'country', 'city', 'coordinates', 'number'],
  needs: ['ip', 'activity'],
  fields: {
    ip: 'ip',
    kind: {
      from: 'activity',
      table: {
        'Scanning Host': 'attack.scan',
        'Malicious Host': 'reputation.blocklisted',
        'Malware Domain': 'malware.distribution',
        'Malware IP': 'malware.distribution',
        'Malware distribution': 'malware.distribution',
        Spamming: 'spam.source',
        'C&C': 'malware.c2',
        APT: 'reputation.intel',
      },
    },
  },
  kind: 'reputation.blocklisted',
  org: 'AlienVault',
  domain: 'alienvault.com',
  // Several activities stand in one cell: each is a finding of its own kind.
  finish: (finding, row) => {
    const all = (row.get('activity') ?? '')
      .split(';')
      .map((a) => a.trim())
      .filter((a) => a !== '');
    if (all.length < 2) return [finding];
    return all
      .slice(0, 20)
      .map((asSent) => ({ ...finding, kind: activities[asSent] ?? finding.kind, classification: { asSent } }));
  },
});

const activities: Readonly<Record<string, string>> = {
  'Scanning Host': 'attack.scan',
  'Malware Domain': 'malware.distribution',
  'Malware IP': 'malware.distribution',
  'Malware distribution': 'malware.distribution',
  Spamming: 'spam.source',
  'C&C': 'malware.c2',
};

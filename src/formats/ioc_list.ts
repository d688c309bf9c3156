/** Lists of indicators as researchers publish them: an indicator and a word on what it is, as JSON. Hashes and file names give no finding. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { resourceOf } from './values/fields.ts';

export default feedFormat({
  id: 'ioc_list',
  title: { nl: 'Lijst van indicatoren', en: 'List of indicators' },
  feed: {
    url: 'https://raw.githubusercontent.com/StrangerealIntel/DailyIOC/master/{PATH}.json',
    every: 'P1D',
    note: terms.credit,
  },
  match: [{ kind: 'file', body: /"Indicator"\s*:\s*"[^"]{0,8000}"\s*,\s*"Description"\s*:/i, weight: 80 }],
  shape: 'json',
  needs: ['indicator'],
  fields: { resource: 'indicator', as_sent: 'description' },
  kind: 'reputation.intel',
  role: 'unknown',
  org: 'StrangerealIntel',
  passOver: (row) => {
    const text = row.get('indicator') ?? '';
    return /^[0-9a-f]{32,128}$/i.test(text) || resourceOf(text) === undefined;
  },
});

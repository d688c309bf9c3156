/** Bambenek's master lists: names and addresses of control servers, and names that malware makes up day by day. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

function* rows(text: string, note: (line: string) => void): Generator<Found> {
  yield* rowsOf(
    text,
    { shape: 'csv', delimiter: ',', comments: ['#'], columns: ['indicator', 'description', 'time', 'manual'] },
    note,
  );
}

export default feedFormat({
  id: 'bambenek',
  title: { nl: 'Bambenek', en: 'Bambenek' },
  feed: {
    url: 'https://faf.bambenekconsulting.com/feeds/c2-ipmasterlist.txt',
    every: 'PT1H',
    note: terms.paid,
    needsKey: true,
  },
  match: [
    { kind: 'file', body: /^##? ?(?:Feed Provided By: John Bambenek|.{0,80}bambenekconsulting\.com)/im, weight: 90 },
  ],
  shape: 'csv',
  rows,
  fields: { resource: 'indicator', time: { from: 'time', zone: 'UTC' }, as_sent: 'description' },
  kind: 'malware.c2',
  org: 'Bambenek Consulting',
  domain: 'bambenekconsulting.com',
  timed: true,
  finish: (finding, row) => {
    const said = row.get('description') ?? '';
    const malware = /\bused by (.{1,80}?)(?: C&C| DGA| for\b|$)/i.exec(said)?.[1]?.trim();
    const isMadeUp = /\bDGA\b/.test(said);
    return [{ ...finding, ...(isMadeUp ? { kind: 'reputation.intel' } : {}), ...(malware ? { malware } : {}) }];
  },
});

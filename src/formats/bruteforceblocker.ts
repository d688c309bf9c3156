/** BruteForceBlocker of danger.rulez.sk: addresses that guessed passwords, with the last report, a count and a number. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, Header } from './mapping/records.ts';

const header = new Header(['IP', 'Last Reported', 'Count', 'ID']);

function* rows(text: string): Generator<Found> {
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [ip = '', rest = ''] = line.split('#', 2).map((cell) => cell.trim());
    const [, time = '', count = '', id = ''] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s+(\d+)\s+(\d+)/.exec(rest) ?? [];
    yield { row: header.row([ip, time || rest, count, id], i + 1) };
  }
}

export default feedFormat({
  id: 'bruteforceblocker',
  title: { nl: 'BruteForceBlocker', en: 'BruteForceBlocker' },
  spec: 'https://danger.rulez.sk/index.php/bruteforceblocker/',
  feed: { url: 'https://danger.rulez.sk/projects/bruteforceblocker/blist.php', every: 'PT1H', note: terms.free },
  match: [
    { kind: 'file', body: /^# ?IP\s+# ?Last Reported\s+Count\s+ID/im, weight: 90 },
    { kind: 'file', body: /^[0-9.]{7,15}\s+# ?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+\d+\s+\d+\s*$/m, weight: 60 },
  ],
  shape: 'csv',
  rows,
  fields: {
    ip: 'ip',
    time: { from: 'last reported', zone: 'UTC' },
    last: { from: 'last reported', zone: 'UTC' },
    count: 'count',
    reference: 'id',
  },
  kind: 'attack.bruteforce',
  org: 'danger.rulez.sk',
  domain: 'rulez.sk',
  timed: true,
});

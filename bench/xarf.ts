/** XARF: reports parsed and validated, against bare JSON.parse of the same texts in the same run. */
import { checkXarf, readXarf } from '#formats';
import { type Bench, median, round } from './bench.ts';

const rounds = 7;

const party = { org: 'Example CERT', contact: 'abuse@cert.example', domain: 'cert.example' };
const evidence = [
  {
    content_type: 'text/plain',
    description: 'lines of the log that show it',
    payload:
      'Tm92IDIwIDEyOjAwOjAxIGhvc3Qgc3NoZFs4MTJdOiBGYWlsZWQgcGFzc3dvcmQgZm9yIHJvb3QgZnJvbSAxOTIuMC4yLjcgcG9ydCA0NDMyMiBzc2gyCk5vdiAyMCAxMjowMDowMiBob3N0IHNzaGRbODEyXTogRmFpbGVkIHBhc3N3b3JkIGZvciByb290Cg==',
    hash: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    size: 151,
  },
];

/** Reports of different types, about 1.1 kB each like the samples of the specification. */
function reports(): string[] {
  const made: string[] = [];
  const types: readonly (readonly [string, string, Record<string, unknown>])[] = [
    [
      'connection',
      'login_attack',
      {
        source_port: 44322,
        destination_ip: '198.51.100.9',
        destination_port: 22,
        protocol: 'tcp',
        first_seen: '2026-11-20T11:58:00Z',
        attempt_count: 240,
      },
    ],
    [
      'connection',
      'port_scan',
      { source_port: 51111, destination_ip: '198.51.100.10', protocol: 'tcp', first_seen: '2026-11-20T11:58:00Z' },
    ],
    [
      'connection',
      'ddos',
      {
        source_port: 53,
        destination_ip: '198.51.100.11',
        protocol: 'udp',
        first_seen: '2026-11-20T11:58:00Z',
        attack_vector: 'dns_amplification',
      },
    ],
    ['content', 'phishing', { url: 'https://login.shop.example/bank/index.html', target_brand: 'Example Bank' }],
    ['content', 'malware', { url: 'https://files.shop.example/invoice.exe', malware_family: 'qakbot' }],
    [
      'messaging',
      'spam',
      {
        protocol: 'smtp',
        smtp_from: 'offer@shop.example',
        source_port: 25,
        subject: 'You have won',
        message_id: '<1@shop.example>',
      },
    ],
    ['vulnerability', 'open_service', { service: 'redis', service_port: 6379, protocol: 'tcp' }],
    ['vulnerability', 'cve', { cve_id: 'CVE-2026-1234', service: 'http', service_port: 443, cvss_score: 9.8 }],
    [
      'infrastructure',
      'botnet',
      { malware_family: 'mirai', compromise_evidence: 'contacted a sinkhole', c2_protocol: 'http' },
    ],
    [
      'copyright',
      'copyright',
      {
        infringing_url: 'https://files.shop.example/film.mkv',
        work_title: 'A Film',
        rights_holder: 'Example Pictures',
      },
    ],
    ['reputation', 'blocklist', { threat_type: 'spam_source', reason: 'seen sending to traps' }],
  ];
  for (let n = 0; n < 32; n++) {
    const [category, type, more] = types[n % types.length] ?? ['content', 'phishing', {}];
    made.push(
      JSON.stringify(
        {
          xarf_version: '4.2.0',
          report_id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
          timestamp: '2026-11-20T12:00:00Z',
          reporter: party,
          sender: party,
          source_identifier: `192.0.2.${n + 1}`,
          category,
          type,
          evidence_source: 'automated_scan',
          tags: ['malware:test', 'severity:high'],
          confidence: 0.9,
          description:
            'Seen by our sensors; the holder of the address is asked to look at it and to tell us what was done.',
          evidence,
          ...more,
        },
        null,
        2,
      ),
    );
  }
  return made;
}

/** Reports a second of processor time, over at least this long. */
function rate(texts: readonly string[], each: (text: string) => number, millis: number): number {
  let n = 0;
  let sink = 0;
  const began = process.cpuUsage();
  for (;;) {
    for (const text of texts) sink += each(text);
    n += texts.length;
    const used = process.cpuUsage(began);
    const spent = (used.user + used.system) / 1000;
    if (spent > millis) {
      if (Number.isNaN(sink)) throw new Error('a report gave no number');
      return n / (spent / 1000);
    }
  }
}

export const bench: Bench = {
  name: 'xarf',
  about: {
    nl: 'XARF-meldingen ontleed en getoetst per seconde, tegen kaal JSON.parse',
    en: 'XARF reports parsed and validated a second, against bare JSON.parse',
  },
  async run(options, emit, say) {
    const texts = reports();
    const bytes = texts.reduce((sum, t) => sum + t.length, 0) / texts.length;
    for (const text of texts) {
      const { objects, problems } = readXarf(text);
      const object = objects[0];
      if (objects.length !== 1 || problems.length > 0 || !object) throw new Error('a report was not read');
      const wrong = checkXarf({ ...object, timestamp: 'yesterday' }).map((p) => p.at);
      if (!wrong.includes('/timestamp')) throw new Error('a wrong report was not seen');
    }
    say(`${texts.length} reports of ${Math.round(bytes)} bytes, each round interleaved`);
    const millis = options.size ?? 400;
    const bare: number[] = [];
    const whole: number[] = [];
    for (let n = 0; n <= rounds; n++) {
      const parsed = rate(texts, (t) => Object.keys(JSON.parse(t) as object).length, millis);
      const checked = rate(texts, (t) => readXarf(t).objects.reduce((sum, o) => sum + checkXarf(o).length, 0), millis);
      if (n === 0) continue; // warms up
      bare.push(parsed);
      whole.push(checked);
    }
    const ratios = whole.map((x, i) => x / (bare[i] ?? 1));
    emit({
      name: 'xarf',
      figure: round(median(whole)),
      unit: 'reports/s per core, found in their text, parsed and validated',
      limit: round(median(bare)),
      ratio: round(median(ratios)),
      runs: ratios.map(round),
      gate: { least: 0.25 },
      note: 'limit: JSON.parse of the same texts and nothing else, same run; runs are the ratios of the rounds',
    });
  },
};

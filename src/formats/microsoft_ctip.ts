/** Microsoft's threat intelligence for CSIRTs: infected machines and malicious pages, in its older and its newer JSON. */
import { cleanHost } from '#kernel';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { isObject, type JsonObject, text } from './values/json.ts';

/** Their payload is JSON in base64; where it names the domain that was asked for, that is the target's name. */
function payloadOf(base64: string | undefined): JsonObject | undefined {
  if (!base64 || base64.length > 100_000 || !/^[A-Za-z0-9+/=\s]+$/.test(base64)) return undefined;
  try {
    const value = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(atob(base64.replace(/\s/g, '')), (c) => c.charCodeAt(0))),
    ) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Windows file time: steps of 100 ns since 1601, as a Unix moment in text; JSON numbers of that size are exact to 16 µs. */
const fileTime = (text_: string | undefined): string | undefined => {
  if (!text_ || !/^1[23]\d{16}$/.test(text_)) return undefined;
  return String(Number((BigInt(text_) - 116_444_736_000_000_000n) / 10_000n));
};

export default feedFormat({
  id: 'microsoft_ctip',
  title: { nl: 'Microsoft CTIP', en: 'Microsoft CTIP' },
  spec: 'https://www.microsoft.com/en-us/wdsi',
  feed: {
    url: 'https://interflow.azure-api.net/api/file/listsharedfiles',
    every: 'PT1H',
    note: terms.members,
    needsKey: true,
  },
  match: [
    { kind: 'file', body: /"indicatorthreattype"\s*:/i, weight: 90 },
    { kind: 'file', body: /"DataFeed"\s*:\s*"[^"]{0,60}CTIP/i, weight: 90 },
  ],
  shape: 'json',
  fields: {
    ip: {
      from: ['SourceIp', 'networksourceipv4', 'networksourceipv6', 'NetworkDestinationIPv4', 'NetworkDestinationIPv6'],
    },
    port: { from: ['SourcePort', 'networksourceport', 'NetworkDestinationPort'] },
    asn: { from: ['SourceIpInfo.SourceIpAsnNumber', 'networksourceasn', 'NetworkDestinationAsn'] },
    url: 'url',
    // Their moments are UTC, in words in the newer form (`Sunday May 24 2020 22:45:28.4870`).
    time: { from: ['firstreporteddatetime', 'lastreporteddatetime'], zone: 'UTC' },
    malware: { from: ['ThreatCode', 'externalid'] },
    confidence: { from: 'confidence', of: 100 },
    count: 'TotalEncounters',
    kind: {
      from: 'indicatorthreattype',
      table: {
        Botnet: 'malware.infected_host',
        MaliciousUrl: 'malware.distribution',
        Malware: 'malware.distribution',
        Phishing: 'fraud.phishing',
        C2: 'malware.c2',
      },
    },
    target_ip: { from: ['DestinationIp', 'networkdestinationipv4'], before: ',' },
    target_port: { from: ['DestinationPort', 'networkdestinationport'] },
    target_host: { from: ['HttpInfo.HttpHost', 'hostname'] },
    as_sent: { from: ['DataFeed', 'indicatorthreattype'] },
  },
  kind: 'malware.infected_host',
  org: 'Microsoft',
  domain: 'microsoft.com',
  finish: (finding, row) => {
    // A malicious page: what the network "destination" is there is the machine that serves it.
    const { target, ...rest } = finding;
    const isPage = finding.url !== undefined;
    const words = row.get('DateTimeReceivedUtcTxt')?.replace(/^[A-Z][a-z]+ /, '');
    const ms = fileTime(row.get('DateTimeReceivedUtc'));
    const seen = finding.seenAt ? undefined : ms ? Temporal.Instant.fromEpochMilliseconds(Number(ms)) : undefined;
    const domain = cleanHost(text(payloadOf(row.get('Payload')), 'domain') ?? '');
    const missing =
      !finding.seenAt && !seen
        ? [{ code: 'time.missing', message: `states no time${words ? ` but ${words.slice(0, 40)}` : ''}`, at: row.at }]
        : [];
    const whole = { ...target, ...(domain && !target?.host ? { host: domain } : {}) };
    return [
      {
        ...rest,
        ...(seen ? { seenAt: seen, timePrecision: 'exact' as const } : {}),
        ...(isPage || Object.keys(whole).length === 0 ? {} : { target: whole }),
        problems: [...finding.problems, ...missing],
      },
    ];
  },
});

/** ARF: the feedback loops of mail providers (RFC 5965), authentication failures (RFC 6591) among them. */
import { cleanHost } from '#kernel';
import { asObject, type Field, feedbackFields, first } from './arf/fields.ts';
import type { Finding, Problem } from './finding.ts';
import { format, type MailPart, type MailUnit, type Reading, type Said } from './format.ts';
import { leaves } from './mail/unit.ts';
import { extraOf, hostOfUrl, ipOf, portOf, present, resourceOf, seenOf, senderOf, urlOf } from './values/fields.ts';

/** What each Feedback-Type is for us. Those in use beyond the RFC are here too. */
const kinds: Readonly<Record<string, string>> = {
  abuse: 'spam.source',
  complaint: 'spam.source',
  spam: 'spam.source',
  'opt-out': 'spam.bulk',
  'opt-out-list': 'spam.bulk',
  unsubscribe: 'spam.bulk',
  fraud: 'fraud.phishing',
  phishing: 'fraud.phishing',
  virus: 'malware.distribution',
  malware: 'malware.distribution',
  'auth-failure': 'reputation.intel',
  dmarc: 'reputation.intel',
  miscategorized: 'spam.source',
  other: 'report.unclassified',
};

/** Where senders put what the machine-readable part lacks: "received from IP 192.0.2.1 on Thu, …". */
const inWords =
  /\b(?:received |sent |originat\w{2,8} )?from (?:the )?(?:ip(?: address)?|host|address)[ :]{1,3}\[?([0-9a-f:.]{3,45})\]?/i;

function* readReport(part: MailPart, unit: MailUnit, reading: Reading): Generator<Said, boolean> {
  const fields = feedbackFields(part.text());
  const type = first(fields, 'Feedback-Type')?.toLowerCase() ?? '';
  if (type === 'xarf' && first(fields, 'Source-IP') === undefined) return false;
  if (fields.length === 0 || (type === '' && first(fields, 'Source-IP', 'Reported-URI') === undefined)) return false;
  if (type === 'not-spam') {
    yield { end: 'not_abuse', why: 'the recipient says this message was no spam (Feedback-Type: not-spam)' };
    return true;
  }
  yield { finding: findingOf(fields, type, part, unit, reading) };
  return true;
}

function findingOf(fields: readonly Field[], type: string, part: MailPart, unit: MailUnit, reading: Reading): Finding {
  const problems: Problem[] = [];
  const statedIp = first(fields, 'Source-IP', 'Source-Ip', 'Remote-IP', 'Sender-IP');
  const structured = statedIp === undefined ? undefined : resourceOf(statedIp);
  if (statedIp !== undefined && !structured?.ip)
    problems.push({
      code: 'address.unreadable',
      message: `Source-IP is not an address: ${statedIp.slice(0, 60)}`,
      at: part.path,
    });
  const worded = structured?.ip ? undefined : wordedIp(unit);
  const reportedUri = first(fields, 'Reported-URI');
  const uri = resourceOf(reportedUri);
  const domain = first(fields, 'Reported-Domain');
  const host = cleanHost(domain ?? '') ?? (uri?.host && uri.url ? hostOfUrl(uri.url) : undefined) ?? uri?.host;
  const seen = seenOf(
    first(fields, 'Arrival-Date', 'Received-Date', 'Incident-Date', 'Date'),
    unit,
    reading,
    problems,
    { at: part.path },
  );
  if (!seen.seenAt)
    problems.push({ code: 'time.missing', message: 'neither the report nor the mail states a time', at: part.path });
  const count = Number(first(fields, 'Incidents') ?? Number.NaN);
  const original = [...leaves(unit.root)].find((p) => p.type === 'message/rfc822' || p.type === 'text/rfc822-headers');
  const abuseType = first(fields, 'Abuse-Type');
  const failure = first(fields, 'Auth-Failure');
  return present<Finding>({
    kind: Object.hasOwn(kinds, type) ? (kinds[type] ?? 'report.unclassified') : 'spam.source',
    ...seen,
    ip: structured?.ip ?? worded,
    port: portOf(first(fields, 'Source-Port')),
    host,
    url: urlOf(reportedUri),
    role: 'source',
    classification: { asSent: [type, abuseType, failure].filter((x) => x).join(' ') || 'unstated' },
    reference: first(fields, 'Report-ID', 'Complaint-ID', 'Feedback-ID', 'Original-Envelope-Id', 'Message-ID'),
    reporter: senderOf(unit),
    count: Number.isSafeInteger(count) && count > 0 ? count : undefined,
    evidence: original ? [part.path, original.path] : [part.path],
    extra: extraOf(Object.entries(asObject(fields)), problems, part.path),
    problems,
  });
}

/** The one address the human-readable part names, where the report part names none. */
function wordedIp(unit: MailUnit): string | undefined {
  for (const part of leaves(unit.root)) {
    if (part.type !== 'text/plain') continue;
    const found = ipOf(inWords.exec(part.text().slice(0, 20_000))?.[1]?.replace(/\.$/, ''));
    if (found) return found;
  }
  return undefined;
}

export default format({
  id: 'arf',
  version: 1,
  title: { nl: 'ARF-terugmelding over e-mail', en: 'ARF mail feedback report' },
  spec: 'RFC 5965, RFC 6591',
  group: 'standard',
  match: [
    { kind: 'mail', partType: 'message/feedback-report', weight: 70 },
    { kind: 'mail', body: /^feedback-type:[ \t]*[a-z]/im, weight: 40 },
    {
      kind: 'mail',
      header: ['Content-Type', /report-type\s*=\s*"?feedback-report/i],
      body: /^source-ip:[ \t]*\S/im,
      weight: 40,
    },
  ],
  *read(unit, reading) {
    if (unit.kind !== 'mail') {
      yield { pass: 'a feedback report is a mail' };
      return;
    }
    let used = false;
    let reports = [...leaves(unit.root)].filter((p) => p.type === 'message/feedback-report');
    // Gateways that know no such part make it text; the fields are still there.
    if (reports.length === 0)
      reports = [...leaves(unit.root)].filter(
        (p) =>
          (p.type.startsWith('text/') || p.type.startsWith('multipart/')) &&
          /^(?:feedback-type|source-ip):/im.test(p.text().slice(0, 65_536)),
      );
    for (const part of reports) if (yield* readReport(part, unit, reading)) used = true;
    if (!used) yield { pass: 'the feedback report holds no usable field' };
  },
});

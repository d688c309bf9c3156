/**
 * What XARF versions alpha to 3 ask of a report, as tables per version, class and type (github.com/abusix/xarf), and what
 * the two other shapes ask that also call themselves version 3.
 */
import { cleanAddress } from '#kernel';
import type { Problem } from '../finding.ts';
import { isObject, type JsonObject } from '../values/json.ts';
import {
  both,
  broken,
  type Check,
  either,
  flag,
  isHostName,
  isMailbox,
  isMoment,
  isUri,
  list,
  named,
  oneOf,
  type Shape,
  shape,
  that,
  whole,
  words,
} from '../values/shape.ts';

const text = words();
const name3 = words('a text of at least 3 characters', 3);
const host = words('a host name', 1, isHostName);
const mailbox = words('a mailbox', 3, isMailbox);
const uri = words('a URL', 1, isUri);
const moment = words('an RFC 3339 moment', 1, isMoment);
const address = words('an IP address', 2, (s) => cleanAddress(s) !== undefined && !/[/%]/.test(s));
const port = whole('a port', 0, 65_535);
const ports = either(port, list(port));
const count = whole('a whole number');

export const legacyVersions = ['alpha', '1', '2', '3'] as const;
export type LegacyVersion = (typeof legacyVersions)[number];

/** ReporterInfo and OnBehalfOf: the same fields under another first word. */
function party(prefix: 'Reporter' | 'Complainant', version: LegacyVersion): Check {
  const org = [`${prefix}Org`, `${prefix}OrgDomain`, `${prefix}OrgEmail`];
  const has3 = version === '3';
  return shape({
    fields: {
      [`${prefix}Org`]: name3,
      [`${prefix}OrgDomain`]: host,
      [`${prefix}OrgEmail`]: mailbox,
      [`${prefix}ContactEmail`]: mailbox,
      [`${prefix}ContactName`]: name3,
      [`${prefix}ContactPhone`]: name3,
      ...(prefix === 'Reporter' ? { ReporterOrgAddress: text } : {}),
      ...(has3 ? { [`${prefix}Type`]: oneOf('Org', 'Person') } : {}),
    },
    only: has3 && prefix === 'Reporter',
    // A person reports without an organisation, from version 3 on.
    also: (value, at, tell) => {
      if (has3 && value[`${prefix}Type`] === 'Person') return;
      for (const field of org)
        if (!Object.hasOwn(value, field)) tell('missing', `${field} is missing`, `${at}/${field}`);
    },
  });
}

const ours: Check = shape({
  fields: {
    SubscriberInformation: shape({ fields: { ID: text, SubscriberData: named(text) } }),
    ContractInformation: shape({ fields: { ID: text, ResolverData: named(text) } }),
    EventTags: list(text),
  },
});

const hashAlgorithms = [
  'sha1',
  'sha2',
  'sha3',
  'sha256',
  'sha512',
  'md5',
  'argon2id',
  'scrypt',
  'bcrypt',
  'pbkdf2',
] as const;
const hash: Check = shape({
  fields: { HashValue: text, HashAlgorithm: oneOf(...hashAlgorithms), HashComplete: flag },
  needs: ['HashValue', 'HashAlgorithm'],
});

const file = (version: LegacyVersion): Shape => ({
  fields: {
    FileName: text,
    FileSize: whole('a size in bytes', 0),
    FileHash: version === '3' ? hash : text,
  },
  needs: ['FileName'],
});

const sample = (version: LegacyVersion): Check =>
  either(
    shape({
      fields: { ContentType: text, Base64Encoded: flag, Description: text, Payload: text },
      needs: ['ContentType', 'Payload'],
    }),
    shape(file(version)),
  );

const base: Shape = {
  fields: {
    ReportClass: oneOf('Content', 'Activity', 'Vulnerability'),
    ReportType: words('a text', 1),
    ReportSubType: text,
    ReporterCaseID: text,
    ReporterSeverity: oneOf('low', 'medium', 'high'),
    ReporterNotes: text,
    Date: moment,
    FirstSeen: moment,
  },
  needs: ['ReportClass', 'ReportType', 'Date'],
};
const asn = whole('an AS number', 1, 4_199_999_999);
const byIp: Shape = { fields: { SourceIp: address, SourcePort: port, ASN: asn }, needs: ['SourceIp'] };
const byIpOrUrl: Shape = {
  fields: { SourceIp: address, SourceUrl: uri, SourcePort: port, ASN: asn },
  also: (report, at, tell) => {
    if (!Object.hasOwn(report, 'SourceIp') && !Object.hasOwn(report, 'SourceUrl'))
      tell('missing', 'SourceIp and SourceUrl are missing', `${at}/SourceIp`);
  },
};
const target: Shape = { fields: { DestinationIp: address, DestinationPort: ports } };
const traffic: Shape = { fields: { ByteCount: count, PacketCount: count } };
const transport: Shape = { fields: { TransportProtocol: oneOf('tcp', 'udp') } };
const service: Shape = { fields: { ServiceName: text, ServiceVersion: text } };
const common = (version: LegacyVersion): Shape => ({
  fields: { Ongoing: flag, ThreatActor: text, Samples: list(sample(version), 1) },
});
const mail = (version: LegacyVersion): Shape => ({
  fields:
    version === 'alpha'
      ? { FromAddress: mailbox, ToAddress: mailbox }
      : { SmtpMailFromAddress: mailbox, SmtpRcptToAddress: mailbox },
});

const metric = (name: string, values: string) => `${name}:(?:${values.split('').join('|')})`;
const metricLong = (name: string, values: string) => `${name}:(?:${values})`;
/** The metrics of CVSS 2 and 3 in their order: base, then temporal as a whole, then environmental as a whole. */
const vector2 = new RegExp(
  `^\\(?${[metric('AV', 'LAN'), metric('AC', 'HML'), metric('Au', 'MSN'), metric('C', 'NPC'), metric('I', 'NPC'), metric('A', 'NPC')].join('/')}(?:/${[metricLong('E', 'ND|POC|U|F|H'), metricLong('RL', 'W|U|ND|OF|TF'), metricLong('RC', 'C|ND|UC|UR')].join('/')})?(?:/${[metricLong('CDP', 'N|L|H|ND|LM|MH'), metricLong('TD', 'MH|ND|N|L|M|H'), metricLong('CR', 'ND|N|L|M|H'), metricLong('IR', 'ND|L|M|H'), metricLong('AR', 'ND|L|M|H')].join('/')})?\\)?$`,
);
const vector3 = new RegExp(
  `^CVSS:3[.][01]/${[metric('AV', 'NALP'), metric('AC', 'LH'), metric('PR', 'NLH'), metric('UI', 'NR'), metric('S', 'UC'), metric('C', 'NLH'), metric('I', 'NLH'), metric('A', 'NLH')].join('/')}(?:/${[metric('E', 'XUPFH'), metric('RL', 'XOTWU'), metric('RC', 'XURC')].join('/')})?(?:/${[metric('CR', 'XLMH'), metric('IR', 'XLMH'), metric('AR', 'XLMH'), metric('MAV', 'XNALP'), metric('MAC', 'XLH'), metric('MPR', 'XNLH'), metric('MUI', 'XNR'), metric('MS', 'XUC'), metric('MC', 'XNLH'), metric('MI', 'XNLH'), metric('MA', 'XNLH')].join('/')})?$`,
);
const cvss: Check = shape({
  fields: {
    Score: that('a number', (v) => typeof v === 'number'),
    Version: oneOf('3.1', '3.0', '2'),
    Vector: text,
    Severity: text,
  },
  needs: ['Version', 'Vector'],
  also: (value, at, tell) => {
    const is2 = value.Version === '2';
    const severities = is2 ? ['Low', 'Medium', 'High'] : ['None', 'Low', 'Medium', 'High', 'Critical'];
    if (value.Severity !== undefined) oneOf(...severities)(value.Severity, `${at}/Severity`, tell);
    if (typeof value.Vector === 'string' && !(is2 ? vector2 : vector3).test(value.Vector))
      tell('wrong', `Vector is not a CVSS ${is2 ? '2' : '3'} vector`, `${at}/Vector`);
  },
});
const vulnerability: Shape = {
  fields: { CVE: words('a CVE number', 1, (s) => /^CVE-\d{4}-\d{4,7}$/.test(s)), CVSS: cvss },
};

interface Type {
  readonly class: 'Content' | 'Activity' | 'Vulnerability';
  readonly type: string;
  /** Versions that have it. */
  readonly in: readonly LegacyVersion[];
  readonly is: (version: LegacyVersion) => Shape;
}
const always = legacyVersions;
const from1 = ['1', '2', '3'] as const;
const only3 = ['3'] as const;
const infringing = (version: LegacyVersion): Shape => ({
  fields: version === 'alpha' ? { InfringingUrl: uri } : {},
});

/** Every type of report. Malware stands twice: what spreads it is content, what looks it up is activity. */
const types: readonly Type[] = [
  { class: 'Activity', type: 'DOS', in: always, is: (v) => both(byIp, target, traffic, common(v)) },
  { class: 'Activity', type: 'LoginAttack', in: always, is: (v) => both(byIp, target, traffic, common(v)) },
  { class: 'Activity', type: 'PortScan', in: always, is: (v) => both(byIp, target, traffic, common(v)) },
  { class: 'Activity', type: 'Spam', in: always, is: (v) => both(byIp, target, common(v), mail(v)) },
  {
    class: 'Activity',
    type: 'Malware',
    in: always,
    is: () => both(byIp, { fields: { ReportSubType: oneOf('RPZ-Rewrite'), RpzDomain: host, MalwareName: text } }),
  },
  {
    class: 'Activity',
    type: 'Exploit',
    in: only3,
    is: (v) => both(byIp, transport, vulnerability, target, service, common(v)),
  },
  {
    class: 'Activity',
    type: 'Harassment',
    in: only3,
    is: (v) =>
      both(byIpOrUrl, common(v), {
        fields: {
          Harasser: text,
          HarassmentDescription: text,
          HarassmentType: oneOf('doxing', 'stalking', 'sexual', 'believes', 'defamation', 'extortion', 'hate'),
          HarassmentLocation: oneOf('website', 'chat', 'game'),
        },
        needs: ['Harasser', 'HarassmentDescription'],
      }),
  },
  { class: 'Activity', type: 'WebCrawler', in: only3, is: (v) => both(byIpOrUrl, common(v)) },
  {
    class: 'Activity',
    type: 'PotentiallyCompromisedAccount',
    in: only3,
    is: (v) =>
      both(target, common(v), {
        fields: {
          Account: shape({
            fields: {
              AccountIdentifier: words('a name (a mail address goes into AccountEmail)', 0, (s) => !isMailbox(s)),
              AccountEmail: text,
            },
            least: 1,
          }),
          AttackerIp: address,
          AttackerPort: ports,
          PasswordHash: hash,
        },
        needs: ['Account'],
        also: (report, at, tell) => {
          for (const field of ['SourceIp', 'SourceUrl'])
            if (Object.hasOwn(report, field))
              tell(
                'unknown',
                `${field} has no place in a report about an account; an attacker is AttackerIp`,
                `${at}/${field}`,
              );
        },
      }),
  },
  {
    class: 'Content',
    type: 'Botnet',
    in: always,
    is: (v) => both(byIpOrUrl, common(v), { fields: { BotnetName: text } }),
  },
  { class: 'Content', type: 'ChildAbuse', in: always, is: () => byIpOrUrl },
  {
    class: 'Content',
    type: 'Copyright',
    in: always,
    is: (v) =>
      both(byIpOrUrl, file(v), infringing(v), {
        fields: { InfringedMaterial: text, MaterialType: text, SharingProtocol: text, CourtOrder: uri },
        needs: ['InfringedMaterial'],
      }),
  },
  {
    class: 'Content',
    type: 'Malware',
    in: always,
    is: (v) => both(byIpOrUrl, common(v), { fields: { MalwareName: text }, needs: v === '3' ? [] : ['SourceUrl'] }),
  },
  {
    class: 'Content',
    type: 'Phishing',
    in: always,
    is: (v) => both(byIpOrUrl, common(v), { fields: {}, needs: ['SourceUrl'] }),
  },
  {
    class: 'Content',
    type: 'Trademark',
    in: always,
    is: (v) =>
      both(byIpOrUrl, infringing(v), {
        fields: { TrademarkedMaterial: text, RegistrationOffice: text, RegistrationNumber: text },
        needs: ['TrademarkedMaterial'],
      }),
  },
  {
    class: 'Vulnerability',
    type: 'OpenService',
    in: from1,
    is: (v) => both(byIpOrUrl, transport, service, common(v), { fields: {}, needs: ['ServiceName'] }),
  },
];

const custom = named(either(text, count));

/** The rules of one version for the class and type a report states; where it states none that exists, the common ones. */
function wholeOf(version: LegacyVersion, report: unknown): Check {
  const stated = isObject(report) ? report : {};
  const mine = types.filter((t) => t.in.includes(version));
  const ofType = mine.filter((t) => t.type === stated.ReportType);
  const type = ofType.find((t) => t.class === stated.ReportClass) ?? (ofType.length === 1 ? ofType[0] : undefined);
  const more: Shape = {
    fields: version === 'alpha' ? {} : { Custom: custom },
    also: (value, at, tell) => {
      if (typeof value.ReportType !== 'string' || value.ReportType === '') return;
      if (ofType.length === 0)
        tell('wrong', `${value.ReportType.slice(0, 60)} is no type of version ${version}`, `${at}/ReportType`);
      else if (!ofType.some((t) => t.class === value.ReportClass) && typeof value.ReportClass === 'string')
        tell('wrong', `${value.ReportType} is not of class ${value.ReportClass.slice(0, 60)}`, `${at}/ReportClass`);
    },
  };
  return shape({
    fields: {
      Version: oneOf(version),
      ReporterInfo: party('Reporter', version),
      OnBehalfOf: party('Complainant', version),
      Disclosure: flag,
      Report: shape(both(base, more, type ? type.is(version) : byIpOrUrl)),
      ...(version === '2' || version === '3' ? { InternalProcessing: ours } : {}),
    },
    needs: ['ReporterInfo', 'Disclosure', 'Report'],
  });
}

/** The eight-type shape of xarf/xarf-spec `xarf-v3-legacy.json`: no field but those it names. */
const eightTypes: Check = shape({
  only: true,
  fields: {
    Version: oneOf('3', '3.0'),
    ReporterInfo: shape({
      only: true,
      fields: {
        ReporterOrg: words('a text of at most 200 characters', 0, undefined, 200),
        ReporterOrgEmail: mailbox,
        ReporterOrgDomain: host,
      },
      needs: ['ReporterOrg', 'ReporterOrgEmail'],
    }),
    Report: shape({
      only: true,
      fields: {
        ReportClass: oneOf('Activity'),
        ReportType: oneOf('Spam', 'Login-Attack', 'Port-Scan', 'DDoS', 'Phishing', 'Malware', 'Botnet', 'Copyright'),
        Date: moment,
        SourceIp: text,
        SourcePort: whole('a port', 1, 65_535),
        DestinationIp: text,
        DestinationPort: whole('a port', 1, 65_535),
        Protocol: oneOf('tcp', 'udp', 'icmp', 'smtp'),
        SmtpMailFromAddress: mailbox,
        SmtpRcptToAddress: mailbox,
        SmtpMessageSubject: words('a text of at most 500 characters', 0, undefined, 500),
        Url: uri,
        UserAgent: words('a text of at most 200 characters', 0, undefined, 200),
        AttackDescription: words('a text of at most 1000 characters', 0, undefined, 1000),
        AttackCount: whole('a count', 1),
        Samples: list(
          shape({
            only: true,
            fields: {
              ContentType: text,
              Payload: text,
              Description: words('a text of at most 200 characters', 0, undefined, 200),
            },
            needs: ['ContentType', 'Payload'],
          }),
          0,
          10,
        ),
      },
      needs: ['ReportClass', 'ReportType', 'Date'],
    }),
  },
  needs: ['Version', 'ReporterInfo', 'Report'],
});

/** The shape of xarf-spec's samples for "3.0.0": the source is an object, the types are in lower case. */
const withSource: Check = shape({
  fields: {
    Version: words('a version 3', 1, (s) => /^3(?:\.\d{1,4}){0,2}$/.test(s)),
    ReporterInfo: shape({
      fields: {
        ReporterOrg: words('a text', 1),
        ReporterOrgEmail: mailbox,
        ReporterOrgDomain: host,
        ReporterContactEmail: mailbox,
      },
      needs: ['ReporterOrg', 'ReporterOrgEmail'],
    }),
    Disclosure: flag,
    Report: shape({
      fields: {
        ReportClass: words('a text', 1),
        ReportType: words('a text', 1),
        Date: moment,
        Source: shape({
          fields: { IP: address, URL: uri, Port: port, Type: text },
          also: (source, at, tell) => {
            if (
              !['IP', 'URL', 'Ip', 'Uri', 'Domain', 'Address', 'Value', 'Email'].some((k) => Object.hasOwn(source, k))
            )
              tell('missing', 'Source names no address and no URL', at);
          },
        }),
        Attachment: list(
          shape({
            fields: { ContentType: text, Data: text, Payload: text, Description: text },
            needs: ['ContentType'],
          }),
        ),
        AdditionalInfo: named(() => undefined),
      },
      needs: ['ReportClass', 'ReportType', 'Date', 'Source'],
    }),
  },
  needs: ['Version', 'ReporterInfo', 'Report'],
});

/** Fields that only the eight-type shape has. */
const ofEight = ['Url', 'AttackCount', 'AttackDescription', 'SmtpMessageSubject', 'UserAgent', 'Protocol'];

/**
 * What a report of version alpha, 1, 2 or 3 lacks or says wrongly, in whichever of the three shapes it is; empty for one
 * that holds to its shape. `at` is a JSON pointer after the given place.
 */
export function checkLegacy(whole: JsonObject, at = ''): Problem[] {
  const report = whole.Report;
  const stated = whole.Version;
  const inner = isObject(report) ? report : {};
  if (isObject(inner.Source) || (typeof stated === 'string' && /^3\.\d+\.\d+$/.test(stated)))
    return broken(withSource, whole, 'xarf', at);
  if (
    stated === '3.0' ||
    ofEight.some((f) => Object.hasOwn(inner, f)) ||
    /^(?:Login-Attack|Port-Scan|DDoS)$/.test(String(inner.ReportType))
  ) {
    const eight = broken(eightTypes, whole, 'xarf', at);
    if (eight.length === 0 || stated === '3.0' || !Object.hasOwn(whole, 'Disclosure')) return eight;
  }
  const version = stated === undefined ? 'alpha' : legacyVersions.find((v) => v === stated);
  if (version) return broken(wholeOf(version, report), whole, 'xarf', at);
  const said = typeof stated === 'string' ? stated : JSON.stringify(stated);
  return [
    { code: 'xarf.version', message: `Version ${said.slice(0, 40)} is none of alpha, 1, 2 and 3`, at: `${at}/Version` },
    ...broken(wholeOf('3', report), { ...whole, Version: '3' }, 'xarf', at),
  ];
}

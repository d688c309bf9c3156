/** Which course of action a finding takes, where more is known than its kind. */
import type { Kind, Severity } from '#law';

/** Remediation outcomes of CISA Binding Operational Directive 26-04. */
export type Remediation = 'vuln_3df' | 'vuln_3d' | 'vuln_14d' | 'vuln_60d' | 'on_upgrade';

export interface Weakness {
  /** On the list of known exploited vulnerabilities. */
  readonly exploited: boolean;
  /** Reachable from the internet: true by construction for what a scan saw. */
  readonly exposed: boolean;
  readonly automatable: boolean;
  /** Total technical impact: whoever exploits it controls the system. */
  readonly total: boolean;
}

/** Key: exploited, exposed, automatable, total as y and n. The sixteen rows of the directive's decision table, version 1.0.0. */
const directive: Readonly<Record<string, Remediation>> = {
  nnnn: 'on_upgrade',
  ynnn: 'vuln_14d',
  nynn: 'vuln_60d',
  nnyn: 'vuln_60d',
  nnny: 'on_upgrade',
  yynn: 'vuln_14d',
  ynyn: 'vuln_14d',
  nyyn: 'vuln_14d',
  ynny: 'vuln_14d',
  nyny: 'vuln_14d',
  nnyy: 'vuln_60d',
  yyyn: 'vuln_3d',
  yyny: 'vuln_3df',
  ynyy: 'vuln_3df',
  nyyy: 'vuln_3d',
  yyyy: 'vuln_3df',
};

/** How soon a weakness must be repaired, by the table of CISA BOD 26-04; `vuln_3df` also asks for a search for traces. */
export function remediation(w: Weakness): Remediation {
  const key = [w.exploited, w.exposed, w.automatable, w.total].map((yes) => (yes ? 'y' : 'n')).join('');
  return directive[key] ?? 'vuln_14d';
}

export interface CourseFacts {
  readonly severity?: Severity;
  readonly port?: number;
  /** Hours between the sighting and now. */
  readonly hoursAgo?: number;
  readonly ransomware?: boolean;
  /** Of the CVE, where it has one; absent is not known. */
  readonly exploited?: boolean;
  readonly automatable?: boolean;
  readonly total?: boolean;
}

/** BGP, IPMI and Cisco Smart Install: whoever gets in owns the device. */
const managementPorts: ReadonlySet<number> = new Set([179, 623, 4786]);
/** An attack seen longer ago than this is one bot of many that must be cleaned, no longer traffic to be stopped this minute. */
const attackIsOverHours = 2;

/**
 * The course of action of a finding: its kind's default, or a nearer one where the facts say so.
 * Of a weakness nothing is known about, automatic exploitation with partial impact is assumed: fourteen days.
 * @returns an id of law/actions, or null where the kind has none
 */
export function courseFor(kind: Pick<Kind, 'id' | 'action'>, facts: CourseFacts = {}): string | null {
  switch (kind.id) {
    case 'vuln.cve': {
      const severe = facts.severity === 'critical';
      const slight = facts.severity === 'low' || facts.severity === 'medium' || facts.severity === 'info';
      const exploited = facts.exploited ?? false;
      const outcome = remediation({
        exploited,
        exposed: true,
        automatable: facts.automatable ?? (severe || exploited || !slight),
        total: facts.total ?? severe,
      });
      return outcome === 'on_upgrade' ? 'vuln_60d' : outcome;
    }
    case 'vuln.exposed_service':
      return facts.port !== undefined && managementPorts.has(facts.port) ? 'bgp_or_mgmt_exposed' : kind.action;
    case 'ddos.source':
      return facts.hoursAgo !== undefined && facts.hoursAgo > attackIsOverHours ? 'ddos_bot' : kind.action;
    case 'malware.c2':
      return facts.ransomware ? 'ransomware_infra' : kind.action;
    default:
      return kind.action;
  }
}

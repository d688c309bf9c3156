/** Which case a finding belongs to, and which asset of it: bundling by holder and cause. */
import type { Row } from '#intake';
import { cleanHost, cleanUrl, type Id } from '#kernel';
import type { Kind } from '#law';

/**
 * What identifies the asset of an episode: host and path prefix for sites (a shared address holds many), address and port for
 * services, the address for the rest. Behind NAT or shared hosting the site is the key, not the address.
 */
export function assetOf(kind: Kind, f: Row): string {
  const url = f.url ? cleanUrl(f.url) : undefined;
  const site = url ? `${url.host}${folderOf(url.path)}` : f.host ? (cleanHost(f.host) ?? f.host) : undefined;
  const address = f.ip ?? f.prefix;
  switch (kind.asset) {
    case 'site':
      return site ?? address ?? rest(f);
    case 'domain':
      return f.host ?? url?.host ?? address ?? rest(f);
    case 'account':
      return f.account ?? site ?? address ?? rest(f);
    case 'address_port':
      return address ? (f.port ? `${bracketed(address)}:${f.port}` : address) : (site ?? rest(f));
    case 'address':
      return address ?? site ?? rest(f);
  }
}

const bracketed = (address: string) => (address.includes(':') && !address.includes('/') ? `[${address}]` : address);
const rest = (f: Row) => f.account ?? (f.asn ? `AS${f.asn}` : 'unknown');

/** The folder of a path: two pages of one phishing kit are one asset. */
function folderOf(path: string): string {
  const folder = path.replace(/[^/]*$/, '');
  return folder === '/' ? '' : folder.replace(/\/$/, '');
}

/**
 * The key of a case: the holder, or else the address, site or service, with the course of action. All that one customer
 * must do about one cause is one case.
 */
export function caseKey(holder: Id<'party'> | null, asset: string, action: string): string {
  return holder ? `${holder}|${action}` : `${asset.slice(0, 300)}|${action}`;
}

/** Whether a finding makes work: informational kinds, victims and kinds without a course of action do not. */
export function makesCase(kind: Kind, f: Row): boolean {
  return kind.action !== null && kind.handling !== 'informational' && f.role !== 'victim';
}

/** Terms under which a case is found: addresses, hosts, references. Kept short; joined per case. */
export function termsOf(f: Row): readonly string[] {
  const url = f.url ? cleanUrl(f.url) : undefined;
  return [f.ip, f.prefix, f.host, url?.host, f.account, f.reference, ...(f.cve ?? []), f.malware]
    .filter((t): t is string => Boolean(t))
    .map((t) => t.toLowerCase().slice(0, 120));
}

/** For the list: one asset, or how many. */
export function assetSummary(first: string, count: number): string {
  return count > 1 ? `${first} +${count - 1}` : first;
}

/** Kinds of service by the words billing systems and panels use for their products. */
import type { ServiceKind } from '#parties';

const kinds: readonly (readonly [RegExp, ServiceKind])[] = [
  [/colo|rack|housing/i, 'colocation'],
  [/dedicated|bare.?metal|server huren/i, 'dedicated'],
  [/\bvps\b|virtual private|kvm|openvz|lxc|virtual (machine|server)/i, 'vps'],
  [/resell/i, 'resale'],
  [/shared|web.?hosting|cpanel|plesk|directadmin|hosting/i, 'shared_hosting'],
  [/cloud/i, 'cloud'],
  [/storage|backup|opslag/i, 'storage'],
  [/e-?mail|mailbox/i, 'mail'],
  [/\bdns\b/i, 'dns'],
  [/transit|uplink/i, 'transit'],
  [/\bip\b.*(lease|rent|huur)|ipv4/i, 'ip_lease'],
  [/domain|domein/i, 'domain'],
];

/** The kind of service a name speaks of; undefined where it says nothing we know. */
export const serviceKindOf = (text: string): ServiceKind | undefined => kinds.find(([words]) => words.test(text))?.[1];

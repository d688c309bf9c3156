/** From identifiers to tags: canonical form, then HMAC-SHA-256 under the key of this organisation and kind. */
import { createHmac } from 'node:crypto';
import type { Tx } from '#io/db';
import { sha256 } from '#io/dice';
import type { World } from '#io/world';
import { canonicalOf, kindRule, type TagKindId, tagEpoch } from '../identifier.ts';
import { type Tag, tagKey } from '../store.ts';

/** The fingerprint of a public key as OpenSSH writes it; what is none already and no key stays as it is. */
function sshFingerprint(text: string): string {
  const blob = /^(?:ssh-|ecdsa-|sk-)\S+\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(text.trim())?.[1];
  return blob ? `SHA256:${sha256(Buffer.from(blob, 'base64')).toString('base64').replace(/=+$/, '')}` : text;
}

/**
 * Tags of these values. What is none of its kind has no tag; kinds of a device or network have none while that use is off.
 * @param device whether the use `device` has a recorded ground
 */
export async function tagsOf(
  world: World,
  tx: Tx,
  values: readonly (readonly [TagKindId, readonly string[]])[],
  device: boolean,
): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  for (const [kind, all] of values) {
    if (kindRule(kind).device && !device) continue;
    const forms = all.flatMap((v) => canonicalOf(kind, kind === 'ssh_key' ? sshFingerprint(v) : v) ?? []);
    if (forms.length === 0) continue;
    const key = await tagKey(world, tx, kind, tagEpoch);
    for (const form of new Set(forms)) tags.push({ kind, tag: createHmac('sha256', key).update(form).digest() });
  }
  return tags;
}

/** Access tokens for mailboxes (OAuth 2.0): by client credentials or a refresh token, asked through the guarded way out. */
import { z } from 'zod';
import { NetFault } from '#io/net';
import type { Settings } from '../channel.ts';
import type { Pulling } from './pull.ts';

const tokenAnswer = z.object({
  access_token: z.string().min(1).max(16_000),
  expires_in: z.coerce.number().optional(),
  refresh_token: z.string().min(1).max(16_000).optional(),
});

/** Tokens in memory only, by channel and version: another secret is another token. */
const held = new Map<string, { readonly token: string; readonly until: number }>();

/**
 * A token that still lasts a minute, from memory or asked for.
 * @throws NetFault `oauth.incomplete`, `oauth.refused`
 */
export async function accessToken(p: Pulling, settings: Settings<'imap'>, fresh = false): Promise<string> {
  const name = `${p.org} ${p.channel.id} ${p.channel.version}`;
  const now = p.world.clock.now().epochMilliseconds;
  const before = held.get(name);
  if (before && !fresh && before.until > now + 60_000) return before.token;
  held.delete(name);
  if (!settings.token_url || !settings.client_id) throw new NetFault('oauth.incomplete', '');
  const refreshes = settings.auth === 'oauth_refresh';
  const form = new URLSearchParams({
    grant_type: refreshes ? 'refresh_token' : 'client_credentials',
    client_id: settings.client_id,
    ...(p.secrets['client_secret'] ? { client_secret: p.secrets['client_secret'] } : {}),
    ...(refreshes ? { refresh_token: p.secrets['refresh_token'] ?? '' } : {}),
    ...(settings.scope ? { scope: settings.scope } : {}),
  });
  const got = await p.world.net.fetch({
    url: settings.token_url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    timeoutMs: 30_000,
    maxBytes: 256 * 1024,
    signal: p.signal,
  });
  let said: unknown;
  try {
    said = JSON.parse(got.body.toString('utf8'));
  } catch {
    said = undefined;
  }
  const read = tokenAnswer.safeParse(said);
  if (got.status !== 200 || !read.success) {
    const error = said && typeof said === 'object' && 'error' in said ? String(said.error).slice(0, 80) : '';
    throw new NetFault('oauth.refused', `HTTP ${got.status} ${error}`.trim());
  }
  // A server that turns refresh tokens takes the old one no more: the new one is kept before anything else is done.
  const turned = read.data.refresh_token;
  if (refreshes && turned && turned !== p.secrets['refresh_token'])
    await p.keepSecrets({ ...p.secrets, refresh_token: turned });
  held.set(name, { token: read.data.access_token, until: now + (read.data.expires_in ?? 300) * 1000 });
  return read.data.access_token;
}

/** Letters as JSON to a webhook, signed as Standard Webhooks says; and the webhooks themselves, made and ended. */
import { createHmac } from 'node:crypto';
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import { FetchFailed, guardedFetch } from '#io/fetch';
import type { MailOutcome } from '#io/mail';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { endWebhook, type Webhook, type WebhookSecret, webhooksOf, writeWebhook } from '../store/rules.ts';

/** How long we wait for an answer: receivers put work aside and answer at once. */
const patienceMs = 15_000;

/**
 * The headers of one delivery: `webhook-id` is the letter's, the same for each attempt, so that a receiver knows the copy;
 * the signature is HMAC-SHA256 over `id.timestamp.body`, base64, with its version before it.
 */
export function webhookHeaders(
  secret: string,
  id: string,
  at: Temporal.Instant,
  body: string,
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at.epochMilliseconds / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mark = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${mark}`,
  };
}

/** One delivery. Its outcome is an answer, as with mail: `gone` where the other side said for good that nobody is there (410). */
export async function postWebhook(
  world: Pick<World, 'look' | 'clock'>,
  target: WebhookSecret,
  letter: string,
  body: string,
): Promise<MailOutcome & { readonly gone?: true }> {
  try {
    const answer = await guardedFetch(world, target.url, {
      method: 'POST',
      headers: webhookHeaders(target.secret, letter, world.clock.now(), body),
      body,
      timeoutMs: patienceMs,
      mostBytes: 64 * 1024,
      ...(target.inside ? { privateHosts: [new URL(target.url).host] } : {}),
    });
    const response = `HTTP ${answer.status}`;
    if (answer.status >= 200 && answer.status < 300) return { outcome: 'accepted', response };
    if (answer.status === 410) return { outcome: 'refused', response, gone: true };
    return { outcome: 'deferred', response };
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause;
    // Where it points is wrong and stays wrong; everything else can pass.
    return {
      outcome: cause.why === 'address' || cause.why === 'url' ? 'refused' : 'deferred',
      response: cause.message,
    };
  }
}

export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  /** The host stands inside, in private space, and the administrator says so. */
  readonly inside?: boolean;
}

/**
 * Makes a webhook. Its secret is told this once and never again.
 * @throws Refused `request.invalid` where the address is not one of https (or http to a host inside)
 */
export async function addWebhook(
  world: World,
  tx: Tx,
  given: NewWebhook,
  by: Actor,
): Promise<{ readonly id: Id<'whk'>; readonly secret: string }> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  let url: URL;
  try {
    url = new URL(given.url);
  } catch {
    throw new Refused('request.invalid', 'url: not an address of the web', { url: 'not an address of the web' });
  }
  if (url.username || url.password || (url.protocol !== 'https:' && !(url.protocol === 'http:' && given.inside)))
    throw new Refused('request.invalid', 'url: https, without a name or password in it', { url: 'https is needed' });
  const id = newId(world, 'whk');
  const secret = `whsec_${Buffer.from(world.dice.bytes(32)).toString('base64')}`;
  const content: WebhookSecret = { url: url.toString(), secret, inside: given.inside ?? false };
  await writeWebhook(
    world,
    tx,
    { id, name: given.name.trim(), host: url.host, content },
    world.clock.now(),
    actorId(by),
  );
  note(world, tx, { act: 'webhook.add', by, about: [{ subject: id, payload: { webhook: id, host: url.host } }] });
  return { id, secret };
}

/** Ends a webhook: letters that still go there fail. @throws Refused `request.not-found` */
export async function stopWebhook(
  world: World,
  tx: Tx,
  id: string,
  by: Actor,
  why: string | null = null,
): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  if (!(await endWebhook(tx, id, world.clock.now(), why))) throw new Refused('request.not-found');
  note(world, tx, {
    act: 'webhook.end',
    by,
    about: [{ subject: id, payload: { webhook: id, why: why ?? undefined } }],
  });
}

/** The webhooks of the house, without their addresses and secrets. */
export async function listWebhooks(tx: Tx): Promise<readonly Webhook[]> {
  return webhooksOf(tx);
}

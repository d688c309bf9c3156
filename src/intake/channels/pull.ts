/** What every channel is handed when it goes to look, and what it hands back. */
import type { NetFault } from '#io/net';
import type { World } from '#io/world';
import { type Actor, engine, type Id } from '#kernel';
import type { Secrets } from '../channel.ts';
import { type Incoming, type Received, receive } from '../work.ts';
import type { ChannelRow } from './store.ts';

export interface ChannelHands {
  /** Root of the watched folders; undefined where none is watched. */
  readonly watchFolder: string | undefined;
}

/** What one look has come to so far; it counts on while it works, so that what it did before a fault is not forgotten. */
export interface Tally {
  messages: number;
  duplicates: number;
  bytes: number;
  address: string | null;
  /** Something that could not be taken, while the rest could. */
  fault: string | null;
  detail: string | null;
}
export const newTally = (): Tally => ({
  messages: 0,
  duplicates: 0,
  bytes: 0,
  address: null,
  fault: null,
  detail: null,
});

export interface Pulling {
  readonly world: World;
  readonly hands: ChannelHands;
  readonly org: Id<'org'>;
  readonly slug: string;
  readonly zone: string;
  readonly channel: ChannelRow;
  readonly secrets: Secrets;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  /** Keeps secrets a server replaced (a refresh token that turns). */
  keepSecrets(secrets: Secrets): Promise<void>;
}

/** What an AbortError or the end of the program throws: no fault, the next look goes on. */
export class Stopped extends Error {}

export type Pull = (p: Pulling) => Promise<void>;

/** Keeps one thing it brought, durably, and counts it. */
export async function keepOne(
  p: Pulling,
  incoming: Omit<Incoming, 'by' | 'channelId'> & { readonly size: number; readonly by?: Actor },
): Promise<Received> {
  const { size, ...rest } = incoming;
  const received = await receive(p.world, p.org, { by: engine, ...rest, channelId: p.channel.id });
  p.tally.bytes += size;
  if (received.duplicate) p.tally.duplicates++;
  else p.tally.messages++;
  return received;
}

/** What a status says, where it is not the one hoped for; undefined where it is. */
export function statusFault(status: number): NetFault['code'] | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 || status === 403) return 'http.auth';
  if (status === 404 || status === 410) return 'http.gone';
  if (status === 429 || status === 503) return 'http.wait';
  return 'http.status';
}

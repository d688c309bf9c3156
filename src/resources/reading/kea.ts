/** A lease as Kea tells it, by file or by its control agent, and what in it tells the subscriber. */
import { at, textAt } from './json.ts';
import { cleanMac } from './subscribers.ts';

export interface KeaLease {
  readonly address: string;
  readonly prefixLength?: string | undefined;
  readonly hwaddr?: string | undefined;
  readonly clientId?: string | undefined;
  readonly duid?: string | undefined;
  readonly hostname?: string | undefined;
  readonly context?: unknown;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** What a relay agent said of the line, as Kea keeps it since 2.3 in the user context. */
function relayOf(context: unknown): string | undefined {
  const agent = at(context, 'ISC', 'relay-agent-info');
  const one = Array.isArray(agent) ? agent[0] : agent;
  return textAt(one, 'remote-id') ?? textAt(one, 'relay-id') ?? textAt(one, 'sub-options') ?? textAt(agent);
}

/** What tells the subscriber of a lease; undefined where it does not say. */
export function keaSubscriber(
  l: KeaLease,
  by: 'hardware' | 'client_id' | 'duid' | 'hostname' | 'relay',
): string | undefined {
  if (by === 'hardware') return cleanMac(l.hwaddr);
  if (by === 'client_id') return l.clientId;
  if (by === 'duid') return l.duid;
  if (by === 'hostname') return l.hostname?.replace(/\.$/, '');
  return relayOf(l.context);
}

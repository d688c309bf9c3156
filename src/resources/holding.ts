/** What a holding is: a resource under a contract during a time, and what the organisation answers for at all. */
import type { Id, Stretch } from '#kernel';
import type { Ports, ResourceKind } from './resource.ts';

/** How a holding came to us. */
export const origins = ['manual', 'provisioning', 'inventory', 'import', 'registry'] as const;
export type HoldingOrigin = (typeof origins)[number];
/**
 * What a person states goes before what a provisioning system states, and so on. Each of these is a layer (an inventory is a
 * layer of its own): layers stand beside each other, and a higher one that ends lets the lower one be seen again.
 */
export const precedenceOf: Readonly<Record<HoldingOrigin, number>> = {
  manual: 30,
  provisioning: 20,
  inventory: 15,
  import: 10,
  registry: 0,
};

/**
 * How the bounds of a record are known: someone stated them; they begin where our knowledge begins; they were seen to
 * change between two polls; or a log of changes gave their moments.
 */
export const qualities = ['stated', 'since_known', 'interval', 'log'] as const;
export type Quality = (typeof qualities)[number];

/** A holding as attribution needs it: what is known now, valid during its stretch. */
export interface HeldRow extends Stretch {
  readonly id: Id<'hld'>;
  readonly kind: ResourceKind;
  /** Clean spelling of the resource (see `Resource.text`). */
  readonly what: string;
  readonly ports: Ports;
  /** Null: held by the organisation itself. */
  readonly contract: Id<'ctr'> | null;
  readonly exclusive: boolean;
  readonly precedence: number;
  /** When it was recorded; of two that are otherwise equal the later wins. */
  readonly recordedFrom: number;
  /** It began somewhere between `from` and this moment; absent where the beginning is known. */
  readonly begunBy?: number;
  /** It ended somewhere between `until` and this moment; absent where the end is known. */
  readonly endedBy?: number;
}

/** A network the organisation answers for. */
export interface NetworkRow extends Stretch {
  readonly kind: 'prefix' | 'asn' | 'domain';
  /** CIDR text, digits, or a domain. */
  readonly what: string;
}

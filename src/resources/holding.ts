/** What a holding is: a resource under a contract during a time, and what the organisation answers for at all. */
import type { Id, Stretch } from '#kernel';
import type { Ports, ResourceKind } from './resource.ts';

/** How a holding came to us. */
export const origins = ['manual', 'provisioning', 'import', 'ipam'] as const;
export type HoldingOrigin = (typeof origins)[number];
/** What a person states goes before what a provisioning system states, and so on; shared addresses may overlap. */
export const precedenceOf: Readonly<Record<HoldingOrigin, number>> = {
  manual: 30,
  provisioning: 20,
  import: 10,
  ipam: 0,
};

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
}

/** A network the organisation answers for. */
export interface NetworkRow extends Stretch {
  readonly kind: 'prefix' | 'asn' | 'domain';
  /** CIDR text, digits, or a domain. */
  readonly what: string;
}

/** What hosting panels have in common: accounts of customers and resellers on one server, with domains on shared addresses. */
import { z } from 'zod';
import type { Stating } from './stating.ts';

export const panelOptions = {
  /** What goes before an account name to make the customer number, so that names of several servers do not meet. */
  prefix: z.string().max(40).default(''),
  /** The accounts of a reseller's customers are held by those customers, through the reseller. */
  resellers: z.boolean().default(true),
  /** Account that is the organisation itself. */
  own_account: z.string().max(60).default('root'),
  /** Customer numbers by account name, where the books use other ones. */
  customers: z.record(z.string().max(100), z.string().min(1).max(80)).default({}),
};

export interface PanelAccount {
  readonly account: string;
  readonly name?: string | undefined;
  readonly mail?: string | undefined;
  readonly company?: boolean;
  /** Account that made it. */
  readonly owner?: string | undefined;
  readonly resells?: boolean;
}
interface Options {
  readonly prefix: string;
  readonly resellers: boolean;
  readonly own_account: string;
  readonly customers: Readonly<Record<string, string>>;
}

/** The customer number of an account; null for the organisation's own. */
export function numberOf(o: Options, account: string): string | null {
  if (account === o.own_account || account === 'root' || account === 'admin') return null;
  return Object.hasOwn(o.customers, account) ? (o.customers[account] ?? null) : `${o.prefix}${account}`;
}

/** States the party behind an account, and the reseller it hangs on. */
export function stateAccount(s: Stating, o: Options, a: PanelAccount): string | null {
  const reference = numberOf(o, a.account);
  if (reference === null) return null;
  const seller = o.resellers && a.owner !== undefined && a.owner !== a.account ? numberOf(o, a.owner) : null;
  s.party({
    reference,
    ...(a.name === undefined ? {} : { name: a.name }),
    ...(a.company ? { kind: 'legal' as const } : {}),
    ...(seller === null ? {} : { seller }),
    ...(a.resells ? { resells: true } : {}),
    ...(a.mail === undefined ? {} : { contacts: [{ purpose: 'abuse' as const, address: a.mail }] }),
  });
  return reference;
}

/** Addresses by who stands on them: of one account it is its own, of several it is shared and of the organisation. */
export class Addresses {
  readonly #on = new Map<string, Set<string>>();
  put(ip: string | undefined, account: string): void {
    if (!ip) return;
    const on = this.#on.get(ip);
    if (on) on.add(account);
    else this.#on.set(ip, new Set([account]));
  }
  /** @param shared addresses the panel itself calls shared */
  state(s: Stating, o: Options, shared: ReadonlySet<string>, dedicated: ReadonlySet<string>): void {
    for (const [ip, accounts] of this.#on) {
      const where = `address ${ip}`;
      const [only] = accounts;
      // One account on an address may be chance: only what the panel calls dedicated is its own.
      if (accounts.size === 1 && only !== undefined && dedicated.has(ip) && !shared.has(ip))
        s.address(ip, { where, holder: numberOf(o, only), serviceKind: 'shared_hosting' });
      else s.address(ip, { where, holder: null, exclusive: false });
    }
  }
}

/** The sample ledger as the files that the import commands read: parties, contracts, networks, holdings. */
import { csvLine } from '#parties';
import { contracts, type Days, type HoldingRow, holdings, networks, parties } from './provider.ts';

const file = (columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  `${[columns, ...rows].map((r) => csvLine(r)).join('\n')}\n`;

const yes = (is: boolean) => (is ? 'yes' : 'no');

export interface LedgerFiles {
  readonly parties: string;
  readonly contracts: string;
  readonly networks: string;
  readonly holdings: string;
}

/** The files, with moments told from the start of the demo, to the minute. */
export function ledgerFiles(start: Temporal.Instant): LedgerFiles {
  const moment = (days: Days | undefined): string =>
    days === undefined
      ? ''
      : start
          .add({ seconds: Math.round(days * 86_400) })
          .round('minute')
          .toString();
  const holding = (h: HoldingRow) => [
    h.resource,
    h.ports ?? '',
    h.contract ?? 'own',
    moment(h.from),
    moment(h.until),
    yes(!h.shared),
    h.label,
  ];
  return {
    parties: file(
      ['reference', 'kind', 'name', 'country', 'language', 'abuse', 'technical'],
      parties.map((p) => [p.reference, p.kind, p.name, p.country, p.language, p.abuse, p.technical ?? '']),
    ),
    contracts: file(
      ['reference', 'seller', 'buyer', 'service_kind', 'dsa_class', 'resells', 'kyc', 'disclosure', 'from', 'until'],
      contracts.map((c) => [
        c.reference,
        c.seller,
        c.buyer,
        c.service,
        c.dsa,
        yes(c.resells),
        c.resells ? 'delegated' : 'direct',
        c.resells ? 'on_request' : 'full',
        moment(c.from),
        moment(c.until),
      ]),
    ),
    networks: file(
      ['network', 'name', 'from', 'until'],
      networks.map((n) => [n.resource, n.name, moment(n.from), '']),
    ),
    holdings: file(['resource', 'ports', 'contract', 'from', 'until', 'exclusive', 'label'], holdings.map(holding)),
  };
}

/** A late file: two addresses for a customer of the first reseller, imported two hours before the start and easily undone. */
export function lateHoldings(start: Temporal.Instant): string {
  const from = start.subtract({ hours: 2 }).round('minute').toString();
  return file(
    ['resource', 'ports', 'contract', 'from', 'until', 'exclusive', 'label'],
    ['203.0.113.36/32', '203.0.113.37/32'].map((resource, i) => [
      resource,
      '',
      'C-N5004',
      from,
      '',
      'yes',
      `vps Bos ${i + 2}`,
    ]),
  );
}

/** The SQL of settings: own lists, gateways and registers; secrets sealed. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { at, orgOf, type Sealer } from '../store.ts';

export interface Settings {
  readonly pack: string;
  readonly formOpen: boolean;
  readonly payTo: string | null;
  readonly disposable: readonly string[];
  /** `NL 1234AB 12`, or `NL 1234AB` for a whole postcode. */
  readonly virtualOffices: readonly string[];
  readonly highRiskCountries: readonly string[];
  /** Takes `{to, text}` as JSON and sends it to a phone. */
  readonly gatewayUrl: string | null;
  readonly kvkUrl: string | null;
  readonly viesUrl: string | null;
  readonly gleifUrl: string | null;
}
export const defaultSettings: Settings = {
  pack: 'kyc-house',
  formOpen: false,
  payTo: null,
  disposable: [],
  virtualOffices: [],
  highRiskCountries: [],
  gatewayUrl: null,
  kvkUrl: null,
  viesUrl: null,
  gleifUrl: null,
};
export const secretNames = ['gateway', 'kvk', 'provider'] as const;
export type Secrets = Readonly<Partial<Record<(typeof secretNames)[number], string>>>;

interface Row extends Settings {
  readonly secret_key: string | null;
  readonly secret_sealed: Buffer | null;
}
const columns =
  sql.raw(`pack, form_open as "formOpen", pay_to as "payTo", disposable, virtual_offices as "virtualOffices", high_risk_countries as "highRiskCountries",
  gateway_url as "gatewayUrl", kvk_url as "kvkUrl", vies_url as "viesUrl", gleif_url as "gleifUrl", secret_key, secret_sealed`);

export async function settingsOf(tx: Tx): Promise<Settings> {
  const [row] = await tx.rows(
    sql<Row>`select ${columns} from onboarding_settings where organisation_id = ${orgOf(tx)}`,
  );
  if (!row) return defaultSettings;
  const { secret_key: _k, secret_sealed: _s, ...settings } = row;
  return settings;
}
/** The secrets, for the moment of a call. */
export async function secretsOf(world: Pick<World, 'keys'>, tx: Tx): Promise<Secrets> {
  const [row] = await tx.rows(
    sql<Row>`select ${columns} from onboarding_settings where organisation_id = ${orgOf(tx)}`,
  );
  if (!row?.secret_key || !row.secret_sealed) return {};
  const text = await openSealed(world, tx, row.secret_key, row.secret_sealed, 'onboarding secrets');
  return text ? (JSON.parse(text.toString()) as Secrets) : {};
}
/** @param secrets what changes of them; an empty text takes one away */
export async function writeSettings(world: Sealer, tx: Tx, s: Settings, secrets: Secrets, by: string): Promise<void> {
  const merged = Object.fromEntries(
    Object.entries({ ...(await secretsOf(world, tx)), ...secrets }).filter(([, v]) => v),
  );
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'secret', subject: null },
    JSON.stringify(merged),
    'onboarding secrets',
  );
  await tx.rows(sql`
    insert into onboarding_settings (organisation_id, pack, form_open, pay_to, disposable, virtual_offices, high_risk_countries, gateway_url, kvk_url, vies_url,
           gleif_url, secret_key, secret_sealed, changed_at, changed_by)
    values (${orgOf(tx)}, ${s.pack}, ${s.formOpen}, ${s.payTo}, ${[...s.disposable]}::text[], ${[...s.virtualOffices]}::text[], ${[...s.highRiskCountries]}::text[],
           ${s.gatewayUrl}, ${s.kvkUrl}, ${s.viesUrl}, ${s.gleifUrl}, ${keyId}, ${sealed}, ${at(world.clock.now())}, ${by})
    on conflict (organisation_id) do update set pack = excluded.pack, form_open = excluded.form_open, pay_to = excluded.pay_to, disposable = excluded.disposable,
           virtual_offices = excluded.virtual_offices, high_risk_countries = excluded.high_risk_countries, gateway_url = excluded.gateway_url, kvk_url = excluded.kvk_url,
           vies_url = excluded.vies_url, gleif_url = excluded.gleif_url, secret_key = excluded.secret_key, secret_sealed = excluded.secret_sealed,
           changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
}

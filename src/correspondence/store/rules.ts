/** The SQL of what letters go by: settings, directives, brands, own words, webhooks. Each change is a new version; none is lost. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must } from '#kernel';
import { type Directive, directiveShape } from '#law';
import { type Brand, type BrandContent, brandShape } from '../brand.ts';
import { type LetterSettings, letterDefaults, letterSettingsShape } from '../settings.ts';
import { type Wording, type WordingContent, wordingShape } from '../wording.ts';

const org = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');
const instant = (at: Temporal.Instant | null) => sql`${at?.toString() ?? null}::timestamptz`;

export interface StoredSettings {
  readonly version: number;
  readonly settings: LetterSettings;
}

/** The letter settings of the house; what it never set has its default. Version 0: nothing was ever set. */
export async function letterSettingsOf(tx: Tx): Promise<StoredSettings> {
  const [row] = await tx.rows(sql<{ version: number; settings: unknown }>`
    select version, settings from letter_settings where organisation_id = ${org(tx)}`);
  return row
    ? { version: row.version, settings: letterSettingsShape.parse(row.settings) }
    : { version: 0, settings: letterDefaults };
}

/** Writes the settings where their version is still the one that was seen. @returns the new version; undefined where it is not */
export async function writeLetterSettings(
  tx: Tx,
  settings: LetterSettings,
  seen: number,
  at: Temporal.Instant,
  by: string,
): Promise<number | undefined> {
  const [row] = await tx.rows(sql<{ version: number }>`
    insert into letter_settings as s (organisation_id, version, settings, changed_at, changed_by)
    select ${org(tx)}, 1, ${JSON.stringify(settings)}::jsonb, ${instant(at)}, ${by} where ${seen === 0} or exists (select 1 from letter_settings where organisation_id = ${org(tx)})
    on conflict (organisation_id) do update
       set version = s.version + 1, settings = excluded.settings, changed_at = excluded.changed_at, changed_by = excluded.changed_by
     where s.version = ${seen}
    returning version`);
  return row?.version;
}

export interface StoredDirectives {
  /** 0: the shipped set. */
  readonly version: number;
  readonly savedAt: Temporal.Instant | null;
  readonly savedBy: string | null;
  readonly note: string | null;
  readonly set: readonly Directive[];
}

/** A saved set of directives, the newest unless a version is named; undefined where none is saved. */
export async function directivesOf(tx: Tx, version?: number): Promise<StoredDirectives | undefined> {
  const [head] = await tx.rows(sql<{
    version: number;
    saved_at: Temporal.Instant;
    saved_by: string;
    note: string | null;
  }>`
    select version, saved_at, saved_by, note from directive_set
     where organisation_id = ${org(tx)} ${version === undefined ? sql`` : sql`and version = ${version}`} order by version desc limit 1`);
  if (!head) return undefined;
  const rules = await tx.rows(sql<{ rule: unknown }>`
    select rule from directive where organisation_id = ${org(tx)} and version = ${head.version} order by no`);
  return {
    version: head.version,
    savedAt: head.saved_at,
    savedBy: head.saved_by,
    note: head.note,
    set: rules.map((r) => directiveShape.parse(r.rule)),
  };
}

/** Which versions were saved, the newest first. */
export async function directiveVersions(
  tx: Tx,
): Promise<readonly { version: number; saved_at: Temporal.Instant; saved_by: string; note: string | null }[]> {
  return tx.rows(sql<{ version: number; saved_at: Temporal.Instant; saved_by: string; note: string | null }>`
    select version, saved_at, saved_by, note from directive_set where organisation_id = ${org(tx)} order by version desc limit 200`);
}

/** Writes a set as the next version. Two who save at once: the table lets one through (23505). */
export async function writeDirectives(
  tx: Tx,
  version: number,
  set: readonly Directive[],
  at: Temporal.Instant,
  by: string,
  note: string | null,
): Promise<void> {
  await tx.rows(sql`
    insert into directive_set (organisation_id, version, saved_at, saved_by, note) values (${org(tx)}, ${version}, ${instant(at)}, ${by}, ${note})`);
  for (const [i, d] of set.entries())
    await tx.rows(sql`
      insert into directive (organisation_id, version, no, id, rule) values (${org(tx)}, ${version}, ${i + 1}, ${d.id}, ${JSON.stringify(d)}::jsonb)`);
}

interface BrandRow {
  readonly id: Id<'brd'>;
  readonly version: number;
  readonly content: unknown;
  readonly is_default: boolean;
  readonly for_parties: string[];
  readonly for_contracts: string[];
  readonly saved_at: Temporal.Instant;
  readonly saved_by: string;
  readonly ended_at: Temporal.Instant | null;
}
const brandFrom = (r: BrandRow): Brand => ({
  id: r.id,
  version: r.version,
  content: brandShape.parse(r.content),
  isDefault: r.is_default,
  parties: r.for_parties,
  contracts: r.for_contracts,
  savedAt: r.saved_at,
  savedBy: r.saved_by,
  endedAt: r.ended_at,
});

/** The newest version of every brand. */
export async function brandsOf(tx: Tx): Promise<readonly Brand[]> {
  const rows = await tx.rows(sql<BrandRow>`
    select distinct on (id) id, version, content, is_default, for_parties, for_contracts, saved_at, saved_by, ended_at
      from brand where organisation_id = ${org(tx)} order by id, version desc`);
  return rows.map(brandFrom);
}

/** Every version of one brand, the newest first. */
export async function brandVersions(tx: Tx, id: string): Promise<readonly Brand[]> {
  const rows = await tx.rows(sql<BrandRow>`
    select id, version, content, is_default, for_parties, for_contracts, saved_at, saved_by, ended_at
      from brand where organisation_id = ${org(tx)} and id = ${id} order by version desc`);
  return rows.map(brandFrom);
}

export interface NewBrand {
  readonly id: Id<'brd'>;
  readonly version: number;
  readonly content: BrandContent;
  readonly isDefault: boolean;
  readonly parties: readonly string[];
  readonly contracts: readonly string[];
  readonly endedAt: Temporal.Instant | null;
}

export async function writeBrand(tx: Tx, b: NewBrand, at: Temporal.Instant, by: string): Promise<void> {
  await tx.rows(sql`
    insert into brand (organisation_id, id, version, content, is_default, for_parties, for_contracts, saved_at, saved_by, ended_at)
    values (${org(tx)}, ${b.id}, ${b.version}, ${JSON.stringify(b.content)}::jsonb, ${b.isDefault}, ${[...b.parties]}::text[],
            ${[...b.contracts]}::text[], ${instant(at)}, ${by}, ${instant(b.endedAt)})`);
}

interface WordingRow {
  readonly template: string;
  readonly audience: string;
  readonly brand: string;
  readonly version: number;
  readonly subject: unknown;
  readonly body: unknown;
  readonly saved_at: Temporal.Instant;
  readonly saved_by: string;
}

/** Own words: the newest version of each, or every version of one template. */
export async function wordingsOf(
  tx: Tx,
  of: { readonly template?: string; readonly every?: boolean } = {},
): Promise<readonly Wording[]> {
  const rows = await tx.rows(sql<WordingRow>`
    select ${of.every ? sql`` : sql`distinct on (template, audience, brand)`} template, audience, brand, version, subject, body, saved_at, saved_by
      from wording where organisation_id = ${org(tx)} ${of.template ? sql`and template = ${of.template}` : sql``}
     order by template, audience, brand, version desc`);
  return rows.map((r) => ({
    template: r.template,
    audience: r.audience,
    brand: r.brand,
    version: r.version,
    content: r.subject === null ? null : (wordingShape.parse({ subject: r.subject, body: r.body }) as WordingContent),
    savedAt: r.saved_at,
    savedBy: r.saved_by,
  }));
}

export async function writeWording(
  tx: Tx,
  w: Pick<Wording, 'template' | 'audience' | 'brand' | 'version' | 'content'>,
  at: Temporal.Instant,
  by: string,
): Promise<void> {
  const json = (v: unknown) => (v === undefined || v === null ? null : JSON.stringify(v));
  await tx.rows(sql`
    insert into wording (organisation_id, template, audience, brand, version, subject, body, saved_at, saved_by)
    values (${org(tx)}, ${w.template}, ${w.audience}, ${w.brand}, ${w.version}, ${json(w.content?.subject)}::jsonb,
            ${json(w.content?.body)}::jsonb, ${instant(at)}, ${by})`);
}

/** A webhook without its address and secret. */
export interface Webhook {
  readonly id: Id<'whk'>;
  readonly name: string;
  readonly host: string;
  readonly createdAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  readonly endedWhy: string | null;
}
/** What lies sealed. */
export interface WebhookSecret {
  readonly url: string;
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  readonly secret: string;
  /** The administrator named this host as one of the inside: it may stand in private space. */
  readonly inside: boolean;
}

const aboutWebhook = (id: string) => `webhook ${id}`;

export async function webhooksOf(tx: Tx): Promise<readonly Webhook[]> {
  const rows = await tx.rows(sql<{
    id: Id<'whk'>;
    name: string;
    host: string;
    created_at: Temporal.Instant;
    ended_at: Temporal.Instant | null;
    ended_why: string | null;
  }>`
    select id, name, host, created_at, ended_at, ended_why from webhook where organisation_id = ${org(tx)} order by created_at, id`);
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    host: r.host,
    createdAt: r.created_at,
    endedAt: r.ended_at,
    endedWhy: r.ended_why,
  }));
}

export async function writeWebhook(
  world: World,
  tx: Tx,
  w: { readonly id: Id<'whk'>; readonly name: string; readonly host: string; readonly content: WebhookSecret },
  at: Temporal.Instant,
  by: string,
): Promise<void> {
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'secret', subject: w.id },
    JSON.stringify(w.content),
    aboutWebhook(w.id),
  );
  await tx.rows(sql`
    insert into webhook (organisation_id, id, name, host, key_id, sealed, created_at, created_by)
    values (${org(tx)}, ${w.id}, ${w.name}, ${w.host}, ${keyId}, ${sealed}, ${instant(at)}, ${by})`);
}

/** Address and secret of a webhook that still runs. */
export async function openWebhook(
  world: Pick<World, 'keys'>,
  tx: Tx,
  id: string,
): Promise<(WebhookSecret & { readonly host: string }) | undefined> {
  const [row] = await tx.rows(sql<{ host: string; key_id: Id<'dky'> | null; sealed: Buffer | null }>`
    select host, key_id, sealed from webhook where organisation_id = ${org(tx)} and id = ${id} and ended_at is null`);
  if (!row?.key_id || !row.sealed) return undefined;
  const bytes = await openSealed(world, tx, row.key_id, row.sealed, aboutWebhook(id));
  return bytes ? { ...(JSON.parse(bytes.toString()) as WebhookSecret), host: row.host } : undefined;
}

/** Ends a webhook; answers whether it ran. Its secret stays sealed until its key is destroyed with the organisation. */
export async function endWebhook(tx: Tx, id: string, at: Temporal.Instant, why: string | null): Promise<boolean> {
  const done = await tx.rows(sql<{ id: string }>`
    update webhook set ended_at = ${instant(at)}, ended_why = ${why}, key_id = null, sealed = null
     where organisation_id = ${org(tx)} and id = ${id} and ended_at is null returning id`);
  return done.length > 0;
}

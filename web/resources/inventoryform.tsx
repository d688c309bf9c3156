/** The form of an inventory: its kind says what it needs; it is tried before anything is kept, and secrets are never read back. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKindShape, InventoryShape, PollShape } from '#resources';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { inventoryKindsQuery, queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Failed, Field, Loading } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import type { Key } from '../words/words.ts';
import { Changes, NotTaken, Outcome } from './polls.tsx';

/** One option as its JSON Schema describes it. */
interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly items?: { readonly type?: string; readonly enum?: readonly string[] };
}
type Values = Readonly<Record<string, string>>;

const optionsOf = (kind: InventoryKindShape | undefined): readonly (readonly [string, OptionSchema])[] =>
  Object.entries((kind?.options['properties'] ?? {}) as Record<string, OptionSchema>);
const requiredOf = (kind: InventoryKindShape | undefined) => (kind?.options['required'] ?? []) as readonly string[];

/** A value of the API as a text of the form: lists a line each, tables `name = value`. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([k, v]) => `${k} = ${String(v)}`)
      .join('\n');
  return String(value);
}
const linesOf = (text: string) =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A text of the form as the value its schema asks for; undefined where the field is empty: then the default holds. */
function askedValue(schema: OptionSchema, text: string): unknown {
  const bare = text.trim();
  if (schema.type === 'boolean') return bare === 'true';
  if (schema.type === 'array') {
    const lines = linesOf(bare);
    return schema.items?.type === 'integer' ? lines.map(Number) : lines;
  }
  if (schema.type === 'object')
    return Object.fromEntries(
      bare
        .split('\n')
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
    );
  if (bare === '') return undefined;
  return schema.type === 'integer' ? Number(bare) : bare;
}

export function InventoryForm({
  before,
  onClose,
}: {
  readonly before: InventoryShape | 'new';
  readonly onClose: () => void;
}) {
  const { t, w } = useReading();
  const isNew = before === 'new';
  const kinds = useQuery(inventoryKindsQuery);
  const [kindId, setKind] = useState(isNew ? 'netbox' : before.kind);
  const kind = kinds.data?.items.find((k) => k.id === kindId);
  const [name, setName] = useState(isNew ? '' : before.name);
  const [given, setGiven] = useState<Values>(() =>
    isNew
      ? { every_minutes: '60', hold_percent: '20', precedence: '15' }
      : {
          address: before.address ?? '',
          private_hosts: before.private_hosts.join('\n'),
          every_minutes: before.every_minutes === null ? '' : String(before.every_minutes),
          hold_percent: String(Math.round(before.hold_share * 1000) / 10),
          precedence: String(before.precedence),
        },
  );
  const [options, setOptions] = useState<Values>(() =>
    isNew ? {} : Object.fromEntries(Object.entries(before.options).map(([k, v]) => [k, textOf(v)])),
  );
  const [secrets, setSecrets] = useState<Values>({});
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const [tried, setTried] = useState<PollShape>();
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<string>();
  const put = (field: string, value: string) => {
    setGiven((all) => ({ ...all, [field]: value }));
    setTried(undefined);
  };
  const settings = () => {
    const own: Record<string, unknown> = {};
    for (const [option, schema] of optionsOf(kind)) {
      const text = options[option];
      const value = text === undefined ? undefined : askedValue(schema, text);
      if (value !== undefined) own[option] = value;
    }
    const since = options['known_since']?.trim();
    if (since) own['known_since'] = since;
    return {
      address: given['address']?.trim() || null,
      private_hosts: linesOf(given['private_hosts'] ?? ''),
      // Certificates that were set are not read back: an empty field leaves them.
      ...(given['trust']?.trim() ? { trust: given['trust'].trim() } : {}),
      secret: Object.fromEntries(Object.entries(secrets).filter(([s, v]) => v !== '' && kind?.secrets.includes(s))),
      options: own,
      precedence: Number(given['precedence'] || 15),
      every_minutes: given['every_minutes']?.trim() ? Number(given['every_minutes']) : null,
      hold_share: Number((given['hold_percent'] ?? '20').replace(',', '.')) / 100,
    };
  };
  const begin = () => {
    setSaid(undefined);
    setWrong({});
  };
  const fail = (e: unknown) => {
    if (e instanceof Problem) setWrong(e.fields);
    setSaid(e instanceof Problem ? e.message : String(e));
  };
  const tryNow = useMutation({
    mutationFn: () =>
      ask<PollShape>('POST', '/v1/inventory-try', {
        body: {
          name: name || 'try',
          kind: kindId,
          ...settings(),
          ...(isNew ? {} : { id: before.id }),
          ...(file && kind?.reach === 'file' ? { text: file.text } : {}),
        },
      }),
    onMutate: () => {
      begin();
      setTried(undefined);
    },
    onSuccess: setTried,
    onError: fail,
  });
  const save = useMutation({
    mutationFn: () =>
      isNew
        ? ask('POST', '/v1/inventories', { body: { name, kind: kindId, ...settings() } })
        : ask('POST', `/v1/inventories/${encodeURIComponent(before.id)}`, { body: settings() }),
    onMutate: begin,
    onSuccess: () => {
      for (const key of ['inventories', 'inventory', 'polls']) void queries.invalidateQueries({ queryKey: [key] });
      toast({ text: t('inventories.saved') });
      onClose();
    },
    onError: fail,
  });
  const choose = (id: string) => {
    setKind(id);
    setOptions({});
    setSecrets({});
    setFile(undefined);
    setTried(undefined);
    begin();
  };
  const text = (
    field: string,
    more: { readonly hint?: string; readonly long?: boolean; readonly number?: boolean },
  ) => (
    <Field label={t(`inventories.field.${field}` as Key)} hint={more.hint} wrong={wrong[field]}>
      {(id, described) =>
        more.long ? (
          <textarea
            className="input value"
            id={id}
            aria-describedby={described}
            rows={2}
            spellCheck={false}
            value={given[field] ?? ''}
            onChange={(e) => put(field, e.currentTarget.value)}
          />
        ) : (
          <input
            className="input"
            id={id}
            aria-describedby={described}
            autoComplete="off"
            inputMode={more.number ? 'numeric' : undefined}
            spellCheck={false}
            value={given[field] ?? ''}
            onChange={(e) => put(field, e.currentTarget.value)}
          />
        )
      }
    </Field>
  );
  const all = optionsOf(kind);
  const needed = all.filter(([o]) => requiredOf(kind).includes(o));
  const others = all.filter(([o]) => !requiredOf(kind).includes(o));
  const option = ([o, schema]: readonly [string, OptionSchema]) => (
    <OptionField
      key={`${kindId} ${o}`}
      option={o}
      schema={schema}
      value={options[o]}
      wrong={wrong[`options.${o}`]}
      onChange={(v) => {
        setOptions((before) => ({ ...before, [o]: v }));
        setTried(undefined);
      }}
    />
  );
  const busy = tryNow.isPending || save.isPending;
  const isLive = kind?.reach === 'live';
  const mayTry = kind !== undefined && !isLive && (Boolean(given['address']?.trim()) || file !== undefined);
  return (
    <Dialog
      title={isNew ? t('inventories.add') : `${t('inventories.edit')}: ${before.name}`}
      open
      onClose={onClose}
      wide
      onSubmit={() => save.mutate()}
      actions={
        <>
          {isLive ? null : (
            <button type="button" className="button" disabled={busy || !mayTry} onClick={() => tryNow.mutate()}>
              {t('inventories.try')}
            </button>
          )}
          <button type="button" className="button main" disabled={busy || !kind} onClick={() => save.mutate()}>
            {t('inventories.save')}
          </button>
        </>
      }
    >
      {kinds.isPending ? <Loading /> : null}
      {kinds.isError ? <Failed error={kinds.error} /> : null}
      <div className="channel-form">
        {isNew ? (
          <Field label={t('inventories.field.kind')} hint={kind ? w(kind.help) : undefined} wrong={wrong['kind']}>
            {(id, described) => (
              <select
                className="input"
                id={id}
                aria-describedby={described}
                value={kindId}
                onChange={(e) => choose(e.currentTarget.value)}
              >
                {(kinds.data?.items ?? []).map((k) => (
                  <option key={k.id} value={k.id}>
                    {k.title}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        {isNew ? (
          <Field label={t('inventories.name')} hint={t('inventories.hint.name')} wrong={wrong['name']}>
            {(id, described) => (
              <input
                className="input"
                id={id}
                aria-describedby={described}
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(e) => setName(e.currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
        {text('address', {
          hint: kind?.reach === 'file' ? t('inventories.hint.address_file') : t('inventories.hint.address'),
        })}
        {(kind?.secrets ?? []).map((s) => (
          <Field
            key={`${kindId} ${s}`}
            label={t(`inventories.secret.${s}` as Key)}
            hint={!isNew && before.secrets.includes(s) ? t('inventories.secret.set') : undefined}
            wrong={wrong[`secret.${s}`]}
          >
            {(id, described) => (
              <input
                className="input"
                id={id}
                aria-describedby={described}
                type="password"
                autoComplete="new-password"
                spellCheck={false}
                value={secrets[s] ?? ''}
                onChange={(e) => {
                  const { value } = e.currentTarget;
                  setSecrets((before) => ({ ...before, [s]: value }));
                  setTried(undefined);
                }}
              />
            )}
          </Field>
        ))}
        {needed.map(option)}
        {isLive ? null : text('every_minutes', { hint: t('inventories.hint.every_minutes'), number: true })}
        {kind?.reach === 'file' ? (
          <div className="field">
            <span className="label">{t('inventories.field.sample')}</span>
            <label className="button">
              {file ? file.name : t('import.choose')}
              <input
                className="unseen"
                type="file"
                onChange={async (e) => {
                  const chosen = e.currentTarget.files?.[0];
                  if (chosen) setFile({ name: chosen.name, text: await chosen.text() });
                  setTried(undefined);
                }}
              />
            </label>
            <span className="hint">{t('inventories.hint.sample')}</span>
          </div>
        ) : null}
      </div>
      <details className="row-details">
        <summary>{t('inventories.more')}</summary>
        <div className="channel-form">
          {others.map(option)}
          {isLive ? null : (
            <OptionField
              option="known_since"
              schema={{ type: 'string' }}
              value={options['known_since']}
              wrong={wrong['options.known_since']}
              onChange={(v) => setOptions((before) => ({ ...before, known_since: v }))}
            />
          )}
          {isLive ? null : text('hold_percent', { hint: t('inventories.hint.hold_percent'), number: true })}
          {text('precedence', { hint: t('inventories.hint.precedence'), number: true })}
          {text('private_hosts', { hint: t('inventories.hint.private_hosts'), long: true })}
          {text('trust', {
            hint: !isNew && before.trust ? t('inventories.secret.set') : t('inventories.hint.trust'),
            long: true,
          })}
        </div>
      </details>
      <div aria-live="polite">
        {busy ? <p className="faint">{t('inventories.trying')}</p> : null}
        {said ? (
          <p className="notice" data-tone="alarm">
            ! {said}
          </p>
        ) : null}
        {tried ? (
          <section aria-label={t('inventories.tried')}>
            <p className="notice" data-tone="good">
              ✓ {t('inventories.tried.text', { n: tried.counts['rows'] ?? 0 })} <Outcome p={tried} bare />
            </p>
            <Changes p={tried} />
            {tried.problems.length > 0 ? <NotTaken p={tried} /> : null}
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}

function OptionField({
  option,
  schema,
  value,
  wrong,
  onChange,
}: {
  readonly option: string;
  readonly schema: OptionSchema;
  readonly value: string | undefined;
  readonly wrong: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useReading();
  const label = t(`inventories.option.${option}` as Key);
  const normal = textOf(schema.default);
  const shown = value ?? normal;
  const list = schema.type === 'array' || schema.type === 'object';
  const hint =
    schema.type === 'object'
      ? t('inventories.hint.table')
      : schema.type === 'array'
        ? t('inventories.hint.list')
        : undefined;
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(id, described) =>
        schema.type === 'boolean' ? (
          <select
            className="input"
            id={id}
            aria-describedby={described}
            value={shown === 'true' ? 'true' : 'false'}
            onChange={(e) => onChange(e.currentTarget.value)}
          >
            <option value="true">{t('inventories.yes')}</option>
            <option value="false">{t('inventories.no')}</option>
          </select>
        ) : schema.enum ? (
          <select
            className="input"
            id={id}
            aria-describedby={described}
            value={shown}
            onChange={(e) => onChange(e.currentTarget.value)}
          >
            {schema.enum.map((o) => (
              <option key={o} value={o}>
                {o}
              </option>
            ))}
          </select>
        ) : list ? (
          <textarea
            className="input value"
            id={id}
            aria-describedby={described}
            rows={2}
            spellCheck={false}
            value={shown}
            onChange={(e) => onChange(e.currentTarget.value)}
          />
        ) : (
          <input
            className="input"
            id={id}
            aria-describedby={described}
            autoComplete="off"
            inputMode={schema.type === 'integer' ? 'numeric' : undefined}
            spellCheck={false}
            value={shown}
            onChange={(e) => onChange(e.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

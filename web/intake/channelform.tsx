/** The form of a channel: its kind asks for what it needs; it is tried before it is saved, and secrets are never read back. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ChannelKind, ChannelShape, TestedShape } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { feedsQuery, queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import type { Key } from '../words/words.ts';

type Values = Readonly<Record<string, string>>;
interface Input {
  readonly name: string;
  readonly type: 'text' | 'number' | 'secret' | 'long' | readonly string[];
  /** Asked for only where this holds. */
  readonly when?: (v: Values) => boolean;
}

/** What each kind asks for, in order. Names are those of the API. */
const asks: Readonly<Record<ChannelKind, readonly Input[]>> = {
  imap: [
    { name: 'host', type: 'text' },
    { name: 'port', type: 'number' },
    { name: 'security', type: ['tls', 'starttls', 'none'] },
    { name: 'user', type: 'text' },
    { name: 'auth', type: ['password', 'oauth_client', 'oauth_refresh'] },
    { name: 'password', type: 'secret', when: (v) => v['auth'] === 'password' },
    { name: 'token_url', type: 'text', when: (v) => v['auth'] !== 'password' },
    { name: 'client_id', type: 'text', when: (v) => v['auth'] !== 'password' },
    { name: 'scope', type: 'text', when: (v) => v['auth'] !== 'password' },
    { name: 'client_secret', type: 'secret', when: (v) => v['auth'] !== 'password' },
    { name: 'refresh_token', type: 'secret', when: (v) => v['auth'] === 'oauth_refresh' },
    { name: 'folder', type: 'text' },
    { name: 'after', type: ['move', 'flag', 'leave'] },
    { name: 'move_to', type: 'text', when: (v) => v['after'] === 'move' },
    { name: 'poll_minutes', type: 'number' },
    { name: 'authserv_id', type: 'text' },
    { name: 'max_mb', type: 'number' },
    { name: 'ca', type: 'long', when: (v) => v['security'] !== 'none' },
  ],
  folder: [
    { name: 'folder', type: 'text' },
    { name: 'settle_seconds', type: 'number' },
    { name: 'poll_seconds', type: 'number' },
    { name: 'max_mb', type: 'number' },
  ],
  feed: [
    { name: 'address', type: 'text' },
    { name: 'method', type: ['GET', 'POST'] },
    { name: 'body', type: 'long', when: (v) => v['method'] === 'POST' },
    { name: 'headers', type: 'long' },
    { name: 'auth', type: ['none', 'basic', 'bearer', 'header'] },
    { name: 'user', type: 'text', when: (v) => v['auth'] === 'basic' },
    { name: 'password', type: 'secret', when: (v) => v['auth'] === 'basic' },
    { name: 'token', type: 'secret', when: (v) => v['auth'] === 'bearer' },
    { name: 'header', type: 'text', when: (v) => v['auth'] === 'header' },
    { name: 'value', type: 'secret', when: (v) => v['auth'] === 'header' },
    { name: 'schedule', type: 'text' },
    { name: 'format', type: 'text' },
    { name: 'timeout_seconds', type: 'number' },
    { name: 'max_mb', type: 'number' },
  ],
  shadowserver: [
    { name: 'apikey', type: 'secret' },
    { name: 'secret', type: 'secret' },
    { name: 'days', type: 'number' },
    { name: 'schedule', type: 'text' },
    { name: 'max_mb', type: 'number' },
    { name: 'api', type: 'text' },
    { name: 'download', type: 'text' },
  ],
};

const normal: Readonly<Record<ChannelKind, Values>> = {
  imap: {
    port: '993',
    security: 'tls',
    auth: 'password',
    folder: 'INBOX',
    after: 'move',
    move_to: 'Bezem',
    poll_minutes: '5',
    max_mb: '50',
  },
  folder: { settle_seconds: '5', poll_seconds: '10', max_mb: '1024' },
  feed: { method: 'GET', auth: 'none', schedule: '60', timeout_seconds: '120', max_mb: '256' },
  shadowserver: {
    days: '7',
    schedule: '60',
    max_mb: '512',
    api: 'https://transform.shadowserver.org/api2/',
    download: 'https://dl.shadowserver.org/',
  },
};

interface Schedule {
  readonly every_minutes?: number;
  readonly at?: readonly string[];
}
const scheduleText = (s: Schedule) => (s.at ? s.at.join(' ') : String(s.every_minutes ?? 60));

/** Settings of the API as texts of the form. */
function textsOf(settings: Readonly<Record<string, unknown>>): Values {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (name === 'schedule') found[name] = scheduleText(value as Schedule);
    else if (name === 'headers')
      found[name] = Object.entries(value as Record<string, string>)
        .map(([n, v]) => `${n}: ${v}`)
        .join('\n');
    else if (typeof value === 'string' || typeof value === 'number') found[name] = String(value);
  }
  const expect = settings['expect'] as { how?: string; minutes?: number } | undefined;
  if (expect) {
    found['expect'] = expect.how ?? 'learned';
    if (expect.minutes) found['expect_minutes'] = String(expect.minutes);
  }
  return found;
}

/** Texts of the form as settings of the API. */
function settingsOf(kind: ChannelKind, v: Values): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const input of asks[kind]) {
    const text = v[input.name]?.trim() ?? '';
    if (input.type === 'secret' || (input.when && !input.when(v))) continue;
    if (input.name === 'schedule')
      found['schedule'] = /^\d+$/.test(text)
        ? { every_minutes: Number(text) }
        : { at: text.split(/[\s,]+/).filter(Boolean) };
    else if (input.name === 'headers')
      found['headers'] = Object.fromEntries(
        text
          .split('\n')
          .filter((line) => line.includes(':'))
          .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
      );
    else if (text === '') {
      if (input.name === 'folder' && kind === 'folder') found['folder'] = '';
    } else found[input.name] = input.type === 'number' ? Number(text) : text;
  }
  const how = v['expect'] ?? 'learned';
  found['expect'] = how === 'stated' ? { how, minutes: Number(v['expect_minutes'] || 1440) } : { how };
  if (v['catalogue']) found['catalogue'] = v['catalogue'];
  return found;
}

const kinds: readonly ChannelKind[] = ['imap', 'feed', 'shadowserver', 'folder'];

export function ChannelForm({
  before,
  onClose,
}: {
  readonly before: ChannelShape | 'new';
  readonly onClose: () => void;
}) {
  const { t, w } = useReading();
  const isNew = before === 'new';
  const [kind, setKind] = useState<ChannelKind>(isNew ? 'imap' : before.kind);
  const [name, setName] = useState(isNew ? '' : before.name);
  const [values, setValues] = useState<Values>(
    isNew ? normal.imap : { ...normal[before.kind], ...textsOf(before.settings) },
  );
  const [tested, setTested] = useState<TestedShape>();
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<string>();
  const [anyway, setAnyway] = useState(false);
  const feeds = useQuery({ ...feedsQuery, enabled: kind === 'feed' }).data?.items ?? [];
  const chosen = feeds.find((f) => f.id === values['catalogue']);
  const put = (field: string, value: string) => setValues((all) => ({ ...all, [field]: value }));

  const body = () => {
    const secrets: Record<string, string> = {};
    for (const input of asks[kind])
      if (input.type === 'secret' && values[input.name] && (!input.when || input.when(values)))
        secrets[input.name] = values[input.name] as string;
    return { kind, name, settings: settingsOf(kind, values), secrets };
  };
  const fail = (e: unknown) => {
    if (e instanceof Problem) {
      setWrong(e.fields);
      setSaid(e.message);
      if (e.code === 'channel.fault') setAnyway(true);
    } else setSaid(String(e));
  };
  const test = useMutation({
    mutationFn: () =>
      ask<TestedShape>('POST', '/v1/channels/test', { body: { ...body(), ...(isNew ? {} : { id: before.id }) } }),
    onMutate: () => {
      setTested(undefined);
      setSaid(undefined);
      setWrong({});
    },
    onSuccess: setTested,
    onError: fail,
  });
  const save = useMutation({
    mutationFn: (force: boolean) => {
      const { kind: k, ...rest } = body();
      const more = force ? { anyway: true } : {};
      return isNew
        ? ask('POST', '/v1/channels', { body: { kind: k, ...rest, ...more } })
        : ask('POST', `/v1/channels/${before.id}`, { body: { ...rest, version: before.version, ...more } });
    },
    onMutate: () => {
      setSaid(undefined);
      setWrong({});
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['channels'] });
      toast({ text: t('channels.saved') });
      onClose();
    },
    onError: fail,
  });
  const choose = (id: string) => {
    const f = feeds.find((x) => x.id === id);
    if (!f) return put('catalogue', '');
    if (!name) setName(f.id);
    setValues({
      ...normal.feed,
      ...textsOf({
        address: f.address,
        method: f.method,
        auth: f.auth,
        headers: f.headers,
        schedule: f.schedule,
        expect: { how: 'stated', minutes: f.rhythm_minutes },
        ...(f.body ? { body: f.body } : {}),
        ...(f.header ? { header: f.header } : {}),
        ...(f.format ? { format: f.format } : {}),
      }),
      catalogue: f.id,
    });
  };
  const control = (input: Input): ReactNode => {
    const label = t(`channels.field.${input.name}` as Key);
    const set = !isNew && before.secrets.includes(input.name);
    const isSecret = input.type === 'secret';
    return (
      <Field
        key={`${kind} ${input.name}`}
        label={label}
        hint={
          isSecret && set
            ? t('channels.secret.set')
            : hints.has(input.name)
              ? t(`channels.hint.${input.name}` as Key)
              : undefined
        }
        wrong={wrong[input.name] ?? wrong[`secrets.${input.name}`]}
      >
        {(id, described) =>
          Array.isArray(input.type) ? (
            <select
              className="input"
              id={id}
              aria-describedby={described}
              value={values[input.name] ?? ''}
              onChange={(e) => put(input.name, e.currentTarget.value)}
            >
              {(input.type as readonly string[]).map((o) => (
                <option key={o} value={o}>
                  {/^[A-Z]+$/.test(o) ? o : t(`channels.option.${o}` as Key)}
                </option>
              ))}
            </select>
          ) : input.type === 'long' ? (
            <textarea
              className="input value"
              id={id}
              aria-describedby={described}
              rows={2}
              spellCheck={false}
              value={values[input.name] ?? ''}
              onChange={(e) => put(input.name, e.currentTarget.value)}
            />
          ) : (
            <input
              className="input"
              id={id}
              aria-describedby={described}
              type={isSecret ? 'password' : 'text'}
              inputMode={input.type === 'number' ? 'numeric' : undefined}
              autoComplete={isSecret ? 'new-password' : 'off'}
              spellCheck={false}
              value={values[input.name] ?? ''}
              onChange={(e) => put(input.name, e.currentTarget.value)}
            />
          )
        }
      </Field>
    );
  };
  const busy = test.isPending || save.isPending;
  return (
    <Dialog
      title={isNew ? t('channels.add') : `${t('channels.edit')}: ${before.name}`}
      open
      onClose={onClose}
      wide
      onSubmit={() => save.mutate(false)}
      actions={
        <>
          <button type="button" className="button" disabled={busy} onClick={() => test.mutate()}>
            {t('channels.test')}
          </button>
          {anyway ? (
            <button type="button" className="button" disabled={busy} onClick={() => save.mutate(true)}>
              {t('channels.save.anyway')}
            </button>
          ) : null}
          <button type="button" className="button main" disabled={busy} onClick={() => save.mutate(false)}>
            {t('channels.save')}
          </button>
        </>
      }
    >
      <div className="channel-form">
        {isNew ? (
          <Field label={t('channels.field.kind')}>
            {(id) => (
              <select
                className="input"
                id={id}
                value={kind}
                onChange={(e) => {
                  const next = e.currentTarget.value as ChannelKind;
                  setKind(next);
                  setValues(normal[next]);
                  setTested(undefined);
                }}
              >
                {kinds.map((k) => (
                  <option key={k} value={k}>
                    {t(`channels.kind.${k}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        {isNew && kind === 'feed' ? (
          <Field label={t('channels.field.catalogue')} hint={chosen ? w(chosen.licence) : undefined}>
            {(id, described) => (
              <select
                className="input"
                id={id}
                aria-describedby={described}
                value={values['catalogue'] ?? ''}
                onChange={(e) => choose(e.currentTarget.value)}
              >
                <option value="">{t('channels.catalogue.none')}</option>
                {feeds.map((f) => (
                  <option key={f.id} value={f.id}>
                    {f.title}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        <Field label={t('channels.field.name')} hint={t('channels.hint.name')} wrong={wrong['name']}>
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
        {asks[kind].filter((i) => !i.when || i.when(values)).map(control)}
        <Field label={t('channels.field.expect')} hint={t('channels.hint.expect')}>
          {(id, described) => (
            <select
              className="input"
              id={id}
              aria-describedby={described}
              value={values['expect'] ?? 'learned'}
              onChange={(e) => put('expect', e.currentTarget.value)}
            >
              {['learned', 'stated', 'off'].map((o) => (
                <option key={o} value={o}>
                  {t(`channels.option.${o}` as Key)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {values['expect'] === 'stated' ? (
          <Field label={t('channels.field.expect_minutes')}>
            {(id) => (
              <input
                className="input"
                id={id}
                inputMode="numeric"
                value={values['expect_minutes'] ?? '1440'}
                onChange={(e) => put('expect_minutes', e.currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
      </div>
      <div aria-live="polite">
        {busy ? <p className="faint">{t('channels.testing')}</p> : null}
        {tested ? (
          <p className="notice" data-tone={tested.ok ? 'good' : 'alarm'}>
            {tested.ok ? `✓ ${t('channels.works')}` : `! ${tested.fault ? w(tested.fault.text) : ''}`}{' '}
            <span className="faint value small" lang="en">
              {tested.detail}
            </span>
          </p>
        ) : null}
        {said ? (
          <p className="notice" data-tone="alarm">
            ! {said}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

const hints: ReadonlySet<string> = new Set(['authserv_id', 'schedule', 'headers', 'days', 'folder', 'ca', 'format']);

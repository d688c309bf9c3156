/** Notifiers: who reports, how their reports ended, what their record does, and their keys. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { NotifierDetail, NotifierShape } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { notifierQuery, notifiersQuery, queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Icon, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { numberIn } from '../words/words.ts';

const percent = (x: number) => `${Math.round(x * 100)}%`;

/** The share of right, never without its interval and n. */
function Right({ n }: { readonly n: Pick<NotifierShape, 'right' | 'steps_lost'> }) {
  const { t } = useReading();
  const { right } = n;
  if (right.share === null) return <span className="faint">{t('notifiers.none_decided')}</span>;
  return (
    <span>
      <b>{percent(right.share)}</b>{' '}
      <span className="faint small">
        {percent(right.low)}–{percent(right.high)}, n = {right.n}
      </span>
      {n.steps_lost > 0 ? (
        <>
          {' '}
          <span className="chip" data-tone="care">
            ▼ {t('notifiers.lowers', { n: n.steps_lost })}
          </span>
        </>
      ) : null}
    </span>
  );
}

export function Notifiers() {
  const { t, language } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(notifiersQuery);
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    document.title = `${t('notifiers.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('notifiers.title')}</h1>
        <p>{t('notifiers.lead')}</p>
      </header>
      {me.member.role === 'admin' ? (
        <p>
          <button type="button" className="button main" onClick={() => setAdding(true)}>
            {t('notifiers.add')}
          </button>
        </p>
      ) : null}
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('notifiers.empty')}>
            <p>{t('notifiers.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('notifiers.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('notifiers.col.name')}</th>
                <th scope="col">{t('notifiers.col.right')}</th>
                <th scope="col">{t('notifiers.col.ended')}</th>
                <th scope="col">{t('notifiers.col.messages')}</th>
                <th scope="col">{t('notifiers.col.last')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((n) => (
                <tr key={n.id}>
                  <th scope="row">
                    <Link to="/notifiers/$id" params={{ id: n.id }}>
                      {n.name}
                    </Link>
                  </th>
                  <td>
                    <Right n={n} />
                  </td>
                  <td>
                    {numberIn(language, n.confirmed)} {t('notifiers.confirmed')}, {numberIn(language, n.wrong)}{' '}
                    {t('notifiers.wrong')}, {numberIn(language, n.unclear)} {t('notifiers.unclear')}
                  </td>
                  <td data-label={t('notifiers.col.messages')}>{numberIn(language, n.messages)}</td>
                  <td>{n.last_at ? <When at={n.last_at} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

/** A token is shown once, with what to do with it. */
function Token({ token, onClose }: { readonly token: string; readonly onClose: () => void }) {
  const { t } = useReading();
  return (
    <Dialog
      title={t('notifiers.token')}
      open
      onClose={onClose}
      actions={
        <button
          type="button"
          className="button main"
          onClick={() =>
            void navigator.clipboard?.writeText(token).then(
              () => toast({ text: t('app.copied') }),
              () => undefined,
            )
          }
        >
          {t('notifiers.token.copy')}
        </button>
      }
    >
      <p>{t('notifiers.token.text')}</p>
      <p className="value token">{token}</p>
      <pre className="raw">{`curl -X POST ${location.origin}/v1/messages?name=report.json \\
  -H "Authorization: Bearer …" -H "Idempotency-Key: …" \\
  -H "Content-Type: application/json" --data-binary @report.json

curl ${location.origin}/v1/handed_in -H "Authorization: Bearer …"`}</pre>
    </Dialog>
  );
}

function Add({ onClose }: { readonly onClose: () => void }) {
  const { t } = useReading();
  const [name, setName] = useState('');
  const [domain, setDomain] = useState('');
  const [perMinute, setPerMinute] = useState('60');
  const [perDay, setPerDay] = useState('20000');
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [token, setToken] = useState<string>();
  const make = useMutation({
    mutationFn: () =>
      ask<{ token: string }>('POST', '/v1/notifiers', {
        body: {
          name,
          ...(domain.trim() ? { domain } : {}),
          per_minute: Number(perMinute) || 60,
          per_day: Number(perDay) || 20_000,
        },
      }),
    onSuccess: (made) => {
      setToken(made.token);
      void queries.invalidateQueries({ queryKey: ['notifiers'] });
    },
    onError: (e) => {
      if (e instanceof Problem) setWrong({ ...e.fields, name: e.fields['name'] ?? e.message });
    },
  });
  if (token) return <Token token={token} onClose={onClose} />;
  return (
    <Dialog
      title={t('notifiers.add')}
      open
      onClose={onClose}
      onSubmit={() => make.mutate()}
      actions={
        <button
          type="button"
          className="button main"
          disabled={!name.trim() || make.isPending}
          onClick={() => make.mutate()}
        >
          {t('notifiers.add.button')}
        </button>
      }
    >
      <p>{t('notifiers.add.text')}</p>
      <Text label={t('notifiers.field.name')} value={name} put={setName} wrong={wrong['name']} />
      <Text
        label={t('notifiers.field.domain')}
        hint={t('notifiers.hint.domain')}
        value={domain}
        put={setDomain}
        wrong={wrong['domain']}
      />
      <Text label={t('notifiers.field.per_minute')} value={perMinute} put={setPerMinute} wrong={wrong['per_minute']} />
      <Text label={t('notifiers.field.per_day')} value={perDay} put={setPerDay} wrong={wrong['per_day']} />
    </Dialog>
  );
}

function Text({
  label,
  hint,
  value,
  put,
  wrong,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly put: (v: string) => void;
  readonly wrong?: string | undefined;
}) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(id, described) => (
        <input
          className="input"
          id={id}
          aria-describedby={described}
          autoComplete="off"
          value={value}
          onChange={(e) => put(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function NotifierScreen() {
  const { id } = useParams({ from: '/notifiers/$id' });
  const { data, isPending, error, refetch } = useQuery(notifierQuery(id));
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <One key={data.id} n={data} />;
}

function One({ n }: { readonly n: NotifierDetail }) {
  const { t, code, language } = useReading();
  const { me } = useDesk();
  const [editing, setEditing] = useState(false);
  const [token, setToken] = useState<string>();
  const admin = me.member.role === 'admin';
  useEffect(() => {
    document.title = `${n.name} · Bezem`;
  });
  const key = useMutation({
    mutationFn: (instead: boolean) =>
      ask<{ token: string }>('POST', `/v1/notifiers/${n.id}/key`, { body: { instead } }),
    onSuccess: (made) => {
      setToken(made.token);
      void queries.invalidateQueries({ queryKey: ['notifiers'] });
    },
    onError: (e) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' }),
  });
  const fact = (name: string, value: ReactNode) => (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
  return (
    <div className="page">
      <header className="page-head">
        <p>
          <Link to="/notifiers" className="button quiet small">
            <Icon name="back" /> {t('notifiers.title')}
          </Link>
        </p>
        <h1>{n.name}</h1>
      </header>
      <div className="pair">
        <Panel title={t('notifiers.record')} id="record">
          <dl className="facts">
            {fact(t('notifiers.col.right'), <Right n={n} />)}
            {fact(t('notifiers.confirmed'), numberIn(language, n.confirmed))}
            {fact(t('notifiers.wrong'), numberIn(language, n.wrong))}
            {fact(t('notifiers.unclear'), numberIn(language, n.unclear))}
          </dl>
          <p className="faint small">{t('notifiers.record.how')}</p>
          <Months n={n} />
        </Panel>
        <Panel title={t('notifiers.known_by')} id="known">
          <dl className="facts">
            {n.identities.map((i) => (
              <div key={`${i.kind} ${i.identity}`} style={{ display: 'contents' }}>
                <dt>{t(`notifiers.identity.${i.kind}`)}</dt>
                <dd className="value">
                  {i.kind === 'key' ? (i.name ?? i.identity) : i.identity}
                  {i.revoked ? ` (${t('notifiers.revoked')})` : null}
                </dd>
              </div>
            ))}
            {fact(
              t('notifiers.limits'),
              t('notifiers.limits.text', {
                minute: numberIn(language, n.per_minute),
                day: numberIn(language, n.per_day),
              }),
            )}
            {fact(
              t('notifiers.waited'),
              n.told_to_wait === 0 ? (
                '0'
              ) : (
                <>
                  {numberIn(language, n.told_to_wait)}
                  {n.told_to_wait_at ? (
                    <>
                      {' · '}
                      <When at={n.told_to_wait_at} />
                    </>
                  ) : null}
                </>
              ),
            )}
            {fact(
              t('notifiers.col.messages'),
              `${numberIn(language, n.messages)} · ${t('notifiers.findings', { n: numberIn(language, n.findings) })}`,
            )}
          </dl>
          {admin ? (
            <div className="channel-acts">
              <button type="button" className="button small" onClick={() => setEditing(true)}>
                {t('notifiers.edit')}
              </button>
              <button type="button" className="button small" disabled={key.isPending} onClick={() => key.mutate(false)}>
                {t('notifiers.key.new')}
              </button>
              <button
                type="button"
                className="button small danger"
                disabled={key.isPending}
                onClick={() => key.mutate(true)}
              >
                {t('notifiers.key.instead')}
              </button>
            </div>
          ) : null}
        </Panel>
      </div>
      <div className="pair">
        <Panel title={t('notifiers.decided')} id="decided">
          {n.decided.length === 0 ? <p className="faint">{t('notifiers.none_decided')}</p> : null}
          <ul className="plain">
            {n.decided.map((d) => (
              <li key={d.case_id}>
                <Link to="/cases/$id" params={{ id: d.case_id }} className="value">
                  {d.reference ?? t('inbox.open')}
                </Link>{' '}
                <span
                  className="chip"
                  data-tone={d.verdict === 'confirmed' ? 'good' : d.verdict === 'wrong' ? 'alarm' : undefined}
                >
                  {t(`notifiers.${d.verdict}`)}
                </span>{' '}
                <span className="faint small">
                  {code('verdict', d.why)} · <When at={d.at} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('notifiers.recent')} id="recent">
          {n.recent.length === 0 ? <p className="faint">{t('notifiers.recent.none')}</p> : null}
          <ul className="plain">
            {n.recent.map((m) => (
              <li key={m.id}>
                {m.name ?? m.id}{' '}
                <span className="faint small">
                  {code('channel', m.channel)} · <When at={m.received_at} /> ·{' '}
                  {t('notifiers.findings', { n: numberIn(language, m.findings) })}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      {editing ? <Edit n={n} onClose={() => setEditing(false)} /> : null}
      {token ? <Token token={token} onClose={() => setToken(undefined)} /> : null}
    </div>
  );
}

/** The record over time: one bar a month as a picture, and the same as a table beside it. */
function Months({ n }: { readonly n: NotifierDetail }) {
  const { t, language } = useReading();
  if (n.months.length === 0) return null;
  const most = Math.max(1, ...n.months.map((m) => m.confirmed + m.wrong + m.unclear));
  const width = 24;
  const high = 80;
  const parts = ['confirmed', 'wrong', 'unclear'] as const;
  return (
    <>
      <svg
        className="months"
        viewBox={`0 0 ${Math.max(6, n.months.length) * width} ${high}`}
        role="img"
        aria-label={t('notifiers.months')}
        preserveAspectRatio="xMinYMax meet"
      >
        {n.months.map((m, i) => {
          let y = high;
          return (
            <g key={m.month}>
              {parts.map((part) => {
                const h = (m[part] / most) * (high - 4);
                y -= h;
                return h > 0 ? (
                  <rect
                    key={part}
                    data-part={part}
                    x={i * width + 3}
                    y={y}
                    width={width - 6}
                    height={Math.max(1, h - 1)}
                  />
                ) : null;
              })}
            </g>
          );
        })}
      </svg>
      <table className="grid-table">
        <caption className="unseen">{t('notifiers.months')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('notifiers.month')}</th>
            {parts.map((p) => (
              <th scope="col" key={p}>
                <i className="key-dot" data-part={p} aria-hidden="true" /> {t(`notifiers.${p}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {n.months.map((m) => (
            <tr key={m.month}>
              <th scope="row">{m.month}</th>
              {parts.map((p) => (
                <td key={p}>{numberIn(language, m[p])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Edit({ n, onClose }: { readonly n: NotifierDetail; readonly onClose: () => void }) {
  const { t } = useReading();
  const [name, setName] = useState(n.name);
  const [domain, setDomain] = useState('');
  const [feed, setFeed] = useState('');
  const [perMinute, setPerMinute] = useState(String(n.per_minute));
  const [perDay, setPerDay] = useState(String(n.per_day));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const save = useMutation({
    mutationFn: () =>
      ask('POST', `/v1/notifiers/${n.id}`, {
        body: {
          name,
          per_minute: Number(perMinute) || n.per_minute,
          per_day: Number(perDay) || n.per_day,
          ...(domain.trim() ? { domain } : {}),
          ...(feed.trim() ? { feed } : {}),
        },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['notifiers'] });
      toast({ text: t('channels.saved') });
      onClose();
    },
    onError: (e) => setWrong(e instanceof Problem ? e.fields : {}),
  });
  return (
    <Dialog
      title={t('notifiers.edit')}
      open
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button type="button" className="button main" disabled={save.isPending} onClick={() => save.mutate()}>
          {t('channels.save')}
        </button>
      }
    >
      <Text label={t('notifiers.field.name')} value={name} put={setName} wrong={wrong['name']} />
      <Text label={t('notifiers.field.per_minute')} value={perMinute} put={setPerMinute} wrong={wrong['per_minute']} />
      <Text label={t('notifiers.field.per_day')} value={perDay} put={setPerDay} wrong={wrong['per_day']} />
      <Text
        label={t('notifiers.field.domain')}
        hint={t('notifiers.hint.tie')}
        value={domain}
        put={setDomain}
        wrong={wrong['domain']}
      />
      <Text label={t('notifiers.field.feed')} value={feed} put={setFeed} wrong={wrong['feed']} />
    </Dialog>
  );
}

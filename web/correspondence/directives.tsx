/** Who gets what: the directives in order, changed and tried on real cases before they are saved; and how letters go out. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { DirectiveList, LetterSettingsAnswer, TriedShape, WebhookLine } from '#correspondence';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { directivesQuery, letterSettingsQuery, queries, webhooksQuery } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

type Directive = DirectiveList['items'][number];
type Outcome = Directive['outcome'];

const conditions = [
  'kinds',
  'courses',
  'severities',
  'bands',
  'holders',
  'addressees',
  'service_kinds',
  'networks',
  'feeds',
  'tags',
] as const;
const said = (error: unknown) => (error instanceof Problem ? error.message : String(error));

export function Directives() {
  const { t, w } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(directivesQuery);
  const [draft, setDraft] = useState<readonly Directive[]>();
  const [editing, setEditing] = useState<number>();
  const [tried, setTried] = useState<TriedShape>();
  const [note, setNote] = useState('');
  const mayAdmin = me.member.role === 'admin';
  const mayTry = me.member.role !== 'reader';
  useEffect(() => {
    document.title = `${t('directives.title')} · Bezem`;
  });
  const set = draft ?? data?.items ?? [];
  const change = (next: readonly Directive[]) => {
    setDraft(next);
    setTried(undefined);
  };
  const move = (from: number, by: number) => {
    const next = [...set];
    const [one] = next.splice(from, 1);
    if (one) next.splice(from + by, 0, one);
    change(next);
  };
  const attempt = useMutation({
    mutationFn: () => ask<TriedShape>('POST', '/v1/directives/try', { body: { directives: set, days: 30 } }),
    onSuccess: setTried,
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  const save = useMutation({
    mutationFn: () =>
      ask('POST', '/v1/directives', {
        body: { version: data?.version ?? 0, directives: set, note: note.trim() || null },
      }),
    onSuccess: () => {
      setDraft(undefined);
      setTried(undefined);
      setNote('');
      toast({ text: t('directives.saved') });
      void queries.invalidateQueries({ queryKey: ['directives'] });
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('directives.title')}</h1>
        <p>{t('directives.lead')}</p>
      </header>
      <p className="faint small">
        {data.version === 0 ? t('directives.shipped') : t('directives.version', { n: data.version })}
        {data.saved_at ? (
          <>
            {' '}
            · <When at={data.saved_at} />
          </>
        ) : null}
        {data.note ? ` · ${data.note}` : ''}
      </p>
      <div className="panel scroll-x">
        <table className="grid-table cards">
          <caption className="unseen">{t('directives.lead')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('directives.no')}</th>
              <th scope="col">{t('directives.rule')}</th>
              <th scope="col">{t('directives.when')}</th>
              <th scope="col">{t('directives.outcome')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {set.map((d, i) => (
              <tr key={d.id}>
                <td>{i + 1}</td>
                <th scope="row">
                  {w(d.title)}
                  <span className="line-2 faint value">{d.id}</span>
                </th>
                <td className="break" data-label={t('directives.when')}>
                  <Conditions d={d} />
                </td>
                <td className="break" data-label={t('directives.outcome')}>
                  <OutcomeText o={d.outcome} />
                </td>
                <td className="acts">
                  {mayAdmin ? (
                    <>
                      <button
                        type="button"
                        className="button small"
                        disabled={i === 0}
                        aria-label={`${t('directives.up')}: ${w(d.title)}`}
                        onClick={() => move(i, -1)}
                      >
                        ↑
                      </button>
                      <button
                        type="button"
                        className="button small"
                        disabled={i === set.length - 1}
                        aria-label={`${t('directives.down')}: ${w(d.title)}`}
                        onClick={() => move(i, 1)}
                      >
                        ↓
                      </button>
                      <button
                        type="button"
                        className="button small"
                        aria-label={`${t('directives.edit')}: ${w(d.title)}`}
                        onClick={() => setEditing(i)}
                      >
                        {t('directives.edit')}
                      </button>
                    </>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="filters">
        {mayAdmin ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              change([fresh(set), ...set]);
              setEditing(0);
            }}
          >
            {t('directives.add')}
          </button>
        ) : null}
        {mayTry ? (
          <button type="button" className="button" disabled={attempt.isPending} onClick={() => attempt.mutate()}>
            {t('directives.try')}
          </button>
        ) : null}
        {mayAdmin && draft ? (
          <>
            <label className="case-head">
              <span className="faint small">{t('directives.note')}</span>
              <input className="input" value={note} onChange={(e) => setNote(e.currentTarget.value)} maxLength={500} />
            </label>
            <button type="button" className="button main" disabled={save.isPending} onClick={() => save.mutate()}>
              {t('directives.save')}
            </button>
            <button type="button" className="button" onClick={() => setDraft(undefined)}>
              {t('directives.discard')}
            </button>
          </>
        ) : null}
      </div>
      {tried ? <Tried tried={tried} /> : null}
      <Settings />
      {mayAdmin ? <Webhooks /> : null}
      {editing !== undefined && set[editing] ? (
        <Editor
          key={set[editing]?.id}
          d={set[editing]}
          onClose={() => setEditing(undefined)}
          onDone={(d) => {
            change(set.map((x, i) => (i === editing ? d : x)));
            setEditing(undefined);
          }}
          onRemove={() => {
            change(set.filter((_, i) => i !== editing));
            setEditing(undefined);
          }}
        />
      ) : null}
    </div>
  );
}

function fresh(set: readonly Directive[]): Directive {
  let n = 1;
  while (set.some((d) => d.id === `rule-${n}`)) n++;
  return {
    id: `rule-${n}`,
    title: { nl: 'Nieuwe regel', en: 'New rule' },
    when: { bands: [3, 4, 5] },
    outcome: {
      send: true,
      to: 'addressee',
      purpose: 'abuse',
      rhythm: 'by_course',
      together: 'addressee',
      format: 'text_csv_xarf',
      copy_to: [],
      trial: false,
      first_by_itself: false,
    },
  };
}

function Conditions({ d }: { readonly d: Directive }) {
  const { t } = useReading();
  const named = conditions.filter((c) => d.when[c] !== undefined);
  if (named.length === 0) return t('directives.always');
  return named.map((c) => (
    <span key={c} className="line-2">
      <span className="faint">{t(`directives.if.${c}`)}:</span> {(d.when[c] ?? []).join(', ')}
    </span>
  ));
}

function OutcomeText({ o }: { readonly o: Outcome }) {
  const { t, code } = useReading();
  if (!o.send) return t('directives.no_letter');
  const parts = [
    o.webhook ? `webhook ${o.webhook}` : (o.address ?? `${t(`directives.to.${o.to}`)} · ${code('purpose', o.purpose)}`),
    t(`directives.rhythm.${o.rhythm}`),
    o.rhythm === 'digest' || o.rhythm === 'weekly' ? t(`directives.together.${o.together}`) : '',
    t(`directives.format.${o.format}`),
    o.suppress_days ? t('directives.suppress', { n: o.suppress_days }) : '',
    o.first_by_itself ? t('directives.first_by_itself') : '',
    o.trial ? t('directives.trial') : '',
  ];
  return parts.filter((p) => p !== '').join(' · ');
}

/** One directive as a form; what it lacks is said by the desk when the whole set is tried or saved. */
function Editor({
  d,
  onClose,
  onDone,
  onRemove,
}: {
  readonly d: Directive;
  readonly onClose: () => void;
  readonly onDone: (d: Directive) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useReading();
  const [id, setId] = useState(d.id);
  const [nl, setNl] = useState(d.title.nl);
  const [en, setEn] = useState(d.title.en);
  const [when, setWhen] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(conditions.map((c) => [c, (d.when[c] ?? []).join(', ')])),
  );
  const [o, setO] = useState<Outcome>(d.outcome);
  const set = <K extends keyof Outcome>(name: K, value: Outcome[K]) => setO((x) => ({ ...x, [name]: value }));
  const done = () => {
    const listed = conditions.flatMap((c) => {
      const values = (when[c] ?? '')
        .split(',')
        .map((x) => x.trim())
        .filter((x) => x !== '');
      if (values.length === 0) return [];
      return [[c, c === 'bands' ? values.map((v) => Number(v.replace(/^p/i, ''))) : values] as const];
    });
    const { address, webhook, suppress_days: days, ...rest } = o;
    onDone({
      id: id.trim(),
      title: { nl: nl.trim(), en: en.trim() },
      when: Object.fromEntries(listed) as Directive['when'],
      outcome: {
        ...rest,
        ...(address?.trim() ? { address: address.trim() } : {}),
        ...(webhook?.trim() ? { webhook: webhook.trim(), format: 'webhook' as const } : {}),
        ...(days ? { suppress_days: days } : {}),
      },
    });
  };
  const text = (label: string, value: string, on: (v: string) => void, hint?: string) => (
    <Field label={label} hint={hint}>
      {(fid, described) => (
        <input
          id={fid}
          aria-describedby={described}
          className="input"
          value={value}
          onChange={(e) => on(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  const choose = <K extends 'to' | 'purpose' | 'rhythm' | 'together' | 'format'>(
    name: K,
    label: string,
    options: readonly (readonly [Outcome[K], string])[],
  ) => (
    <Field label={label}>
      {(fid) => (
        <select
          id={fid}
          className="input"
          value={o[name]}
          onChange={(e) => set(name, e.currentTarget.value as Outcome[K])}
        >
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <Dialog
      title={t('directives.edit')}
      open
      wide
      onClose={onClose}
      onSubmit={done}
      aside={
        <button type="button" className="button danger" onClick={onRemove}>
          {t('directives.remove')}
        </button>
      }
      actions={
        <button type="submit" form="dialog-form" className="button main">
          {t('directives.keep')}
        </button>
      }
    >
      {text(t('directives.id'), id, setId)}
      {text(t('directives.title.nl'), nl, setNl)}
      {text(t('directives.title.en'), en, setEn)}
      <fieldset className="field">
        <legend>{t('directives.when')}</legend>
        <p className="faint small">{t('directives.when.hint')}</p>
        {conditions.map((c) => (
          <div key={c}>{text(t(`directives.if.${c}`), when[c] ?? '', (v) => setWhen((x) => ({ ...x, [c]: v })))}</div>
        ))}
      </fieldset>
      <fieldset className="field">
        <legend>{t('directives.outcome')}</legend>
        <label className="case-head">
          <input type="checkbox" checked={o.send} onChange={(e) => set('send', e.currentTarget.checked)} />
          {t('directives.send')}
        </label>
        {choose('to', t('directives.to'), [
          ['addressee', t('directives.to.addressee')],
          ['holder', t('directives.to.holder')],
        ])}
        {choose('purpose', t('directives.purpose'), [
          ['abuse', 'abuse'],
          ['technical', 'technical'],
          ['legal', 'legal'],
          ['duty', 'duty'],
        ])}
        {text(t('directives.address'), o.address ?? '', (v) => set('address', v))}
        {text(t('directives.webhook'), o.webhook ?? '', (v) => set('webhook', v))}
        {choose('rhythm', t('directives.rhythm'), [
          ['by_course', t('directives.rhythm.by_course')],
          ['at_once', t('directives.rhythm.at_once')],
          ['digest', t('directives.rhythm.digest')],
          ['weekly', t('directives.rhythm.weekly')],
        ])}
        {choose('together', t('directives.together'), [
          ['addressee', t('directives.together.addressee')],
          ['holder', t('directives.together.holder')],
          ['contract', t('directives.together.contract')],
          ['prefix', t('directives.together.prefix')],
          ['kind', t('directives.together.kind')],
        ])}
        {choose('format', t('directives.format'), [
          ['text', t('directives.format.text')],
          ['text_csv', t('directives.format.text_csv')],
          ['text_xarf', t('directives.format.text_xarf')],
          ['text_csv_xarf', t('directives.format.text_csv_xarf')],
          ['webhook', t('directives.format.webhook')],
        ])}
        {text(t('directives.days'), o.suppress_days ? String(o.suppress_days) : '', (v) =>
          set('suppress_days', Number(v) || undefined),
        )}
        {text(t('directives.copy_to'), o.copy_to.join(', '), (v) =>
          set(
            'copy_to',
            v
              .split(',')
              .map((x) => x.trim())
              .filter((x) => x !== ''),
          ),
        )}
        <label className="case-head">
          <input type="checkbox" checked={o.trial} onChange={(e) => set('trial', e.currentTarget.checked)} />
          {t('directives.trial')}
        </label>
        <label className="case-head">
          <input
            type="checkbox"
            checked={o.first_by_itself}
            aria-describedby="first-by-itself"
            onChange={(e) => set('first_by_itself', e.currentTarget.checked)}
          />
          {t('directives.first_by_itself')}
        </label>
        <p className="faint small" id="first-by-itself">
          {t('directives.first_by_itself.hint')}
        </p>
      </fieldset>
    </Dialog>
  );
}

function Tried({ tried }: { readonly tried: TriedShape }) {
  const { t, code } = useReading();
  if (!tried.summary)
    return (
      <div className="notice" data-tone="alarm" role="alert">
        <strong>{t('directives.faults')}</strong>
        <ul>
          {tried.faults.map((f) => (
            <li key={`${f.no} ${f.field} ${f.message}`}>
              {f.no} {f.id} <span className="value">{f.field}</span>: <span lang="en">{f.message}</span>
            </li>
          ))}
        </ul>
      </div>
    );
  const s = tried.summary;
  return (
    <Panel title={t('directives.tried')} id="tried">
      <p role="status">
        {t('directives.tried.text', {
          cases: s.cases,
          before: s.letters.before,
          after: s.letters.after,
          silenced: s.silenced,
          added: s.added,
        })}
      </p>
      {s.changed.length > 0 ? (
        <div className="scroll-x">
          <table className="grid-table cards">
            <caption className="unseen">{t('directives.tried')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('deadlines.col.case')}</th>
                <th scope="col">{t('directives.before')}</th>
                <th scope="col">{t('directives.after')}</th>
              </tr>
            </thead>
            <tbody>
              {s.changed.slice(0, 200).map((c) => (
                <tr key={c.id}>
                  <th scope="row">
                    <Link to="/cases/$id" params={{ id: c.id }} className="value">
                      {c.reference ?? c.id}
                    </Link>
                  </th>
                  {[c.before, c.after].map((x, i) => (
                    <td
                      key={i === 0 ? 'before' : 'after'}
                      className="break"
                      data-label={i === 0 ? t('directives.before') : t('directives.after')}
                    >
                      {code('tried', x.outcome)} {x.to ?? ''}
                      <span className="line-2 faint">{x.directive ?? '–'}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}

/** How letters go out: one form, saved as a whole. */
function Settings() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data } = useQuery(letterSettingsQuery);
  const [draft, setDraft] = useState<LetterSettingsAnswer['settings']>();
  const s = draft ?? data?.settings;
  const mayAdmin = me.member.role === 'admin';
  const save = useMutation({
    mutationFn: () => ask('POST', '/v1/letter-settings', { body: { version: data?.version ?? 0, settings: s } }),
    onSuccess: () => {
      setDraft(undefined);
      toast({ text: t('directives.saved') });
      void queries.invalidateQueries({ queryKey: ['letter-settings'] });
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  if (!s) return null;
  const input = (label: string, value: string, type: string, on: (v: string) => void) => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="input"
          type={type}
          value={value}
          disabled={!mayAdmin}
          onChange={(e) => on(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  const tick = (label: string, on: boolean, set: (v: boolean) => void) => (
    <label className="case-head">
      <input type="checkbox" checked={on} disabled={!mayAdmin} onChange={(e) => set(e.currentTarget.checked)} />
      {label}
    </label>
  );
  return (
    <Panel title={t('sending.title')} id="sending">
      <form
        className="spaced"
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        {tick(t('sending.trial'), s.trial, (trial) => setDraft({ ...s, trial }))}
        {tick(t('sending.receipt'), s.ask_receipt, (ask_receipt) => setDraft({ ...s, ask_receipt }))}
        {input(t('sending.digest.at'), s.digest.at, 'time', (at) => setDraft({ ...s, digest: { ...s.digest, at } }))}
        {input(t('sending.digest.weekday'), String(s.digest.weekday), 'number', (v) =>
          setDraft({ ...s, digest: { ...s.digest, weekday: Number(v) } }),
        )}
        {input(t('sending.digest.rows'), String(s.digest.inline_rows), 'number', (v) =>
          setDraft({ ...s, digest: { ...s.digest, inline_rows: Number(v) } }),
        )}
        {tick(t('sending.digest.business'), s.digest.business_days, (business_days) =>
          setDraft({ ...s, digest: { ...s.digest, business_days } }),
        )}
        {tick(t('sending.quiet'), s.quiet !== null, (on) =>
          setDraft({ ...s, quiet: on ? { from: '22:00', until: '07:00' } : null }),
        )}
        {s.quiet ? (
          <>
            {input(t('sending.quiet.from'), s.quiet.from, 'time', (from) =>
              setDraft({ ...s, quiet: { from, until: s.quiet?.until ?? '07:00' } }),
            )}
            {input(t('sending.quiet.until'), s.quiet.until, 'time', (until) =>
              setDraft({ ...s, quiet: { from: s.quiet?.from ?? '22:00', until } }),
            )}
          </>
        ) : null}
        {tick(t('sending.desk'), s.hand_over !== null, (on) =>
          setDraft({ ...s, hand_over: on ? { address: '', system: 'zammad' } : null }),
        )}
        {s.hand_over ? (
          <>
            {input(t('sending.desk.address'), s.hand_over.address, 'email', (address) =>
              setDraft({ ...s, hand_over: { ...(s.hand_over ?? { system: 'zammad' }), address } }),
            )}
            <Field label={t('sending.desk.system')}>
              {(id) => (
                <select
                  id={id}
                  className="input"
                  disabled={!mayAdmin}
                  value={s.hand_over?.system}
                  onChange={(e) =>
                    setDraft({
                      ...s,
                      hand_over: {
                        ...(s.hand_over ?? { address: '' }),
                        system: e.currentTarget.value as 'zammad' | 'otrs' | 'rt' | 'other',
                      },
                    })
                  }
                >
                  <option value="zammad">Zammad</option>
                  <option value="otrs">OTRS / Znuny</option>
                  <option value="rt">Request Tracker</option>
                  <option value="other">{t('sending.desk.other')}</option>
                </select>
              )}
            </Field>
            {input(t('sending.desk.mark'), s.hand_over.mark ?? '', 'text', (mark) => {
              const { mark: _, ...rest } = s.hand_over ?? { address: '', system: 'zammad' as const };
              setDraft({ ...s, hand_over: mark ? { ...rest, mark } : rest });
            })}
          </>
        ) : null}
        {mayAdmin && draft ? (
          <button type="submit" className="button main" disabled={save.isPending}>
            {t('sending.save')}
          </button>
        ) : null}
      </form>
    </Panel>
  );
}

function Webhooks() {
  const { t } = useReading();
  const { data } = useQuery(webhooksQuery);
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string>();
  const again = () => void queries.invalidateQueries({ queryKey: ['webhooks'] });
  const add = useMutation({
    mutationFn: () => ask<{ id: string; secret: string }>('POST', '/v1/webhooks', { body: { name, url } }),
    onSuccess: (made) => {
      setSecret(made.secret);
      setName('');
      setUrl('');
      again();
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  const end = async (w: WebhookLine) => {
    try {
      await ask('POST', `/v1/webhooks/${encodeURIComponent(w.id)}/end`);
    } catch (error) {
      toast({ text: said(error), tone: 'alarm' });
    }
    again();
  };
  return (
    <Panel title={t('webhooks.title')} id="webhooks">
      <p className="faint small">{t('webhooks.lead')}</p>
      <ul>
        {(data?.items ?? []).map((h) => (
          <li key={h.id} className="finding">
            <span>
              <strong>{h.name}</strong> <span className="value">{h.host}</span>{' '}
              <span className="faint small value">{h.id}</span>
            </span>
            {h.ended_at ? (
              <span className="faint">{t('webhooks.ended')}</span>
            ) : (
              <button
                type="button"
                className="button small"
                aria-label={`${t('webhooks.end')}: ${h.name}`}
                onClick={() => void end(h)}
              >
                {t('webhooks.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {secret ? (
        <p className="notice" data-tone="care" role="status">
          {t('webhooks.secret')} <code className="break">{secret}</code>
        </p>
      ) : null}
      <form
        className="filters"
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate();
        }}
      >
        <label className="case-head">
          <span className="faint small">{t('webhooks.name')}</span>
          <input className="input" value={name} required onChange={(e) => setName(e.currentTarget.value)} />
        </label>
        <label className="case-head">
          <span className="faint small">{t('webhooks.url')}</span>
          <input className="input" type="url" value={url} required onChange={(e) => setUrl(e.currentTarget.value)} />
        </label>
        <button type="submit" className="button" disabled={add.isPending}>
          {t('webhooks.add')}
        </button>
      </form>
    </Panel>
  );
}

/** Who is on duty and how they are called out, and our own register of authorities. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { authoritiesQuery, dutyQuery, membersQuery, queries } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

const told = (error: unknown) => toast({ text: error instanceof Problem ? error.message : String(error) });

export function Duty() {
  const { t } = useReading();
  const { data, isPending, error, refetch } = useQuery(dutyQuery);
  useEffect(() => {
    document.title = `${t('duty.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('duty.title')}</h1>
        <p>{t('duty.lead')}</p>
      </header>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <>
          <Panel title={t('duty.now')} id="duty-now">
            {data.now.length === 0 ? <p className="care">{t('duty.nobody')}</p> : null}
            <ol className="plain">
              {data.now.map((s) => (
                <li key={`${s.member_id}${s.rank}`}>
                  {s.rank}. <b>{s.name}</b> <When at={s.until} relative={false} zone />
                </li>
              ))}
            </ol>
            <p className="faint">{t('duty.minutes', { n: data.minutes })}</p>
          </Panel>
          <Panel title={t('duty.shifts')} id="duty-shifts">
            <ul className="plain">
              {data.shifts.map((s) => (
                <li key={s.id}>
                  {s.name} ({s.rank}) <When at={s.starts_at} relative={false} zone /> –{' '}
                  <When at={s.ends_at} relative={false} zone />
                </li>
              ))}
            </ul>
            <AddShift />
          </Panel>
          <Panel title={t('duty.ways')} id="duty-ways">
            <ul className="plain">
              {data.ways.map((x) => (
                <li key={x.id}>
                  {x.place}. {x.kind} <span className="faint">{x.member_id ?? t('duty.everybody')}</span>
                </li>
              ))}
              {data.ways.length === 0 ? <li className="faint">{t('duty.none')}</li> : null}
            </ul>
          </Panel>
          <Panel title={t('duty.callouts')} id="duty-callouts">
            <ul className="plain">
              {data.callouts.map((c) => (
                <li key={c.id}>
                  <When at={c.at} relative={false} zone /> {c.member_name ?? '–'} · {Math.round(c.share * 100)} % ·{' '}
                  {t(c.acknowledged_at ? 'duty.answered' : c.escalated_at ? 'duty.escalated' : 'duty.ringing')}{' '}
                  <span className="faint">{c.tries.map((x) => `${x.kind} ${t(`duty.${x.outcome}`)}`).join(', ')}</span>
                </li>
              ))}
              {data.callouts.length === 0 ? <li className="faint">{t('duty.none')}</li> : null}
            </ul>
          </Panel>
        </>
      )}
      <Register />
    </div>
  );
}

function AddShift() {
  const { t } = useReading();
  const { me } = useDesk();
  const members = useQuery(membersQuery).data?.items ?? [];
  const [f, setF] = useState({ member: '', from: '', until: '', rank: '1' });
  const save = useMutation({
    mutationFn: () =>
      ask('POST', '/v1/duty/shifts', {
        body: {
          member: f.member || me.member.id,
          rank: Number(f.rank),
          starts_at: new Date(f.from).toISOString(),
          ends_at: new Date(f.until).toISOString(),
        },
      }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['duty'] }),
    onError: told,
  });
  if (me.member.role !== 'decider' && me.member.role !== 'admin') return null;
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('duty.member')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={f.member || me.member.id}
            onChange={(e) => setF({ ...f, member: e.currentTarget.value })}
          >
            {members.map((m) => (
              <option key={m.id} value={m.id}>
                {m.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(['from', 'until'] as const).map((name) => (
        <Field key={name} label={t(`duty.${name}`)}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              required
              className="input"
              value={f[name]}
              onChange={(e) => setF({ ...f, [name]: e.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t('duty.rank')}>
        {(id) => (
          <input
            id={id}
            type="number"
            min={1}
            max={9}
            className="input"
            value={f.rank}
            onChange={(e) => setF({ ...f, rank: e.currentTarget.value })}
          />
        )}
      </Field>
      <button type="submit" className="button" disabled={save.isPending}>
        {t('duty.add')}
      </button>
    </form>
  );
}

function Register() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(authoritiesQuery);
  const [f, setF] = useState({ name: '', mail: '', source: '' });
  const done = () => void queries.invalidateQueries({ queryKey: ['authorities'] });
  const add = useMutation({
    mutationFn: async () => {
      const made = await ask<{ readonly id: string }>('POST', '/v1/authorities', { body: { name: f.name.trim() } });
      return ask('POST', `/v1/authorities/${made.id}/contacts`, {
        body: { channel: f.mail.includes('@') ? 'mail' : 'phone', address: f.mail.trim(), source: f.source.trim() },
      });
    },
    onSuccess: done,
    onError: told,
  });
  const verify = useMutation({
    mutationFn: (id: string) => ask('POST', `/v1/authority_contacts/${id}/verify`, { body: {} }),
    onSuccess: done,
    onError: told,
  });
  const may = me.member.role === 'decider' || me.member.role === 'admin';
  return (
    <Panel title={t('authorities.title')} id="authorities">
      <p>{t('authorities.lead')}</p>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty title={t('authorities.empty')} />
      ) : (
        <ul className="plain">
          {data.items.map((a) => (
            <li key={a.id}>
              <b>{a.name}</b> {a.country ?? ''}
              <ul className="plain">
                {a.contacts.map((c) => (
                  <li key={c.id}>
                    <span className="value">{c.address}</span> <span className="faint">{c.source}</span>{' '}
                    {c.verified_at ? (
                      <span className="chip">{t('authorities.verified')}</span>
                    ) : c.added_by === me.member.id ? null : (
                      <button type="button" className="button quiet" onClick={() => verify.mutate(c.id)}>
                        {t('authorities.verify')}
                      </button>
                    )}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {may ? (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            add.mutate();
          }}
        >
          {(['name', 'mail', 'source'] as const).map((name) => (
            <Field key={name} label={t(`authorities.${name}`)}>
              {(id) => (
                <input
                  id={id}
                  required
                  className="input"
                  value={f[name]}
                  onChange={(e) => setF({ ...f, [name]: e.currentTarget.value })}
                />
              )}
            </Field>
          ))}
          <button type="submit" className="button" disabled={add.isPending}>
            {t('authorities.add')}
          </button>
        </form>
      ) : null}
    </Panel>
  );
}

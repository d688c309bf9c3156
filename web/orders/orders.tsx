/** Orders with their running clocks, and entering one that came another way. No picture of anything is ever shown here. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OrderLine } from '#orders';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { ordersQuery, orderTypesQuery, queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ClockChip, Empty, Failed, Field, Loading, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

/** The clock that ends first and the marks an order has. */
export function OrderMarks({ o }: { readonly o: OrderLine }) {
  const { t } = useReading();
  return (
    <>
      {o.emergency ? (
        <span className="chip" data-tone="care">
          {t('orders.emergency')}
        </span>
      ) : null}{' '}
      {o.secret ? (
        <span className="chip" data-tone="care">
          {t('orders.secret')}
        </span>
      ) : null}{' '}
      {o.masked ? <span className="chip">{t('orders.masked')}</span> : null}{' '}
      {o.rings ? (
        <span className="chip" data-tone="care">
          {t('orders.rings')}
        </span>
      ) : null}
    </>
  );
}

export function Orders() {
  const { t, w } = useReading();
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const { data, isPending, error, refetch } = useQuery(ordersQuery(all ? 'all' : 'open'));
  useEffect(() => {
    document.title = `${t('orders.title')} · Bezem`;
  });
  const first = (o: OrderLine) => o.clocks.find((c) => c.state !== 'paused')?.due_at ?? '9';
  const items = [...(data?.items ?? [])].sort((a, b) => (first(a) < first(b) ? -1 : 1));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('orders.title')}</h1>
        <p>{t('orders.lead')}</p>
      </header>
      <p>
        <button type="button" className="button main" onClick={() => setAdding(true)}>
          {t('orders.add')}
        </button>{' '}
        <label>
          <input type="checkbox" checked={all} onChange={(e) => setAll(e.currentTarget.checked)} /> {t('orders.all')}
        </label>
      </p>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : items.length === 0 ? (
          <Empty title={t('orders.empty')}>
            <p>{t('orders.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('orders.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('orders.col.left')}</th>
                <th scope="col">{t('orders.col.number')}</th>
                <th scope="col">{t('orders.col.kind')}</th>
                <th scope="col">{t('orders.col.authority')}</th>
                <th scope="col">{t('orders.col.items')}</th>
                <th scope="col">{t('orders.col.state')}</th>
                <th scope="col">{t('orders.col.received')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((o) => {
                const next = o.clocks.find((c) => c.state !== 'paused');
                return (
                  <tr key={o.id}>
                    <td>{next ? <ClockChip due={next.due_at} /> : o.clocks.length > 0 ? t('clock.paused') : '–'}</td>
                    <th scope="row">
                      <Link to="/orders/$id" params={{ id: o.id }} className="value">
                        {o.number}
                      </Link>
                    </th>
                    <td>
                      {w(o.title)} <OrderMarks o={o} />
                    </td>
                    <td>{o.authority}</td>
                    <td>{t('orders.open_of', { open: o.open_items, n: o.items })}</td>
                    <td>{t(`orders.state.${o.state}`)}</td>
                    <td>
                      <When at={o.received_at} relative={false} zone />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Add({ onClose }: { readonly onClose: () => void }) {
  const { t, w } = useReading();
  const types = useQuery(orderTypesQuery).data?.items ?? [];
  const [f, setF] = useState({
    type: 'sv-125p',
    authority: '',
    reference: '',
    items: '',
    hours: '',
    reply: '',
    reasons: '',
    secret: false,
  });
  const set = (name: keyof typeof f) => (value: string) => setF((was) => ({ ...was, [name]: value }));
  const save = useMutation({
    mutationFn: () =>
      ask<{ readonly number: string; readonly duplicate: boolean }>('POST', '/v1/orders', {
        body: {
          type: f.type,
          authority: f.authority.trim(),
          channel: 'desk',
          items: f.items.split('\n').flatMap((line) => line.trim() || []),
          ...(f.reference.trim() ? { reference: f.reference.trim() } : {}),
          ...(f.hours ? { term: { unit: 'hours', count: Number(f.hours) } } : {}),
          ...(f.reply.trim() ? { reply_to: f.reply.trim() } : {}),
          ...(f.reasons.trim() ? { reasons: f.reasons.trim() } : {}),
          ...(f.secret ? { secrecy: { until: null, basis: t('orders.secret') } } : {}),
        },
      }),
    onSuccess: (taken) => {
      toast({ text: t(taken.duplicate ? 'orders.add.same' : 'orders.add.done', { number: taken.number }) });
      void queries.invalidateQueries({ queryKey: ['orders'] });
      onClose();
    },
  });
  const wrong = save.error instanceof Problem ? save.error : undefined;
  const line = (name: 'authority' | 'reference' | 'hours' | 'reply', hint?: string) => (
    <Field label={t(`orders.add.${name}`)} hint={hint} wrong={wrong?.fields[name]}>
      {(id, described) => (
        <input
          id={id}
          aria-describedby={described}
          className="input"
          inputMode={name === 'hours' ? 'numeric' : 'text'}
          value={f[name]}
          onChange={(e) => set(name)(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      title={t('orders.add')}
      open
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button
          type="submit"
          form="dialog-form"
          className="button main"
          disabled={save.isPending || f.authority.trim() === ''}
        >
          {t('orders.add')}
        </button>
      }
    >
      {wrong ? <p className="wrong">{wrong.message}</p> : null}
      <Field label={t('orders.add.type')}>
        {(id) => (
          <select id={id} className="input" value={f.type} onChange={(e) => set('type')(e.currentTarget.value)}>
            {types.map((x) => (
              <option key={x.id} value={x.id}>
                {w(x.title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {line('authority')}
      {line('reference')}
      <Field label={t('orders.add.items')} hint={t('orders.add.items.hint')}>
        {(id, described) => (
          <textarea
            id={id}
            aria-describedby={described}
            className="input"
            rows={4}
            value={f.items}
            onChange={(e) => set('items')(e.currentTarget.value)}
          />
        )}
      </Field>
      {line('hours', t('orders.add.hours.hint'))}
      {line('reply')}
      <Field label={t('orders.add.reasons')}>
        {(id) => (
          <textarea
            id={id}
            className="input"
            rows={3}
            value={f.reasons}
            onChange={(e) => set('reasons')(e.currentTarget.value)}
          />
        )}
      </Field>
      <label>
        <input type="checkbox" checked={f.secret} onChange={(e) => setF({ ...f, secret: e.currentTarget.checked })} />{' '}
        {t('orders.add.secret')}
      </label>
    </Dialog>
  );
}

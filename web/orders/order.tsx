/** One order as a printed list: the clock on top, what is to be ticked off, where it is, what it says, what was done. Text only. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OrderShape } from '#orders';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { orderQuery, queries } from '../desk/data.ts';
import { DossierButton } from '../dossiers/take.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ClockChip, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { catalogues, type Key, say } from '../words/words.ts';
import { OrderMarks } from './orders.tsx';

type FieldName = 'text' | 'contact' | 'until' | 'what' | 'sha256' | 'channel' | 'item';
/** What each act asks; those that are not here ask nothing. */
const asks: Readonly<Record<string, readonly FieldName[]>> = {
  confirm: ['contact', 'text'],
  reject: ['text'],
  defect: ['text'],
  impossible: ['text'],
  clarify: ['text'],
  resume: ['text'],
  transmit: ['what', 'sha256', 'channel'],
  answer: ['text'],
  keep: ['what'],
  preserve: ['text'],
  extend_preserved: ['until', 'text'],
  lift: ['text'],
  extend_secrecy: ['until'],
  review_secrecy: ['text'],
  contest: ['contact', 'text'],
  annul: ['text'],
  threat: ['contact', 'text'],
  verify: ['text'],
  withdraw: ['text'],
  note: ['text'],
  close: ['text'],
  not_done: ['item', 'text'],
};
/** The order of a printed list: the first that is offered is the one to do now. */
const line = [
  'answer_callout',
  'accept',
  'confirm',
  'clarify',
  'resume',
  'approve',
  'transmit',
  'answer',
  'keep',
  'reinstate',
  'verify',
  'tell',
  'review_secrecy',
  'close',
] as const;

function ActDialog({
  o,
  act,
  onClose,
}: {
  readonly o: OrderShape;
  readonly act: string;
  readonly onClose: () => void;
}) {
  const { t, language } = useReading();
  const [f, setF] = useState<Partial<Record<FieldName, string>>>({
    contact: o.contacts.find((c) => c.usable)?.id ?? '',
  });
  const label = say(language, `orders.act.${act}` as Key);
  const save = useMutation({
    mutationFn: () => {
      const { item, until, ...rest } = f;
      const given = Object.fromEntries(
        Object.entries(rest).filter(([name, v]) => v && asks[act]?.includes(name as FieldName)),
      );
      return ask<OrderShape>('POST', `/v1/orders/${o.id}/acts/${act}`, {
        body: {
          ...given,
          ...(item && act === 'not_done' ? { item: Number(item) } : {}),
          ...(until ? { until: until.length === 10 ? `${until}T00:00:00Z` : until } : {}),
        },
      });
    },
    onSuccess: (now) => {
      queries.setQueryData(['order', o.id], now);
      void queries.invalidateQueries({ queryKey: ['orders'] });
      toast({ text: t('orders.done') });
      onClose();
    },
  });
  const wrong = save.error instanceof Problem ? save.error : undefined;
  return (
    <Dialog
      title={label}
      open
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={save.isPending}>
          {label}
        </button>
      }
    >
      {wrong ? (
        <p className="wrong" role="alert">
          {wrong.message}
        </p>
      ) : null}
      {(asks[act] ?? []).map((name) => (
        <Field key={name} label={t(`orders.field.${name}`)}>
          {(id) =>
            name === 'contact' ? (
              <select
                id={id}
                className="input"
                value={f.contact ?? ''}
                onChange={(e) => setF({ ...f, contact: e.currentTarget.value })}
              >
                {o.contacts.length === 0 ? <option value="">{t('orders.no_contacts')}</option> : null}
                {o.contacts.map((c) => (
                  <option key={c.id} value={c.id} disabled={act === 'confirm' && !c.usable}>
                    {c.address} ({c.source})
                  </option>
                ))}
              </select>
            ) : name === 'text' || name === 'what' ? (
              <textarea
                id={id}
                className="input"
                rows={4}
                value={f[name] ?? ''}
                onChange={(e) => setF({ ...f, [name]: e.currentTarget.value })}
              />
            ) : (
              <input
                id={id}
                className="input"
                value={f[name] ?? ''}
                onChange={(e) => setF({ ...f, [name]: e.currentTarget.value })}
              />
            )
          }
        </Field>
      ))}
    </Dialog>
  );
}

export function OrderScreen() {
  const { id } = useParams({ from: '/orders/$id' });
  const { t, w } = useReading();
  const { data: o, isPending, error, refetch } = useQuery(orderQuery(id));
  useEffect(() => {
    document.title = `${o?.number ?? t('orders.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  const running = o.clocks.filter((c) => c.ended_at === null);
  return (
    <div className="page">
      <header className="page-head">
        <p>
          <Link to="/orders">{t('orders.title')}</Link>
        </p>
        <h1>
          {o.number} · {w(o.title)}
        </h1>
        <p>
          {o.authority} {o.reference ? <span className="value">{o.reference}</span> : null} <OrderMarks o={o} />{' '}
          <span className="chip">{t(`orders.state.${o.state}`)}</span> <DossierButton about={o.id} />
        </p>
      </header>
      <section className="panel" aria-label={t('orders.clocks')}>
        <div className="in">
          {running.length === 0 ? <p>{t('orders.no_clock')}</p> : null}
          {running.map((c) =>
            c.state === 'paused' ? (
              <p key={c.id}>{t('orders.pauses', { title: w(c.title) })}</p>
            ) : (
              <p key={c.id}>
                <ClockChip due={c.due_at} name={w(c.title)} full />
              </p>
            ),
          )}
          <p className="faint">
            {t('orders.received')} <When at={o.received_at} relative={false} zone />
            {o.read_at ? (
              <>
                {' '}
                · {t('orders.read')} <When at={o.read_at} relative={false} />
              </>
            ) : null}{' '}
            · {o.basis}
            {o.mark === 'memory' ? ` · ${t('orders.unverified')}` : ''}
          </p>
          {o.masked ? <p className="care">{t('orders.csam')}</p> : null}
          {o.gate && !o.confirmed ? <p className="care">{t('orders.gate')}</p> : null}
          {o.first_order ? <p className="faint">{t('orders.first')}</p> : null}
        </div>
      </section>
      <Steps o={o} />
      <Acts o={o} />
      <Objects o={o} />
      <Rest o={o} />
    </div>
  );
}

function Steps({ o }: { readonly o: OrderShape }) {
  const { t } = useReading();
  return (
    <Panel title={t('orders.list')} id="order-list">
      <ol className="ticks">
        {o.steps.map((s) => (
          <li key={s.step} data-state={s.state}>
            <span aria-hidden="true">{s.state === 'done' ? '[✓]' : s.state === 'open' ? '[ ]' : '[–]'}</span>{' '}
            {t(`orders.step.${s.step}`)}{' '}
            {s.state === 'not_allowed' || s.state === 'not_needed' ? (
              <span className="faint">{t(`orders.step.${s.state}`)}</span>
            ) : s.at ? (
              <When at={s.at} relative={false} zone />
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Acts({ o }: { readonly o: OrderShape }) {
  const { t, language } = useReading();
  const [act, setAct] = useState<string | null>(null);
  const offered = [
    ...(o.rings ? ['answer_callout'] : []),
    ...o.offered.filter((a) => a !== 'check'),
    ...(o.open_items > 0 ? ['not_done'] : []),
  ];
  const first = line.find((a) => offered.includes(a));
  return (
    <Panel title={t('orders.acts')} id="order-acts">
      <p className="row">
        {[...(first ? [first] : []), ...offered.filter((a) => a !== first)].map((a) => (
          <button key={a} type="button" className={a === first ? 'button main' : 'button'} onClick={() => setAct(a)}>
            {say(language, `orders.act.${a}` as Key)}
          </button>
        ))}
      </p>
      {act ? <ActDialog o={o} act={act} onClose={() => setAct(null)} /> : null}
    </Panel>
  );
}

function Objects({ o }: { readonly o: OrderShape }) {
  const { t } = useReading();
  const { me } = useDesk();
  const [open, setOpen] = useState<Readonly<Record<string, string>>>({});
  const show = useMutation({
    mutationFn: async (id: string) => ({
      id,
      ...(await ask<{ readonly location: string }>('POST', `/v1/orders/${o.id}/items/${id}/location`)),
    }),
    onSuccess: (r) => setOpen((was) => ({ ...was, [r.id]: r.location })),
  });
  const may = me.member.role === 'decider' || me.member.role === 'admin';
  return (
    <Panel title={t('orders.objects')} id="order-objects">
      <ul className="plain">
        {o.objects.map((i) => (
          <li key={i.id}>
            <span className="faint">{t('orders.object.of', { no: i.no, n: o.objects.length })}</span>{' '}
            <span className="value">{open[i.id] ?? i.shown}</span>{' '}
            <span className="chip">{t(`orders.item.${i.state}`)}</span>{' '}
            {i.party_id ? (
              <Link to="/parties/$id" params={{ id: i.party_id }}>
                {i.party_name ?? i.party_id}
              </Link>
            ) : null}{' '}
            {i.why ? <span className="faint">{i.why}</span> : null}{' '}
            {o.masked && may && !open[i.id] ? (
              <button
                type="button"
                className="button quiet"
                title={t('orders.object.open.why')}
                onClick={() => show.mutate(i.id)}
              >
                {t('orders.object.open')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Rest({ o }: { readonly o: OrderShape }) {
  const { t, w, language } = useReading();
  const word = (act: string) =>
    Object.hasOwn(catalogues.nl, `orders.act.${act}`) ? say(language, `orders.act.${act}` as Key) : act;
  const secrecy = o.secrecies.find((s) => s.ended_at === null);
  const said = [o.said.legal_basis, o.said.reasons, o.said.scope, o.said.redress, o.said.note].filter(
    (x) => x !== null,
  );
  return (
    <>
      {secrecy ? (
        <Panel title={t('orders.secrecy')} id="order-secrecy">
          <p>{secrecy.until ? t('orders.secrecy.until', { time: secrecy.until }) : t('orders.secrecy.open')}</p>
          <p className="faint">{secrecy.basis}</p>
        </Panel>
      ) : null}
      <Panel title={t('orders.checks')} id="order-checks">
        <ul className="plain">
          {o.checks.map((c) => (
            <li key={c.element}>
              {w(c.title)} <span className="faint">art. {c.article}</span>{' '}
              <span className="chip" {...(c.outcome === 'missing' ? { 'data-tone': 'care' } : {})}>
                {t(`orders.${c.outcome}`)}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      {said.length > 0 ? (
        <Panel title={t('orders.said')} id="order-said">
          {said.map((x) => (
            <p key={x}>{x}</p>
          ))}
        </Panel>
      ) : null}
      {o.kept.length > 0 ? (
        <Panel title={t('orders.kept')} id="order-kept">
          <ul className="plain">
            {o.kept.map((k) => (
              <li key={k.id}>
                {k.mode} · <When at={k.destroyed_at ?? k.until} relative={false} /> {k.destroyed_why ?? ''}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title={t('orders.history')} id="order-history">
        <ol className="plain">
          {o.acts.map((a) => (
            <li key={a.id}>
              <When at={a.at} relative={false} zone /> {word(a.act)} <span className="faint">{a.by_name ?? ''}</span>{' '}
              {a.text ? <span>{a.text}</span> : null}
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

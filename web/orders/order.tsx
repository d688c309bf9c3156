/** One order as a printed list: the clock on top, what is to be ticked off, where it is, what it says, what was done. Text only. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OrderShape } from '#orders';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { orderQuery, queries } from '../desk/data.ts';
import { DossierButton } from '../dossiers/take.tsx';
import { Acts } from '../parts/acts.tsx';
import { BigClock, ClockLines } from '../parts/clocks.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Checklist, Facts, Timeline } from '../parts/facts.tsx';
import { PageHead } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
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
  return (
    <div className="page">
      <PageHead
        up={<Link to="/orders">{t('orders.title')}</Link>}
        title={`${o.number} · ${w(o.title)}`}
        marks={
          <>
            <OrderMarks o={o} /> <span className="chip">{t(`orders.state.${o.state}`)}</span>
          </>
        }
        lead={
          <>
            {o.authority} {o.reference ? <span className="value">{o.reference}</span> : null}
          </>
        }
      >
        <div className="acts">
          <DossierButton about={o.id} />
        </div>
      </PageHead>
      <Clocks o={o} />
      <Steps o={o} />
      <Doing o={o} />
      <Objects o={o} />
      <Rest o={o} />
    </div>
  );
}

/** The clock that counts first, large; the others below it. */
function Clocks({ o }: { readonly o: OrderShape }) {
  const { t, w } = useReading();
  const running = o.clocks.filter((c) => c.ended_at === null);
  const [first, ...others] = running;
  const facts = (
    <Facts
      of={[
        [t('orders.received'), <When key="r" at={o.received_at} relative={false} zone />],
        [t('orders.read'), o.read_at ? <When key="d" at={o.read_at} relative={false} zone /> : null],
        [t('orders.basis'), `${o.basis}${o.mark === 'memory' ? ` · ${t('orders.unverified')}` : ''}`],
      ]}
    />
  );
  return (
    <section aria-label={t('orders.clocks')}>
      {first ? (
        <BigClock name={w(first.title)} from={first.starts_at} due={first.due_at} paused={first.state === 'paused'}>
          {facts}
        </BigClock>
      ) : (
        <section className="panel">
          <div className="in">
            <p>{t('orders.no_clock')}</p>
            {facts}
          </div>
        </section>
      )}
      {others.length > 0 ? <ClockLines of={others} /> : null}
      {o.masked ? <p className="care">{t('orders.csam')}</p> : null}
      {o.gate && !o.confirmed ? <p className="care">{t('orders.gate')}</p> : null}
      {o.first_order ? <p className="faint">{t('orders.first')}</p> : null}
    </section>
  );
}

function Steps({ o }: { readonly o: OrderShape }) {
  const { t } = useReading();
  const next = o.steps.find((s) => s.state === 'open')?.step;
  return (
    <Panel title={t('orders.list')} id="order-list">
      <Checklist
        of={o.steps.map((s) => ({
          id: s.step,
          state:
            s.state === 'done'
              ? ('done' as const)
              : s.state === 'not_needed'
                ? ('free' as const)
                : s.state === 'not_allowed'
                  ? ('no' as const)
                  : s.step === next
                    ? ('now' as const)
                    : ('open' as const),
          text: t(`orders.step.${s.step}`),
          more:
            s.state === 'not_allowed' || s.state === 'not_needed' ? (
              t(`orders.step.${s.state}`)
            ) : s.at ? (
              <When at={s.at} relative={false} zone />
            ) : undefined,
        }))}
      />
    </Panel>
  );
}

function Doing({ o }: { readonly o: OrderShape }) {
  const { t, language } = useReading();
  const [act, setAct] = useState<string | null>(null);
  const offered = [
    ...(o.rings ? ['answer_callout'] : []),
    ...o.offered.filter((a) => a !== 'check'),
    ...(o.open_items > 0 ? ['not_done'] : []),
  ];
  const first = line.find((a) => offered.includes(a));
  const said = (a: string) => say(language, `orders.act.${a}` as Key);
  return (
    <Panel title={t('orders.acts')} id="order-acts">
      <Acts
        most={offered.length}
        of={[...(first ? [first] : []), ...offered.filter((a) => a !== first)].map((a) => ({
          id: a,
          text: said(a),
          main: a === first,
          onPress: () => setAct(a),
        }))}
      />
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
        <Checklist
          of={o.checks.map((c) => ({
            id: c.element,
            state:
              c.outcome === 'missing'
                ? ('no' as const)
                : c.outcome === 'present'
                  ? ('done' as const)
                  : ('free' as const),
            text: (
              <>
                {w(c.title)} <span className="faint">art. {c.article}</span>
              </>
            ),
            more: t(`orders.${c.outcome}`),
          }))}
        />
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
        <Timeline
          of={o.acts.map((a) => ({ id: a.id, at: a.at, what: word(a.act), who: a.by_name ?? '', text: a.text }))}
        />
      </Panel>
    </>
  );
}

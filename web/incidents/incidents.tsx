/** Incidents: the list, and one with its clocks, its texts, and what can be filed with whom. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { IncidentRow, IncidentShape, VictimGroupShape } from '#incidents';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { DossierButton } from '../dossiers/take.tsx';
import { ClockLines } from '../parts/clocks.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Timeline } from '../parts/facts.tsx';
import { PageHead } from '../parts/lists.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { catalogues, type Key } from '../words/words.ts';

const listKey = ['incidents'] as const;
const fault = (error: unknown) =>
  toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });

export function Incidents() {
  const { t } = useReading();
  const { me } = useDesk();
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [...listKey, all],
    queryFn: () => ask<{ items: IncidentRow[] }>('GET', `/v1/incidents?state=${all ? 'all' : 'open'}`),
  });
  const victims = useQuery({
    queryKey: ['victims'],
    queryFn: () => ask<{ items: VictimGroupShape[] }>('GET', '/v1/victims'),
  });
  useEffect(() => {
    document.title = `${t('incidents.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('incidents.title')}</h1>
        <p>{t('incidents.lead')}</p>
      </header>
      <p className="row">
        {me.member.role !== 'reader' ? (
          <button type="button" className="button main" onClick={() => setAdding(true)}>
            {t('incidents.new')}
          </button>
        ) : null}
        <label className="check">
          <input type="checkbox" checked={all} onChange={(e) => setAll(e.currentTarget.checked)} /> {t('incidents.all')}
        </label>
      </p>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('incidents.empty')}>
            <p>{t('incidents.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('incidents.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('incidents.col.number')}</th>
                <th scope="col">{t('incidents.col.title')}</th>
                <th scope="col">{t('incidents.col.kind')}</th>
                <th scope="col">{t('incidents.col.state')}</th>
                <th scope="col">{t('incidents.col.aware')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((i) => (
                <tr key={i.id}>
                  <th scope="row">
                    <Link to="/incidents/$id" params={{ id: i.id }}>
                      {i.number}
                    </Link>
                  </th>
                  <td>{i.title ?? '–'}</td>
                  <td>{t(`incidents.kind.${i.kind}`)}</td>
                  <td>
                    <span className="chip">{t(`incidents.state.${i.state}` as Key)}</span>
                  </td>
                  <td>
                    <When at={i.aware_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Panel title={t('incidents.victims')} id="victims">
        {victims.data?.items.length ? (
          <div className="scroll-x">
            <table className="grid-table cards">
              <thead>
                <tr>
                  <th scope="col">{t('incidents.victims.behalf')}</th>
                  <th scope="col">{t('incidents.victims.told')}</th>
                  <th scope="col">{t('incidents.victims.destroy')}</th>
                </tr>
              </thead>
              <tbody>
                {victims.data.items.map((g) => (
                  <tr key={g.id}>
                    <th scope="row">{t(`incidents.victims.behalf.${g.behalf}`)}</th>
                    <td>
                      {g.told} / {g.counted}
                    </td>
                    <td>
                      <When at={g.destroyed_at ?? g.destroy_at} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <p className="faint">{t('incidents.victims.none')}</p>
        )}
      </Panel>
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Add({ onClose }: { readonly onClose: () => void }) {
  const { t } = useReading();
  const navigate = useNavigate();
  const [form, setForm] = useState({ kind: 'cbw', title: '', description: '', aware: '', case: '' });
  const set = (name: keyof typeof form) => (value: string) => setForm((f) => ({ ...f, [name]: value }));
  const save = useMutation({
    mutationFn: () =>
      ask<IncidentShape>('POST', '/v1/incidents', {
        body: {
          kind: form.kind,
          words: { title: form.title, description: form.description },
          ...(form.aware ? { aware_at: new Date(form.aware).toISOString() } : {}),
          ...(form.case.trim() ? { case: form.case.trim() } : {}),
        },
      }),
    onSuccess: (i) => {
      void queries.invalidateQueries({ queryKey: listKey });
      void navigate({ to: '/incidents/$id', params: { id: i.id } });
    },
    onError: fault,
  });
  return (
    <Dialog
      title={t('incidents.new')}
      open
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button
          type="button"
          className="button main"
          disabled={!form.title.trim() || !form.description.trim() || save.isPending}
          onClick={() => save.mutate()}
        >
          {t('incidents.save')}
        </button>
      }
    >
      <Choice label={t('incidents.col.kind')} value={form.kind} onChange={set('kind')}>
        <option value="cbw">{t('incidents.kind.cbw')}</option>
        <option value="breach">{t('incidents.kind.breach')}</option>
      </Choice>
      <Words label={t('incidents.field.title')} value={form.title} onChange={set('title')} />
      <Words label={t('incidents.field.description')} value={form.description} onChange={set('description')} long />
      <Field label={t('incidents.aware')}>
        {(field) => (
          <input
            id={field}
            className="input"
            type="datetime-local"
            value={form.aware}
            onChange={(e) => set('aware')(e.currentTarget.value)}
          />
        )}
      </Field>
      <Words label={t('incidents.case')} value={form.case} onChange={set('case')} />
    </Dialog>
  );
}

function Words({
  label,
  value,
  onChange,
  long,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly long?: boolean;
}) {
  return (
    <Field label={label}>
      {(field) =>
        long ? (
          <textarea
            id={field}
            className="input"
            rows={4}
            value={value}
            onChange={(e) => onChange(e.currentTarget.value)}
          />
        ) : (
          <input id={field} className="input" value={value} onChange={(e) => onChange(e.currentTarget.value)} />
        )
      }
    </Field>
  );
}

function Choice({
  label,
  value,
  onChange,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <Field label={label}>
      {(field) => (
        <select id={field} className="input" value={value} onChange={(e) => onChange(e.currentTarget.value)}>
          {children}
        </select>
      )}
    </Field>
  );
}

export function IncidentScreen() {
  const { id } = useParams({ from: '/incidents/$id' });
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['incident', id],
    queryFn: () => ask<IncidentShape>('GET', `/v1/incidents/${id}`),
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <One key={data.version} i={data} />;
}

const texts = [
  'title',
  'description',
  'severity',
  'consequences',
  'measures',
  'advice',
  'indicators',
  'root_cause',
  'cross_border',
  'officer',
  'data',
] as const;

function One({ i }: { readonly i: IncidentShape }) {
  const { t, w } = useReading();
  const { me } = useDesk();
  const [filing, setFiling] = useState<{ readonly what: string; readonly to: string }>();
  const [reasoning, setReasoning] = useState(false);
  const mayHandle = me.member.role !== 'reader';
  useEffect(() => {
    document.title = `${i.number} · ${i.words?.title ?? ''} · Bezem`;
  });
  const taken = (next: IncidentShape) => {
    queries.setQueryData(['incident', i.id], next);
    queries.setQueryData(['incident', i.number], next);
    void queries.invalidateQueries({ queryKey: listKey });
    void queries.invalidateQueries({ queryKey: ['deadlines'] });
  };
  const act = async (name: string, reason?: string) => {
    try {
      taken(
        await ask<IncidentShape>('POST', `/v1/incidents/${i.id}/acts`, {
          body: { act: name, ...(reason ? { reason } : {}) },
        }),
      );
    } catch (error) {
      fault(error);
    }
  };
  const label = (name: string) => t(`incidents.field.${name}` as Key);
  return (
    <div className="page">
      <PageHead
        up={<Link to="/incidents">{t('incidents.title')}</Link>}
        title={`${i.number} ${i.words?.title ?? ''}`}
        marks={
          <>
            <span className="chip">{t(`incidents.kind.${i.kind}`)}</span>{' '}
            <span className="chip">{t(`incidents.state.${i.state}` as Key)}</span>
          </>
        }
        lead={
          <>
            {t('incidents.col.aware')} <When at={i.aware_at} relative={false} zone />{' '}
            {i.case ? (
              <Link to="/cases/$id" params={{ id: i.case }}>
                {i.case}
              </Link>
            ) : null}
          </>
        }
      >
        {mayHandle ? (
          <div className="acts">
            <DossierButton about={i.id} />
          </div>
        ) : null}
      </PageHead>
      <Panel title={t('incidents.clocks')} id="clocks">
        <ClockLines of={i.clocks} />
      </Panel>
      {i.offers.length > 0 && mayHandle ? (
        <Panel title={t('incidents.file')} id="file">
          <ul className="plain">
            {i.offers.map((o) => (
              <li key={o.id} className="row">
                <b>{w(o.title)}</b> <span className="faint">{o.article}</span>
                {o.missing.length > 0 ? (
                  <span className="faint">
                    {t('incidents.file.missing', { what: o.missing.map(label).join(', ') })}
                  </span>
                ) : o.to_file.length === 0 ? (
                  <span className="chip">✓ {t('incidents.file.done')}</span>
                ) : (
                  o.to_file.map((to) => (
                    <button key={to} type="button" className="button" onClick={() => setFiling({ what: o.id, to })}>
                      {t(`incidents.to.${to}`)}
                    </button>
                  ))
                )}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title={t('incidents.filings')} id="filings">
        {i.filings.length === 0 ? (
          <p className="faint">{t('incidents.filings.none')}</p>
        ) : (
          <ul className="plain">
            {i.filings.map((f) => (
              <li key={f.no} className="row">
                <When at={f.filed_at} relative={false} zone />
                <b>{w(i.offers.find((o) => o.id === f.what)?.title ?? { nl: f.what, en: f.what })}</b>
                {t(`incidents.to.${f.addressee}`)} {t(`incidents.way.${f.way}`)} {f.reference ?? ''}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {i.words ? <Edit i={i} onTaken={taken} mayHandle={mayHandle} /> : null}
      <p className="row">
        {i.acts
          .filter((a) => ['handled', 'no_duty', 'reopen', 'close'].includes(a) && !(a === 'handled' && i.handled_at))
          .map((a) => (
            <button
              key={a}
              type="button"
              className="button"
              disabled={!mayHandle}
              onClick={() => (a === 'no_duty' ? setReasoning(true) : void act(a))}
            >
              {t(`incidents.act.${a}` as Key)}
            </button>
          ))}
      </p>
      <Panel title={t('incidents.timeline')} id="timeline">
        <Timeline
          of={i.timeline.map((a) => ({
            id: `${a.at}${a.act}`,
            at: a.at,
            what: Object.hasOwn(catalogues.nl, `incidents.act.${a.act}`) ? t(`incidents.act.${a.act}` as Key) : a.act,
            text: Object.values(a.detail)
              .filter((v) => typeof v === 'string')
              .join(' · '),
          }))}
        />
      </Panel>
      {filing ? <FileDialog i={i} filing={filing} onTaken={taken} onClose={() => setFiling(undefined)} /> : null}
      {reasoning ? <ReasonDialog onClose={() => setReasoning(false)} onReason={(r) => act('no_duty', r)} /> : null}
    </div>
  );
}

function ReasonDialog({
  onClose,
  onReason,
}: {
  readonly onClose: () => void;
  readonly onReason: (r: string) => Promise<void>;
}) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  const done = () => void onReason(reason).then(onClose);
  return (
    <Dialog
      title={t('incidents.act.no_duty')}
      open
      onClose={onClose}
      onSubmit={done}
      actions={
        <button type="button" className="button main" disabled={!reason.trim()} onClick={done}>
          {t('incidents.act.no_duty')}
        </button>
      }
    >
      <Words label={t('incidents.reason')} value={reason} onChange={setReason} long />
    </Dialog>
  );
}

function FileDialog({
  i,
  filing,
  onTaken,
  onClose,
}: {
  readonly i: IncidentShape;
  readonly filing: { readonly what: string; readonly to: string };
  readonly onTaken: (next: IncidentShape) => void;
  readonly onClose: () => void;
}) {
  const { t, w } = useReading();
  const [way, setWay] = useState('portal');
  const [value, setValue] = useState('');
  const offer = i.offers.find((o) => o.id === filing.what);
  const send = useMutation({
    mutationFn: () =>
      ask<IncidentShape>('POST', `/v1/incidents/${i.id}/file`, {
        body: {
          what: filing.what,
          addressee: filing.to,
          way,
          ...(way === 'mail' ? { address: value.trim() } : { reference: value.trim() }),
        },
      }),
    onSuccess: (next) => {
      onTaken(next);
      toast({ text: t('incidents.filed') });
      onClose();
    },
    onError: fault,
  });
  return (
    <Dialog
      title={`${offer ? w(offer.title) : filing.what}: ${t(`incidents.to.${filing.to}` as Key)}`}
      open
      onClose={onClose}
      onSubmit={() => send.mutate()}
      actions={
        <button
          type="button"
          className="button main"
          disabled={!value.trim() || send.isPending}
          onClick={() => send.mutate()}
        >
          {t('incidents.file')}
        </button>
      }
    >
      <Choice label={t('incidents.file.way')} value={way} onChange={setWay}>
        <option value="portal">{t('incidents.way.portal')}</option>
        <option value="mail">{t('incidents.way.mail')}</option>
      </Choice>
      <Words
        label={t(way === 'mail' ? 'incidents.file.address' : 'incidents.file.reference')}
        value={value}
        onChange={setValue}
      />
    </Dialog>
  );
}

function Edit({
  i,
  onTaken,
  mayHandle,
}: {
  readonly i: IncidentShape;
  readonly onTaken: (next: IncidentShape) => void;
  readonly mayHandle: boolean;
}) {
  const { t } = useReading();
  const [words, setWords] = useState(i.words ?? ({} as NonNullable<IncidentShape['words']>));
  const [facts, setFacts] = useState(i.facts);
  const open = i.acts.includes('write') && mayHandle;
  const number = (text: string) =>
    text.trim() && Number.isFinite(Number(text)) ? Math.max(0, Math.trunc(Number(text))) : null;
  const save = useMutation({
    mutationFn: () =>
      ask<IncidentShape>('POST', `/v1/incidents/${i.id}/write`, { body: { words, facts, version: i.version } }),
    onSuccess: (next) => {
      onTaken(next);
      toast({ text: t('incidents.saved') });
    },
    onError: fault,
  });
  const yesNo = facts.cross_border === null ? '' : String(facts.cross_border);
  return (
    <Panel title={t('incidents.words')} id="words">
      <fieldset disabled={!open} className="plain">
        <Choice
          label={t('incidents.cause')}
          value={facts.cause}
          onChange={(v) => setFacts((f) => ({ ...f, cause: v as typeof f.cause }))}
        >
          {(['unknown', 'malicious', 'accident'] as const).map((c) => (
            <option key={c} value={c}>
              {t(`incidents.cause.${c}`)}
            </option>
          ))}
        </Choice>
        {i.kind === 'cbw' ? (
          <Choice
            label={t('incidents.field.facts.cross_border')}
            value={yesNo}
            onChange={(v) => setFacts((f) => ({ ...f, cross_border: v === '' ? null : v === 'true' }))}
          >
            <option value="">{t('incidents.unknown')}</option>
            <option value="true">{t('incidents.yes')}</option>
            <option value="false">{t('incidents.no')}</option>
          </Choice>
        ) : (
          <>
            <Words
              label={t('incidents.field.facts.subjects')}
              value={facts.subjects === null ? '' : String(facts.subjects)}
              onChange={(v) => setFacts((f) => ({ ...f, subjects: number(v) }))}
            />
            <Words
              label={t('incidents.field.facts.records')}
              value={facts.records === null ? '' : String(facts.records)}
              onChange={(v) => setFacts((f) => ({ ...f, records: number(v) }))}
            />
          </>
        )}
        {texts.map((name) => (
          <Words
            key={name}
            label={t(`incidents.field.${name}`)}
            value={words[name]}
            onChange={(v) => setWords((all) => ({ ...all, [name]: v }))}
            long={name !== 'title' && name !== 'officer'}
          />
        ))}
        {open ? (
          <button type="button" className="button main" disabled={save.isPending} onClick={() => save.mutate()}>
            {t('incidents.save')}
          </button>
        ) : null}
      </fieldset>
    </Panel>
  );
}

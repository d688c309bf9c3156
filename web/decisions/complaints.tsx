/** Complaints about decisions, reviewed by somebody else than who decided; and threats to life that are told or not. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ComplaintShape } from '#complaints';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { complaintsQuery, threatsQuery } from './data.ts';
import { ReasonDialog } from './decisions.tsx';
import { complaintAct, complaintState } from './words.ts';

const said = (e: unknown) => (e instanceof Problem ? e.message : String(e));

export function Complaints() {
  const { t } = useReading();
  const [open, setOpen] = useState(true);
  const { data, isPending, error, refetch } = useQuery(complaintsQuery(open));
  const threats = useQuery(threatsQuery);
  const [declining, setDeclining] = useState<string>();
  useEffect(() => {
    document.title = `${t('complaints.title')} · Bezem`;
  });
  const decline = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      ask('POST', `/v1/threats/${id}/decline`, { body: { reason } }),
    onSuccess: () => {
      setDeclining(undefined);
      void queries.invalidateQueries({ queryKey: ['threats'] });
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('complaints.title')}</h1>
        <p>{t('complaints.lead')}</p>
        <label>
          <input type="checkbox" checked={!open} onChange={() => setOpen(!open)} /> {t('complaints.ended_too')}
        </label>
      </header>
      <Panel title={t('complaints.title')} id="complaints">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('complaints.empty')}>
            <p>{t('complaints.empty.text')}</p>
          </Empty>
        ) : (
          <ul>
            {data.items.map((c) => (
              <One key={c.id} c={c} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('threats.title')} id="threats">
        <p className="faint">{t('threats.lead')}</p>
        <ul>
          {(threats.data?.items ?? []).map((x) => (
            <li key={x.id}>
              <strong>{x.matter_number}</strong>{' '}
              <span className="chip">{t(`threat.state.${x.state as 'proposed'}`)}</span> <When at={x.known_at} />
              <p>{x.suspicion ?? t('decision.erased')}</p>
              {x.state === 'proposed' ? (
                <button type="button" className="button small" onClick={() => setDeclining(x.id)}>
                  {t('threat.decline')}
                </button>
              ) : (
                <p className="faint small">{x.why_not ?? x.authorities.join(', ')}</p>
              )}
            </li>
          ))}
        </ul>
      </Panel>
      {declining ? (
        <ReasonDialog
          title={t('threat.decline')}
          onClose={() => setDeclining(undefined)}
          onReason={(reason) => decline.mutate({ id: declining, reason })}
        />
      ) : null}
    </div>
  );
}

function One({ c }: { readonly c: ComplaintShape }) {
  const { t } = useReading();
  const [asking, setAsking] = useState<string>();
  const act = useMutation({
    mutationFn: ({ name, reason }: { name: string; reason?: string }) =>
      ask('POST', `/v1/complaints/${c.id}/${name}`, { body: { version: c.version, ...(reason ? { reason } : {}) } }),
    onSuccess: () => {
      setAsking(undefined);
      for (const key of ['complaints', 'decisions', 'decision']) void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  return (
    <li>
      <strong>{c.number}</strong> <span className="chip">{complaintState(t, c.state)}</span>{' '}
      {t(`complaint.by.${c.by as 'other'}`)} ·{' '}
      <Link to="/decisions/$id" params={{ id: c.decision.id }}>
        {c.decision.number ?? c.decision.id}
      </Link>{' '}
      · <When at={c.received_at} />
      <p>{c.text ?? t('decision.erased')}</p>
      {c.answer ? <p className="faint">{c.answer}</p> : null}
      <p className="acts">
        {c.acts.map((a) => (
          <button
            key={a}
            type="button"
            className="button small"
            disabled={act.isPending}
            aria-label={`${complaintAct(t, a)}: ${c.number}`}
            onClick={() => (a === 'take' ? act.mutate({ name: a }) : setAsking(a))}
          >
            {complaintAct(t, a)}
          </button>
        ))}
      </p>
      {asking ? (
        <ReasonDialog
          title={complaintAct(t, asking)}
          onClose={() => setAsking(undefined)}
          onReason={(reason) => act.mutate({ name: asking, reason })}
        />
      ) : null}
    </li>
  );
}

/** Requests for data of a customer: the queue, and one request with its test, decision and second person. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type DisclosureShape, disclosureStateWords, outcomeWords } from '#disclosure';
import { type FourQuestion, fieldWords, fourQuestions, fourQuestionWords, refusalRules, refusals } from '#law';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { disclosureQuery, disclosuresQuery } from '../notices/asking.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ClockChip, Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

export function Disclosures() {
  const { t, w } = useReading();
  const { data, isPending, error, refetch } = useQuery(disclosuresQuery);
  useEffect(() => {
    document.title = `${t('disclosures.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('disclosures.title')}</h1>
        <p>{t('disclosures.lead')}</p>
      </header>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('disclosures.empty')}>
            <p>{t('disclosures.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('disclosures.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('disclosures.col.number')}</th>
                <th scope="col">{t('disclosures.col.kind')}</th>
                <th scope="col">{t('disclosures.col.state')}</th>
                <th scope="col">{t('disclosures.col.due')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((d) => (
                <tr key={d.id}>
                  <th scope="row">
                    <Link to="/disclosures/$id" params={{ id: d.id }}>
                      {d.number ?? d.id}
                    </Link>
                  </th>
                  <td>{w(d.kind_words)}</td>
                  <td>{w(disclosureStateWords[d.state])}</td>
                  <td>{d.due_at ? <ClockChip due={d.due_at} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

export function DisclosureScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { data: d, isPending, error, refetch } = useQuery(disclosureQuery(id));
  const [acting, setActing] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${d?.number ?? t('disclosures.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{d.number ?? d.id}</h1>
        <p>
          {w(d.kind_words)} · {w(disclosureStateWords[d.state])} · <span className="faint">{d.basis}</span>{' '}
          {d.due_at ? <ClockChip due={d.due_at} /> : null}
        </p>
      </header>
      <p className="row">
        {d.acts.map((act) => (
          <button
            type="button"
            className={act === 'decide' || act === 'confirm' ? 'button main' : 'button'}
            key={act}
            onClick={() => setActing(act)}
          >
            {t(`disclosures.act.${act as 'note'}`)}
          </button>
        ))}
      </p>
      <Panel title={t('disclosures.seeker')} id="seeker">
        <p>
          {[d.seeker?.name, d.seeker?.email, d.seeker?.organisation, d.seeker?.capacity].filter(Boolean).join(' · ') ||
            '–'}
        </p>
        <h3>{t('disclosures.about')}</h3>
        <p className="value">{d.about.join(' · ') || '–'}</p>
        <h3>{t('disclosures.reason')}</h3>
        <p className="said">{d.reason ?? '–'}</p>
      </Panel>
      {d.test ? (
        <Panel title={t('disclosures.test')} id="test">
          <ol>
            {fourQuestions.map((q) => (
              <li key={q}>
                {w(fourQuestionWords[q])} <b>{d.test?.[q].yes ? '✓' : '✗'}</b>
                <p className="said">{d.test?.[q].why}</p>
              </li>
            ))}
          </ol>
        </Panel>
      ) : null}
      {d.outcome ? (
        <Panel title={t('disclosures.decision')} id="decision">
          <p>{w(outcomeWords[d.outcome])}</p>
          {d.refusal ? <p>{w(refusalRules[d.refusal as keyof typeof refusalRules].words)}</p> : null}
          {d.fields.length > 0 ? (
            <p>
              {t('disclosures.given')}: {d.fields.map((f) => (fieldWords[f] ? w(fieldWords[f]) : f)).join(', ')}
            </p>
          ) : null}
          <p className="said">{d.balancing}</p>
        </Panel>
      ) : null}
      <Panel title={t('notices.history')} id="history">
        <ol>
          {d.history.map((h) => (
            <li key={`${h.at} ${h.act}`}>
              <When at={h.at} /> {w(h.words)} <span className="faint">{h.by}</span>
              {h.text ? <p className="said">{h.text}</p> : null}
            </li>
          ))}
        </ol>
      </Panel>
      {acting ? <Acting d={d} act={acting} onClose={() => setActing(null)} /> : null}
    </div>
  );
}

type Test = Record<FourQuestion, { yes: boolean; why: string }>;
const emptyTest = (): Test =>
  Object.fromEntries(fourQuestions.map((q) => [q, { yes: false, why: '' }])) as unknown as Test;

function Acting({
  d,
  act,
  onClose,
}: {
  readonly d: DisclosureShape;
  readonly act: string;
  readonly onClose: () => void;
}) {
  const { t, w } = useReading();
  const [text, setText] = useState('');
  const [test, setTest] = useState<Test>(() => (d.test ? structuredClone(d.test) : emptyTest()));
  const [outcome, setOutcome] = useState<'granted' | 'partial' | 'refused'>('refused');
  const [refusal, setRefusal] = useState<string>(refusals.find((r) => refusalRules[r].kinds.includes(d.kind)) ?? '');
  const [fields, setFields] = useState<Record<string, string>>({});
  const tests = act === 'assess' && d.kind === 'private';
  const save = useMutation({
    mutationFn: () =>
      ask<DisclosureShape>('POST', `/v1/disclosures/${d.id}/${act}`, {
        body: {
          version: d.version,
          ...(act !== 'decide' && text.trim() ? { text } : {}),
          ...(tests ? { test } : {}),
          ...(act === 'decide'
            ? {
                decision: {
                  outcome,
                  balancing: text,
                  ...(outcome === 'refused'
                    ? { refusal }
                    : { fields: Object.fromEntries(Object.entries(fields).filter(([, v]) => v.trim())) }),
                },
              }
            : {}),
        },
      }),
    onSuccess: () => {
      toast({ text: t('notices.done') });
      void queries.invalidateQueries({ queryKey: ['disclosure', d.id] });
      void queries.invalidateQueries({ queryKey: ['disclosures'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t(`disclosures.act.${act as 'note'}`)}
      open
      wide={tests || act === 'decide'}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={save.isPending}>
          {t(`disclosures.act.${act as 'note'}`)}
        </button>
      }
    >
      {save.error ? (
        <p className="wrong" role="alert">
          {save.error.message}
        </p>
      ) : null}
      {tests
        ? fourQuestions.map((q) => (
            <fieldset key={q}>
              <legend>{w(fourQuestionWords[q])}</legend>
              <label>
                <input
                  type="checkbox"
                  checked={test[q].yes}
                  onChange={(e) => setTest({ ...test, [q]: { ...test[q], yes: e.currentTarget.checked } })}
                />{' '}
                {t('disclosures.yes')}
              </label>
              <div className="field">
                <label htmlFor={`why-${q}`}>{t('disclosures.why')}</label>
                <textarea
                  className="input"
                  id={`why-${q}`}
                  rows={2}
                  value={test[q].why}
                  onChange={(e) => setTest({ ...test, [q]: { ...test[q], why: e.currentTarget.value } })}
                />
              </div>
            </fieldset>
          ))
        : null}
      {act === 'decide' ? (
        <>
          <Field label={t('disclosures.outcome')}>
            {(id) => (
              <select
                className="input"
                id={id}
                value={outcome}
                onChange={(e) => setOutcome(e.currentTarget.value as 'granted')}
              >
                {(['refused', 'partial', 'granted'] as const).map((o) => (
                  <option value={o} key={o}>
                    {w(outcomeWords[o])}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {outcome === 'refused' ? (
            <Field label={t('disclosures.refusal')}>
              {(id) => (
                <select className="input" id={id} value={refusal} onChange={(e) => setRefusal(e.currentTarget.value)}>
                  {refusals
                    .filter((r) => refusalRules[r].kinds.includes(d.kind))
                    .map((r) => (
                      <option value={r} key={r}>
                        {w(refusalRules[r].words)}
                      </option>
                    ))}
                </select>
              )}
            </Field>
          ) : (
            d.possible_fields.map((f) => (
              <div className="field" key={f}>
                <label htmlFor={`give-${f}`}>{fieldWords[f] ? w(fieldWords[f]) : f}</label>
                <input
                  className="input"
                  id={`give-${f}`}
                  autoComplete="off"
                  value={fields[f] ?? ''}
                  onChange={(e) => setFields({ ...fields, [f]: e.currentTarget.value })}
                />
              </div>
            ))
          )}
        </>
      ) : null}
      {act === 'confirm' || tests ? null : (
        <Field label={t(act === 'decide' ? 'disclosures.balancing' : 'notices.text')}>
          {(id) => (
            <textarea
              className="input"
              id={id}
              rows={4}
              value={text}
              onChange={(e) => setText(e.currentTarget.value)}
            />
          )}
        </Field>
      )}
    </Dialog>
  );
}

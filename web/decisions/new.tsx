/** A new decision on a matter: its content in the words of the DSA, its plan and its statement of reasons beside it while it is written. */
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { DecisionBody } from '#measures';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { type Draft, draftQuery, plannedQuery, statementQuery } from './data.ts';
import { Earlier, PlanView } from './plan.tsx';
import { stepWord } from './words.ts';

export function NewDecision() {
  const { t } = useReading();
  const { matter } = useSearch({ strict: false }) as { matter?: string };
  useEffect(() => {
    document.title = `${t('decision.new')} · Bezem`;
  });
  const { data, isPending, error, refetch } = useQuery({ ...draftQuery(matter ?? ''), enabled: Boolean(matter) });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('decision.new')}</h1>
        <p>{t('decision.new.lead')}</p>
      </header>
      {!matter ? (
        <Empty title={t('decision.new.no_matter')}>
          <p>{t('decision.new.no_matter.text')}</p>
        </Empty>
      ) : isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Writing draft={data} />
      )}
    </div>
  );
}

type Change = (c: Partial<DecisionBody>) => void;

function Writing({ draft }: { readonly draft: Draft }) {
  const { t, w } = useReading();
  const navigate = useNavigate();
  const [content, setContent] = useState<DecisionBody>(draft.content);
  const [settled, setSettled] = useState(content);
  const change: Change = (c) => setContent((before) => ({ ...before, ...c }));
  // The plan follows the writing, once a hand rests.
  useEffect(() => {
    const later = setTimeout(() => setSettled(content), 400);
    return () => clearTimeout(later);
  }, [content]);
  const plan = useQuery({ ...plannedQuery(draft.matter.id, settled), placeholderData: keepPreviousData });
  const statement = useQuery(statementQuery(draft.matter.id, settled));
  const save = useMutation({
    mutationFn: async (propose: boolean) => {
      const { id } = await ask<{ id: string }>('POST', '/v1/decisions', { body: { matter: draft.matter.id, content } });
      if (propose) await ask('POST', `/v1/decisions/${id}/propose`, { body: {} });
      return id;
    },
    onSuccess: (id) => {
      void queries.invalidateQueries({ queryKey: ['decisions'] });
      void navigate({ to: '/decisions/$id', params: { id } });
    },
    onError: (e) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' }),
  });
  return (
    <div className="two">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate(true);
        }}
      >
        <Panel title={draft.matter.number} id="decision-what">
          <What draft={draft} content={content} change={change} />
        </Panel>
        <Panel title={t('decision.why')} id="decision-why">
          <Why draft={draft} content={content} change={change} />
        </Panel>
        <p className="acts">
          <button type="submit" className="button main" disabled={save.isPending || plan.data?.ready !== true}>
            {t('decision.act.propose')}
          </button>{' '}
          <button type="button" className="button" disabled={save.isPending} onClick={() => save.mutate(false)}>
            {t('decision.keep_draft')}
          </button>
        </p>
      </form>
      <div>
        <Panel title={t('decision.plan')} id="decision-plan">
          {plan.data ? <PlanView plan={plan.data} /> : plan.error ? <Failed error={plan.error} /> : <Loading />}
        </Panel>
        <Panel title={t('decision.earlier')} id="decision-earlier">
          {draft.standing.step ? (
            <p>
              {t('strikes.total', { n: draft.standing.total })} {t('strikes.proposes')}{' '}
              {stepWord(t, draft.standing.step)}
            </p>
          ) : null}
          <Earlier all={draft.earlier} />
        </Panel>
        {plan.data?.exception ? null : (
          <Panel title={t('decision.statement')} id="decision-statement">
            {statement.data ? (
              (['nl', 'en'] as const).map((l) => (
                <details key={l} open={l === 'nl'}>
                  <summary>{l === 'nl' ? 'Nederlands' : 'English'}</summary>
                  <pre className="letter-text" lang={l}>
                    {statement.data[l].text ||
                      w({ nl: statement.data[l].missing.join(', '), en: statement.data[l].missing.join(', ') })}
                  </pre>
                </details>
              ))
            ) : statement.error ? (
              <Failed error={statement.error} />
            ) : (
              <Loading />
            )}
          </Panel>
        )}
      </div>
    </div>
  );
}

function What({
  draft,
  content,
  change,
}: {
  readonly draft: Draft;
  readonly content: DecisionBody;
  readonly change: Change;
}) {
  const { t, w } = useReading();
  const taken = new Set(content.measures.map((m) => m.what));
  const toggle = (what: string, first: string) => {
    const on = taken.has(what as never);
    change({
      outcome: 'acted',
      measures: on
        ? content.measures.filter((m) => m.what !== what)
        : [...content.measures, { what: what as never, system: null, target: draft.target }],
      restrictions: on
        ? content.restrictions.filter((r) => r !== first)
        : [...new Set([...content.restrictions, first])],
    });
  };
  return (
    <>
      <fieldset className="field">
        <legend>{t('decision.measures')}</legend>
        {draft.offers.map((o) => (
          <div key={o.what}>
            <label>
              <input
                type="checkbox"
                checked={taken.has(o.what as never)}
                onChange={() => toggle(o.what, o.restrictions[0] ?? '')}
              />{' '}
              {w(o.title)}
            </label>
          </div>
        ))}
      </fieldset>
      {content.measures.map((m, i) => (
        <MeasureField
          key={m.what}
          draft={draft}
          measure={m}
          change={(next) => change({ measures: content.measures.map((x, j) => (j === i ? next : x)) })}
        />
      ))}
      <fieldset className="field">
        <legend>{t('decision.restrictions')}</legend>
        {draft.restrictions
          .filter(
            (r) =>
              content.restrictions.includes(r.id) ||
              content.measures.some((m) =>
                draft.offers.some((o) => o.what === m.what && o.restrictions.includes(r.id)),
              ),
          )
          .map((r) => (
            <div key={r.id}>
              <label>
                <input
                  type="checkbox"
                  checked={content.restrictions.includes(r.id)}
                  onChange={() =>
                    change({
                      restrictions: content.restrictions.includes(r.id)
                        ? content.restrictions.filter((x) => x !== r.id)
                        : [...content.restrictions, r.id],
                    })
                  }
                />{' '}
                {w(r.title)}
              </label>
            </div>
          ))}
      </fieldset>
      <Field label={t('decision.ends_at')} hint={t('decision.ends_at.hint')}>
        {(id, described) => (
          <input
            id={id}
            className="input"
            type="datetime-local"
            aria-describedby={described}
            onChange={(e) => change({ ends_at: e.target.value ? new Date(e.target.value).toISOString() : null })}
          />
        )}
      </Field>
    </>
  );
}

function MeasureField({
  draft,
  measure,
  change,
}: {
  readonly draft: Draft;
  readonly measure: DecisionBody['measures'][number];
  readonly change: (m: DecisionBody['measures'][number]) => void;
}) {
  const { t, w } = useReading();
  const title = draft.offers.find((o) => o.what === measure.what)?.title ?? { nl: measure.what, en: measure.what };
  const systems = draft.systems.filter((s) => s.can.includes(measure.what));
  const target = (name: 'ip' | 'host' | 'url' | 'account') => (
    <Field label={`${w(title)}: ${t(`decision.target.${name}`)}`}>
      {(id) => (
        <input
          id={id}
          className="input"
          value={measure.target[name] ?? ''}
          onChange={(e) => change({ ...measure, target: { ...measure.target, [name]: e.target.value || undefined } })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="field">
      <legend>{w(title)}</legend>
      <Field label={`${w(title)}: ${t('decision.system')}`}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={measure.system ?? ''}
            onChange={(e) => change({ ...measure, system: e.target.value || null })}
          >
            <option value="">{t('decision.by_hand')}</option>
            {systems.map((s) => (
              <option key={s.id} value={s.id}>
                {s.name} ({s.adapter})
              </option>
            ))}
          </select>
        )}
      </Field>
      {target('account')}
      {target('ip')}
      {target('host')}
      {target('url')}
    </fieldset>
  );
}

function Why({
  draft,
  content,
  change,
}: {
  readonly draft: Draft;
  readonly content: DecisionBody;
  readonly change: Change;
}) {
  const { t, w } = useReading();
  const category = draft.categories.find((c) => c.id === content.category);
  const text = (name: 'provision' | 'provision_version', label: string) => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="input"
          value={content[name] ?? ''}
          onChange={(e) => change({ [name]: e.target.value })}
        />
      )}
    </Field>
  );
  const long = (name: 'facts' | 'explanation', label: string, hint: string) => (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <textarea
          id={id}
          className="input"
          rows={5}
          aria-describedby={described}
          value={content[name]}
          onChange={(e) => change({ [name]: e.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <Field label={t('decision.ground')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={content.ground ?? ''}
            onChange={(e) => change({ ground: (e.target.value || null) as DecisionBody['ground'] })}
          >
            <option value="">–</option>
            <option value="ILLEGAL_CONTENT">{t('decision.ground.law')}</option>
            <option value="INCOMPATIBLE_CONTENT">{t('decision.ground.terms')}</option>
          </select>
        )}
      </Field>
      {text('provision', t('decision.provision'))}
      {content.ground === 'INCOMPATIBLE_CONTENT' ? text('provision_version', t('decision.provision_version')) : null}
      {long('facts', t('decision.facts'), t('decision.facts.hint'))}
      {long('explanation', t('decision.explanation'), t('decision.explanation.hint'))}
      <Field label={t('decision.category')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={content.category ?? ''}
            onChange={(e) => change({ category: e.target.value || null, keyword: null, keyword_other: null })}
          >
            <option value="">–</option>
            {draft.categories.map((c) => (
              <option key={c.id} value={c.id}>
                {w(c.title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('decision.keyword')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={content.keyword ?? ''}
            onChange={(e) => change({ keyword: e.target.value || null })}
          >
            <option value="">–</option>
            {(category?.keywords ?? []).map((k) => (
              <option key={k.id} value={k.id}>
                {w(k.title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {content.keyword === 'OTHER' ? (
        <Field label={t('decision.keyword_other')}>
          {(id) => (
            <select
              id={id}
              className="input"
              value={content.keyword_other ?? ''}
              onChange={(e) => change({ keyword_other: e.target.value || null })}
            >
              <option value="">–</option>
              {draft.others.map((o) => (
                <option key={o.id} value={o.id}>
                  {w(o.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <Field label={t('decision.content_type')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={content.content_types[0] ?? ''}
            onChange={(e) => change({ content_types: e.target.value ? [e.target.value as never] : [] })}
          >
            <option value="">–</option>
            {(['TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'APP', 'PRODUCT', 'SYNTHETIC_MEDIA', 'OTHER'] as const).map((c) => (
              <option key={c} value={c}>
                {t(`decision.content.${c}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('decision.severity')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={content.severity}
            onChange={(e) => change({ severity: e.target.value as DecisionBody['severity'] })}
          >
            {(['ordinary', 'serious', 'grave'] as const).map((s) => (
              <option key={s} value={s}>
                {t(`decision.severity.${s}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('decision.exception')} hint={t('decision.exception.hint')}>
        {(id, described) => (
          <select
            id={id}
            className="input"
            aria-describedby={described}
            value={content.exception?.exception ?? ''}
            onChange={(e) =>
              change({
                exception: e.target.value
                  ? { exception: e.target.value, fact: content.exception?.fact ?? '', until: null }
                  : null,
              })
            }
          >
            <option value="">{t('decision.exception.none')}</option>
            {draft.exceptions.map((x) => (
              <option key={x.id} value={x.id}>
                {w(x.title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {content.exception ? (
        <Field label={t('decision.exception.fact')}>
          {(id) => (
            <input
              id={id}
              className="input"
              value={content.exception?.fact ?? ''}
              onChange={(e) =>
                content.exception && change({ exception: { ...content.exception, fact: e.target.value } })
              }
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

/** One customer on the way: statement, evidence and comparison side by side, then the decision; the points stand below. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Words } from '#kernel';
import {
  actWords,
  type CheckShape,
  checkKinds,
  type OnboardingAct,
  type OnboardingShape,
  onboardingGates,
  sourceWords,
  stateWords,
  tierWords,
  verdictWords,
} from '#onboarding';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Checklist, Facts, Timeline } from '../parts/facts.tsx';
import { PageHead, TableFrame } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { onboardingQuery } from './data.ts';

export function OnboardingScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/onboarding/$id' });
  const { data: o, isPending, error, refetch } = useQuery(onboardingQuery(id));
  useEffect(() => {
    document.title = `${o?.party_name ?? t('onboarding.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/onboarding">{t('onboarding.title')}</Link>}
        title={o.party_name ?? o.party_reference}
        marks={<span className="chip">{w(stateWords[o.state as keyof typeof stateWords])}</span>}
        lead={
          <>
            {o.number} · {t('onboarding.waits')} <When at={o.waiting_since} />
            {o.complete ? ` · ${t('onboarding.complete', { known: o.complete.known, of: o.complete.of })}` : ''}
          </>
        }
      />
      <Gates o={o} />
      <About o={o} />
      <Evidence o={o} />
      {o.payments.length > 0 ? <Payments o={o} /> : null}
      <Decide key={`${o.state} ${o.version}`} o={o} />
      <Record o={o} />
      <Why o={o} />
      <Told o={o} />
    </div>
  );
}

/** The four gates in order: what was passed, where it stands, what still has to be. */
function Gates({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  const passed = onboardingGates.indexOf(o.state as (typeof onboardingGates)[number]);
  const gateOf = (check: OnboardingShape['open'][number]['check']) => checkKinds[check].gate;
  const next = onboardingGates.find(
    (g, i) => i > passed && (g === 'active' || o.open.some((x) => gateOf(x.check) === g)),
  );
  return (
    <Panel title={t('onboarding.gates')} id="gates">
      <Checklist
        numbered
        of={onboardingGates.map((gate, i) => {
          const open = o.open.filter((x) => gateOf(x.check) === gate).map((x) => w(checkKinds[x.check].title));
          const done = passed >= 0 ? i <= passed : gate !== 'active' && open.length === 0;
          return {
            id: gate,
            state: done ? ('done' as const) : gate === next ? ('now' as const) : ('open' as const),
            text: w(stateWords[gate]),
            more: open.length > 0 && !done ? open.join(', ') : undefined,
          };
        })}
      />
    </Panel>
  );
}

function About({ o }: { readonly o: OnboardingShape }) {
  const { t } = useReading();
  return (
    <Panel title={t('onboarding.about')} id="about">
      <Facts
        of={[
          [
            t('onboarding.col.customer'),
            <Link key="p" to="/parties/$id" params={{ id: o.party }}>
              {o.party_reference}
            </Link>,
          ],
          [t('onboarding.reference'), <code key="r">{o.reference}</code>],
          [t('onboarding.order'), o.order_reference],
          [t('onboarding.may_provision'), o.may_provision ? t('onboarding.yes') : t('onboarding.no')],
          [
            t('onboarding.missing'),
            o.complete && o.complete.missing.length > 0
              ? o.complete.missing.map((f) => t(`onboarding.field.${f as 'name'}`)).join(', ')
              : null,
          ],
        ]}
      />
    </Panel>
  );
}

/** Which words of the statement a check is about. */
const saidFor: Readonly<Record<string, readonly string[]>> = {
  K1: ['email'],
  K2: ['phone'],
  K3: ['street', 'number', 'postcode', 'city', 'country'],
  K4: ['name', 'company_number', 'euid'],
  K5: ['vat'],
  K6: ['lei'],
  K7: ['people'],
  K8: ['name', 'birth_date'],
  K9: ['iban'],
  K10: ['name'],
  K11: ['payment'],
  K12: ['name', 'trade_names', 'people'],
  K13: [],
  K14: ['name', 'email', 'phone'],
  K15: ['website', 'founded'],
  K16: ['resells'],
  K17: ['country', 'ip_country'],
};
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value))
    return value
      .map(shown)
      .filter((x) => x !== '')
      .join(', ');
  if (typeof value === 'object') {
    const o = value as Readonly<Record<string, unknown>>;
    return 'name' in o
      ? shown(o['name'])
      : Object.entries(o)
          .map(([k, v]) => `${k.replaceAll('_', ' ')}: ${shown(v)}`)
          .join(', ');
  }
  return String(value);
}
function tone(standing: string): 'good' | 'care' | 'alarm' | undefined {
  return standing === 'pass' || standing === 'not_applicable' ? 'good' : standing === 'fail' ? 'alarm' : 'care';
}

function Evidence({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  return (
    <Panel title={t('onboarding.evidence')} id="evidence">
      {o.statement === null ? <p>{t('onboarding.erased')}</p> : null}
      <TableFrame label={t('onboarding.evidence')} bare>
        <table className="grid-table">
          <caption className="unseen">{t('onboarding.evidence')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('onboarding.check')}</th>
              <th scope="col">{t('onboarding.statement')}</th>
              <th scope="col">{t('onboarding.seen')}</th>
              <th scope="col">{t('onboarding.compared')}</th>
            </tr>
          </thead>
          <tbody>
            {o.checks
              .filter((c) => c.asked || c.standing !== 'missing')
              .map((c) => (
                <tr key={c.check}>
                  <th scope="row">
                    {w(c.title)}
                    {c.asked ? '' : <span className="faint small"> {t('onboarding.not_asked')}</span>}
                  </th>
                  <td>
                    {(saidFor[c.check] ?? [])
                      .map((f) => shown(o.statement?.[f]))
                      .filter((x) => x !== '' && x !== 'false')
                      .join(' · ') || <span className="faint">–</span>}
                  </td>
                  <td>
                    <Seen c={c} />
                  </td>
                  <td>
                    <span className="chip" data-tone={tone(c.standing)}>
                      {w(verdictWords[c.standing])}
                    </span>{' '}
                    {c.reasons.map((r) => `${w(r.words)}${r.about ? ` (${r.about})` : ''}`).join('; ')}
                    {c.check === 'K12' && c.standing !== 'pass' ? (
                      <>
                        {' '}
                        <Link to="/screening">{t('onboarding.to_matches')}</Link>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}
/** Of the evidence what a person can read without knowing how it was made: what a colleague wrote, what a register answered. */
const readable = ['why', 'name', 'status', 'masked', 'domain', 'note', 'level', 'on'] as const;
const saidOf = (c: CheckShape): readonly string[] =>
  c.evidence ? readable.map((k) => shown(c.evidence?.[k])).filter((text) => text !== '') : [];

function Seen({ c }: { readonly c: CheckShape }) {
  const { t, w } = useReading();
  if (!c.method) return <span className="faint">–</span>;
  return (
    <>
      {t(`onboarding.method.${c.method}`)}
      {c.source ? ` (${sourceWords[c.source] ? w(sourceWords[c.source] as Words) : c.source})` : ''}
      {c.at ? (
        <>
          , <When at={c.at} />
        </>
      ) : null}
      {c.expires_at ? (
        <span className="faint small">
          {' '}
          {t('onboarding.until')} <When at={c.expires_at} />
        </span>
      ) : null}
      {saidOf(c).map((text) => (
        <div key={text} className="small">
          {text}
        </div>
      ))}
    </>
  );
}

function Payments({ o }: { readonly o: OnboardingShape }) {
  const { t, language } = useReading();
  return (
    <Panel title={t('onboarding.payments')} id="payments">
      <TableFrame label={t('onboarding.payments')} bare>
        <table className="grid-table">
          <caption className="unseen">{t('onboarding.payments')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('onboarding.booked')}</th>
              <th scope="col">{t('onboarding.amount')}</th>
              <th scope="col">{t('onboarding.way')}</th>
              <th scope="col">{t('onboarding.payer')}</th>
              <th scope="col">{t('onboarding.compared')}</th>
            </tr>
          </thead>
          <tbody>
            {o.payments.map((p) => (
              <tr key={p.id}>
                <td>{p.booked_on}</td>
                <td>
                  {new Intl.NumberFormat(language, { style: 'currency', currency: p.currency }).format(
                    p.amount_cents / 100,
                  )}
                </td>
                <td>{t(`onboarding.pay.${p.method}`)}</td>
                <td>
                  {p.payer ?? <span className="faint">?</span>} <span className="faint small">{p.iban_masked}</span>
                </td>
                <td>
                  <span
                    className="chip"
                    data-tone={p.verdict === 'MTCH' ? 'good' : p.verdict === 'NMTC' ? 'alarm' : 'care'}
                  >
                    {t(`onboarding.payer.${p.verdict}`)}
                  </span>{' '}
                  {p.terms
                    .filter((x) => x.term !== 'agrees')
                    .map((x) => t(`onboarding.term.${x.term}`))
                    .join('; ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {o.shared_payer > 0 ? <p>⚠ {t('onboarding.shared_payer', { n: o.shared_payer })}</p> : null}
    </Panel>
  );
}

const again = (id: string) => {
  void queries.invalidateQueries({ queryKey: ['onboarding', id] });
  void queries.invalidateQueries({ queryKey: ['onboardings'] });
};

function Decide({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (name: OnboardingAct) =>
      ask<OnboardingShape>('POST', `/v1/onboardings/${encodeURIComponent(o.id)}`, {
        body: { act: name, reason, version: o.version },
      }),
    onSuccess: () => again(o.id),
  });
  const check = useMutation({
    mutationFn: () => ask<OnboardingShape>('POST', `/v1/onboardings/${encodeURIComponent(o.id)}/check`, { body: {} }),
    onSuccess: () => again(o.id),
  });
  const waiting = o.proposals.filter((p) => p.decided_at === null);
  return (
    <Panel title={t('onboarding.decide')} id="decide">
      {waiting.map((p) => (
        <p key={p.id}>
          {p.made_by === 'engine' ? t('onboarding.engine_proposes') : t('onboarding.colleague_proposes')}:{' '}
          <b>{t(`onboarding.outcome.${p.outcome as 'refuse'}`)}</b>. {t('onboarding.person_decides')}
        </p>
      ))}
      {o.open.length > 0 ? (
        <p>
          {t('onboarding.open')}: {o.open.map((x) => w(checkKinds[x.check].title)).join(', ')}
        </p>
      ) : null}
      {o.may.length > 0 ? (
        <Field label={t('onboarding.reason')} hint={t('onboarding.reason.hint')} wrong={act.error?.message}>
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              value={reason}
              onChange={(e) => setReason(e.currentTarget.value)}
            />
          )}
        </Field>
      ) : (
        <p>{t('onboarding.nothing_to_do')}</p>
      )}
      <p className="acts">
        {o.may.map((name) => (
          <button
            key={name}
            type="button"
            className={name === 'activate' || name === 'confirm' ? 'button main' : 'button'}
            disabled={
              act.isPending ||
              (name !== 'withdraw' && name !== 'activate' && name !== 'review' && reason.trim().length < 10)
            }
            onClick={() => act.mutate(name)}
          >
            {w(actWords[name])}
          </button>
        ))}
        <button type="button" className="button" disabled={check.isPending} onClick={() => check.mutate()}>
          {t('onboarding.check_again')}
        </button>
      </p>
      {check.error ? <Failed error={check.error} /> : null}
    </Panel>
  );
}

/** What a colleague saw for one check. There is no field for a copy or a citizen service number. */
function Record({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  const can = o.checks.filter((c) => c.may_record && c.asked);
  const [check, setCheck] = useState<string>(can.find((c) => c.standing !== 'pass')?.check ?? can[0]?.check ?? '');
  const [why, setWhy] = useState('');
  const [how, setHow] = useState('');
  const record = useMutation({
    mutationFn: (verdict: 'pass' | 'fail') =>
      ask<OnboardingShape>('POST', `/v1/onboardings/${encodeURIComponent(o.id)}/check`, {
        body: {
          check,
          verdict,
          why,
          ...(check === 'K8' && how ? { seen: { how, level: 'seen', on: new Date().toISOString().slice(0, 10) } } : {}),
        },
      }),
    onSuccess: () => {
      setWhy('');
      again(o.id);
    },
  });
  if (can.length === 0) return null;
  const off = record.isPending || why.trim().length < 10 || (check === 'K8' && how.trim().length < 2);
  return (
    <Panel title={t('onboarding.record')} id="record">
      <details>
        <summary>{t('onboarding.record.open')}</summary>
        <p>{t('onboarding.record.lead')}</p>
        <Field label={t('onboarding.check')}>
          {(id, described) => (
            <select
              className="input"
              id={id}
              aria-describedby={described}
              value={check}
              onChange={(e) => setCheck(e.currentTarget.value)}
            >
              {can.map((c) => (
                <option key={c.check} value={c.check}>
                  {w(c.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {check === 'K8' ? (
          <Field label={t('onboarding.record.how')} hint={t('onboarding.record.how.hint')}>
            {(id, described) => (
              <input
                className="input"
                id={id}
                aria-describedby={described}
                value={how}
                onChange={(e) => setHow(e.currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
        <Field label={t('onboarding.record.why')} hint={t('onboarding.reason.hint')} wrong={record.error?.message}>
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              value={why}
              onChange={(e) => setWhy(e.currentTarget.value)}
            />
          )}
        </Field>
        <p className="acts">
          <button type="button" className="button" disabled={off} onClick={() => record.mutate('pass')}>
            {t('onboarding.record.pass')}
          </button>
          <button type="button" className="button" disabled={off} onClick={() => record.mutate('fail')}>
            {t('onboarding.record.fail')}
          </button>
        </p>
      </details>
    </Panel>
  );
}

/** Below the evidence: what it comes to, line by line. */
function Why({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  return (
    <Panel title={t('onboarding.why')} id="why">
      {o.risk.stops.map((s) => (
        <p key={s.code}>
          <span className="chip" data-tone="alarm">
            {t('onboarding.stop')}
          </span>{' '}
          {w(s.words)}
        </p>
      ))}
      <details>
        <summary>{t('onboarding.why.show')}</summary>
        {o.risk.lines.length === 0 ? (
          <p>{t('onboarding.why.none')}</p>
        ) : (
          <ul>
            {o.risk.lines.map((l) => (
              <li key={l.code}>
                +{l.points} {w(l.words)}{' '}
                {l.from ? <span className="faint small">{w(checkKinds[l.from as 'K1'].title)}</span> : null}
              </li>
            ))}
          </ul>
        )}
        <p>
          {t('onboarding.why.sum', { total: o.risk.total })}: <b>{w(tierWords[o.tier])}</b>.{' '}
          <span className="faint small">
            {t('onboarding.why.pack', { pack: o.pack, version: o.risk.pack_version })}
          </span>
        </p>
      </details>
    </Panel>
  );
}

function Told({ o }: { readonly o: OnboardingShape }) {
  const { t, w } = useReading();
  return (
    <Panel title={t('onboarding.history')} id="history">
      <Timeline
        of={o.acts.map((a) => ({
          id: `${a.at} ${a.act} ${a.to}`,
          at: a.at,
          what: `${a.act in actWords ? w(actWords[a.act as OnboardingAct]) : t('onboarding.other_act')} → ${a.to in stateWords ? w(stateWords[a.to as keyof typeof stateWords]) : a.to}`,
          who: a.by === 'engine' ? 'Bezem' : a.by,
          text: a.text,
        }))}
      />
    </Panel>
  );
}

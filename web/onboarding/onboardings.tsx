/** KYC review: who waits and how long, what campaigns ask, and what a profile would mean. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import {
  type CampaignAct,
  type CampaignShape,
  campaignStateWords,
  checkKinds,
  type OverviewShape,
  type PaidInShape,
  stateWords,
  tierWords,
  type WhatIfShape,
} from '#onboarding';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Bars, PageHead, TableFrame } from '../parts/lists.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';
import { campaignsQuery, onboardingOverviewQuery, onboardingsQuery } from './data.ts';

export function Onboardings() {
  const { t } = useReading();
  useEffect(() => {
    document.title = `${t('onboarding.title')} · Bezem`;
  });
  return (
    <div className="page">
      <PageHead title={t('onboarding.title')} lead={t('onboarding.lead')} />
      <Alarm />
      <Queue />
      <Consequences />
      <Bank />
      <Campaigns />
      <WhatIf />
    </div>
  );
}

/** Who follows nearly every proposal of a machine does not decide (CJEU C-634/21). */
function Alarm() {
  const { t } = useReading();
  const followed = useQuery(onboardingOverviewQuery).data?.followed;
  if (!followed?.alarm) return null;
  return (
    <p className="panel in" role="alert">
      <span className="chip" data-tone="alarm">
        ⚠ {t('onboarding.alarm')}
      </span>{' '}
      {t('onboarding.alarm.text', { followed: followed.followed, decided: followed.decided, days: followed.days })}
    </p>
  );
}

function Queue() {
  const { t, w } = useReading();
  const [all, setAll] = useState(false);
  const { data, isPending, error, refetch } = useQuery(onboardingsQuery(all ? 'all' : 'waiting'));
  return (
    <Panel
      title={all ? t('onboarding.all') : t('onboarding.waiting')}
      id="queue"
      aside={
        <button type="button" className="button" onClick={() => setAll(!all)}>
          {all ? t('onboarding.show_waiting') : t('onboarding.show_all')}
        </button>
      }
    >
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty title={t('onboarding.empty')}>
          <p>{t('onboarding.empty.text')}</p>
        </Empty>
      ) : (
        <TableFrame label={t('onboarding.lead')} bare>
          <table className="grid-table cards">
            <caption className="unseen">{t('onboarding.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('onboarding.col.customer')}</th>
                <th scope="col">{t('onboarding.col.state')}</th>
                <th scope="col">{t('onboarding.col.tier')}</th>
                <th scope="col">{t('onboarding.col.for_person')}</th>
                <th scope="col">{t('onboarding.col.since')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((o) => (
                <tr key={o.id}>
                  <th scope="row">
                    <Link to="/onboarding/$id" params={{ id: o.id }}>
                      {o.party_name ?? o.party_reference}
                    </Link>{' '}
                    <span className="faint small">{o.number}</span>
                  </th>
                  <td data-label={t('onboarding.col.state')}>
                    {w(stateWords[o.state as keyof typeof stateWords])}{' '}
                    {o.proposal === 'refuse' ? (
                      <span className="chip" data-tone="care">
                        {t('onboarding.proposed.refuse')}
                      </span>
                    ) : null}
                  </td>
                  <td data-label={t('onboarding.col.tier')}>{w(tierWords[o.tier])}</td>
                  <td data-label={t('onboarding.col.for_person')}>{o.for_person}</td>
                  <td data-label={t('onboarding.col.since')}>
                    <When at={o.waiting_since} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

function Consequences() {
  const { t } = useReading();
  const { data } = useQuery(onboardingOverviewQuery);
  if (!data || data.consequences.length === 0) return null;
  return (
    <Panel title={t('onboarding.consequences')} id="consequences">
      <p>{t('onboarding.consequences.lead')}</p>
      <ul className="plain">
        {data.consequences.map((p) => (
          <Consequence key={p.id} p={p} />
        ))}
      </ul>
    </Panel>
  );
}
function Consequence({ p }: { readonly p: OverviewShape['consequences'][number] }) {
  const { t } = useReading();
  const [why, setWhy] = useState('');
  const decide = useMutation({
    mutationFn: (followed: boolean) =>
      ask<OverviewShape>('POST', `/v1/onboarding_proposals/${encodeURIComponent(p.id)}`, { body: { followed, why } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['onboarding-overview'] }),
  });
  const off = decide.isPending || why.trim().length < 10;
  return (
    <li>
      <p>
        <b>{p.party_name ?? p.party_reference}</b>: {t(`onboarding.outcome.${p.outcome as 'refuse'}`)} ·{' '}
        <When at={p.made_at} />
      </p>
      <Field
        label={t('onboarding.reason_for', { name: p.party_reference })}
        hint={t('onboarding.reason.hint')}
        wrong={decide.error?.message}
      >
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
        <button type="button" className="button" disabled={off} onClick={() => decide.mutate(false)}>
          {t('onboarding.leave')}
        </button>
        <button type="button" className="button" disabled={off} onClick={() => decide.mutate(true)}>
          {t('onboarding.follow')}
        </button>
      </p>
    </li>
  );
}

/** A statement of the bank: what mentions a reference of ours is kept, the rest is forgotten at once. */
function Bank() {
  const { t, language } = useReading();
  const [file, setFile] = useState<File | null>(null);
  const read = useMutation({
    mutationFn: async () =>
      ask<PaidInShape>('POST', '/v1/bank_statements', {
        text: { content: (await file?.text()) ?? '', type: 'application/octet-stream' },
      }),
    onSuccess: () => {
      for (const queryKey of [['onboardings'], ['onboarding']]) void queries.invalidateQueries({ queryKey });
    },
  });
  const r = read.data;
  return (
    <Panel title={t('onboarding.bank')} id="bank">
      <p>{t('onboarding.bank.lead')}</p>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (file) read.mutate();
        }}
      >
        <Field label={t('onboarding.bank.file')} wrong={read.error?.message}>
          {(id) => (
            <input
              className="input"
              type="file"
              id={id}
              accept=".xml,.sta,.940,.mt940,.csv,.txt"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
        <p>
          <button type="submit" className="button" disabled={!file || read.isPending}>
            {t('onboarding.bank.send')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {r ? (
          <>
            <p>
              {r.matched + r.forgotten === 0 && r.again > 0
                ? t('onboarding.bank.known')
                : t('onboarding.bank.done', {
                    read: numberIn(language, r.lines),
                    found: numberIn(language, r.matched),
                  })}
            </p>
            <Bars
              caption={t('onboarding.bank')}
              of={Object.entries(r.verdicts).map(([v, n]) => ({
                id: v,
                label: t(`onboarding.payer.${v as 'MTCH'}`),
                n,
              }))}
            />
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function Campaigns() {
  const { t, w } = useReading();
  const { data, isPending, error, refetch } = useQuery(campaignsQuery);
  return (
    <Panel title={t('onboarding.campaigns')} id="campaigns">
      <p>{t('onboarding.campaigns.lead')}</p>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p>{t('onboarding.campaigns.none')}</p>
      ) : (
        <TableFrame label={t('onboarding.campaigns')} bare>
          <table className="grid-table cards">
            <caption className="unseen">{t('onboarding.campaigns')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('onboarding.campaign')}</th>
                <th scope="col">{t('onboarding.col.state')}</th>
                <th scope="col">{t('onboarding.progress')}</th>
                <th scope="col">{t('onboarding.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((c) => (
                <tr key={c.id}>
                  <th scope="row">{c.title}</th>
                  <td data-label={t('onboarding.col.state')}>
                    {w(campaignStateWords[c.state as keyof typeof campaignStateWords])}
                  </td>
                  <td data-label={t('onboarding.progress')}>
                    {t('onboarding.progress.of', { done: c.progress['done'] ?? 0, total: c.total })}
                    <span className="faint small">
                      {' '}
                      {Object.entries(c.progress)
                        .filter(([state]) => state !== 'done')
                        .map(([state, n]) => `${t(`onboarding.member.${state as 'asked'}`)} ${n}`)
                        .join(' · ')}
                    </span>
                  </td>
                  <td data-label={t('onboarding.acts')}>
                    <CampaignActs c={c} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <NewCampaign />
    </Panel>
  );
}
function CampaignActs({ c }: { readonly c: CampaignShape }) {
  const { t } = useReading();
  const act = useMutation({
    mutationFn: (name: CampaignAct) =>
      ask<CampaignShape>('POST', `/v1/campaigns/${encodeURIComponent(c.id)}`, { body: { act: name } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  return (
    <span className="acts">
      {c.may.map((name) => (
        <button key={name} type="button" className="button" disabled={act.isPending} onClick={() => act.mutate(name)}>
          {t(`onboarding.campaign.${name}`)}
        </button>
      ))}
    </span>
  );
}
function NewCampaign() {
  const { t, w } = useReading();
  const packs = (useQuery(onboardingOverviewQuery).data?.packs ?? []).filter((p) => p.mark !== 'study');
  const [title, setTitle] = useState('');
  const [pack, setPack] = useState('kyc-house');
  const make = useMutation({
    mutationFn: () => ask<CampaignShape>('POST', '/v1/campaigns', { body: { title, pack } }),
    onSuccess: () => {
      setTitle('');
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (title.trim().length >= 3) make.mutate();
  };
  return (
    <details>
      <summary>{t('onboarding.campaign.new')}</summary>
      <form onSubmit={send}>
        <Field label={t('onboarding.campaign.title')} wrong={make.error?.message}>
          {(id, described) => (
            <input
              className="input"
              id={id}
              aria-describedby={described}
              value={title}
              maxLength={120}
              onChange={(e) => setTitle(e.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('onboarding.campaign.pack')} hint={t('onboarding.campaign.hint')}>
          {(id, described) => (
            <select
              className="input"
              id={id}
              aria-describedby={described}
              value={pack}
              onChange={(e) => setPack(e.currentTarget.value)}
            >
              {packs.map((p) => (
                <option key={p.id} value={p.id}>
                  {w(p.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <p>
          <button type="submit" className="button" disabled={make.isPending || title.trim().length < 3}>
            {t('onboarding.campaign.make')}
          </button>
        </p>
      </form>
    </details>
  );
}

function WhatIf() {
  const { t, w, language } = useReading();
  const { data } = useQuery(onboardingOverviewQuery);
  const [pack, setPack] = useState('study-first-payment');
  const report = useMutation({
    mutationFn: () => ask<WhatIfShape>('GET', `/v1/onboarding_what_if?pack=${encodeURIComponent(pack)}`),
  });
  const chosen = data?.packs.find((p) => p.id === pack);
  const r = report.data;
  return (
    <Panel title={t('onboarding.what_if')} id="what-if">
      <p>{t('onboarding.what_if.lead')}</p>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          report.mutate();
        }}
      >
        <Field label={t('onboarding.what_if.pack')}>
          {(id, described) => (
            <select
              className="input"
              id={id}
              aria-describedby={described}
              value={pack}
              onChange={(e) => setPack(e.currentTarget.value)}
            >
              {(data?.packs ?? []).map((p) => (
                <option key={p.id} value={p.id}>
                  {w(p.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {chosen ? (
          <p className="small">
            {chosen.mark === 'study' ? (
              <span className="chip" data-tone="care">
                {t('onboarding.study')}
              </span>
            ) : null}{' '}
            {w(chosen.says)}{' '}
            <span className="faint">
              {chosen.law} {chosen.article ?? ''}
            </span>
          </p>
        ) : null}
        <p>
          <button type="submit" className="button" disabled={report.isPending}>
            {t('onboarding.what_if.button')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {report.error ? <Failed error={report.error} /> : null}
        {r ? (
          <>
            <dl className="facts">
              <dt>{t('onboarding.what_if.customers')}</dt>
              <dd>{numberIn(language, r.customers)}</dd>
              <dt>{t('onboarding.what_if.meets')}</dt>
              <dd>{numberIn(language, r.meets)}</dd>
              <dt>{t('onboarding.what_if.incomplete')}</dt>
              <dd>{numberIn(language, r.incomplete)}</dd>
              <dt>{t('onboarding.what_if.fails')}</dt>
              <dd>{numberIn(language, r.fails)}</dd>
              <dt>{t('onboarding.what_if.hours')}</dt>
              <dd>{numberIn(language, r.hours)}</dd>
              <dt>{t('onboarding.what_if.resellers')}</dt>
              <dd>{numberIn(language, r.resellers_hit)}</dd>
              <dt>{t('onboarding.what_if.persons')}</dt>
              <dd>{numberIn(language, r.persons_hit)}</dd>
            </dl>
            <TableFrame label={t('onboarding.what_if')} bare>
              <table className="grid-table">
                <caption className="unseen">{t('onboarding.what_if')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('onboarding.check')}</th>
                    <th scope="col">{t('onboarding.what_if.open')}</th>
                    <th scope="col">{t('onboarding.what_if.fail')}</th>
                    <th scope="col">{t('onboarding.what_if.hours')}</th>
                  </tr>
                </thead>
                <tbody>
                  {r.by_check.map((c) => (
                    <tr key={c.check}>
                      <th scope="row">{w(checkKinds[c.check].title)}</th>
                      <td>{numberIn(language, c.open)}</td>
                      <td>{numberIn(language, c.fail)}</td>
                      <td>{numberIn(language, Math.round(c.minutes / 6) / 10)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          </>
        ) : null}
      </div>
    </Panel>
  );
}

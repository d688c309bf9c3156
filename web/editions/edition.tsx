/** One edition with what stands in it, and one match: what both sides say, the decision, and below it how it adds up. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import {
  decisionWords,
  type EditionMatchShape,
  type EditionShape,
  editionMatchWords,
  editionStateWords,
  type ListedReseller,
} from '#editions';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Acts } from '../parts/acts.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Bars, PageHead } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';
import { editionMatchQuery, editionQuery } from './data.ts';
import { whoOf } from './editions.tsx';

const again = () => {
  for (const queryKey of [['editions'], ['edition'], ['edition-matches'], ['edition-match']])
    void queries.invalidateQueries({ queryKey });
};

export function EditionScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/editions/$id' });
  const { data: e, isPending, error, refetch } = useQuery(editionQuery(id));
  useEffect(() => {
    document.title = `${e?.label ?? t('editions.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/editions">{t('editions.title')}</Link>}
        title={e.label}
        marks={<span className="chip">{w(editionStateWords[e.state])}</span>}
      >
        <Doing e={e} />
      </PageHead>
      <Panel title={t('editions.facts')} id="facts">
        <Facts
          of={[
            [t('editions.col.dated'), e.dated_on],
            [t('editions.col.issuer'), `${e.issuer} (${t(`editions.way.${e.way}`)})`],
            [t('editions.received'), <When key="r" at={e.received_at} />],
            [t('editions.col.due'), e.due_at ? <When key="d" at={e.due_at} /> : null],
            [t('editions.processed'), e.processed_at ? <When key="p" at={e.processed_at} /> : null],
            [t('editions.expires'), e.expires_at ? <When key="x" at={e.expires_at} /> : null],
            [t('editions.col.counts'), `${e.open} · ${e.matches} · ${e.actions}`],
          ]}
        />
      </Panel>
      <Panel title={t('editions.found')} id="found">
        {e.found.length === 0 ? <p>{t('editions.found.none')}</p> : null}
        <ul className="plain">
          {e.found.map((m) => (
            <li key={m.id}>
              <Link to="/edition-matches/$id" params={{ id: m.id }}>
                {whoOf(m, t)}
              </Link>{' '}
              · {m.decision ? w(decisionWords[m.decision]) : w(editionMatchWords[m.state])}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('editions.listed')} id="listed">
        {e.listed === null ? (
          <p>{t('editions.listed.gone')}</p>
        ) : (
          e.listed.map((l) => (
            <details key={l.id}>
              <summary>{l.names[0] ?? l.aliases[0] ?? l.id}</summary>
              <Listed l={l} />
            </details>
          ))
        )}
      </Panel>
    </div>
  );
}

function Doing({ e }: { readonly e: EditionShape }) {
  const { t } = useReading();
  const act = useMutation({
    mutationFn: (name: 'process' | 'publish' | 'unpublish') =>
      ask('POST', `/v1/editions/${encodeURIComponent(e.id)}`, { body: { act: name } }),
    onSuccess: again,
  });
  return (
    <>
      <Acts
        of={[
          ...(e.state === 'open'
            ? [
                {
                  id: 'process',
                  text: t('editions.process'),
                  main: true,
                  disabled: act.isPending || e.open > 0,
                  onPress: () => act.mutate('process' as const),
                },
              ]
            : []),
          ...(e.processed_at
            ? [
                {
                  id: 'publish',
                  text: e.published_at ? t('editions.unpublish') : t('editions.publish'),
                  disabled: act.isPending,
                  onPress: () => act.mutate(e.published_at ? ('unpublish' as const) : ('publish' as const)),
                },
              ]
            : []),
        ]}
      />
      {act.error ? <Failed error={act.error} /> : null}
    </>
  );
}

function Listed({ l }: { readonly l: ListedReseller }) {
  const { t } = useReading();
  const of: readonly Fact[] = [
    [t('editions.names'), l.names.join(' · ')],
    [t('editions.aliases'), l.aliases.join(' · ')],
    [t('editions.domains'), l.domains.join(' · ')],
    [t('editions.emails'), l.emails.join(' · ')],
    [t('editions.handles'), l.handles.map((h) => `${h.name} (${h.on})`).join(' · ')],
    [t('editions.asns'), l.asns.map((n) => `AS${n}`).join(' · ')],
    [t('editions.sources'), l.sources.map((s) => `${s.title}, ${s.seen_on}`).join(' · ')],
    [t('editions.note'), l.note],
  ];
  return <Facts of={of} />;
}

export function EditionMatchScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/edition-matches/$id' });
  const { data: m, isPending, error, refetch } = useQuery(editionMatchQuery(id));
  useEffect(() => {
    document.title = `${t('editions.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/editions">{t('editions.title')}</Link>}
        title={whoOf(m, t)}
        marks={
          <span className="chip">{m.decision ? w(decisionWords[m.decision]) : w(editionMatchWords[m.state])}</span>
        }
        lead={
          <Link to="/editions/$id" params={{ id: m.edition }}>
            {m.edition_label}
          </Link>
        }
      />
      {m.lapsed ? (
        <p className="warn">
          ⚠ {t('editions.lapsed')} {m.lapsed}
        </p>
      ) : null}
      <Panel title={t('editions.evidence')} id="evidence">
        <div className="two">
          <section>
            <h3>{t('editions.ours')}</h3>
            <Facts
              of={[
                [
                  t('editions.col.who'),
                  m.party ? (
                    <Link key="p" to="/parties/$id" params={{ id: m.party.id }}>
                      {m.party.name ?? m.party.reference}
                    </Link>
                  ) : (
                    whoOf(m, t)
                  ),
                ],
                [t('editions.names'), m.ours.names.join(' · ')],
                [t('editions.domains'), m.ours.domains.join(' · ')],
                [t('editions.emails'), m.ours.emails.join(' · ')],
                [t('editions.handles'), m.ours.handles.join(' · ')],
                [t('editions.asns'), m.ours.asns.map((n) => `AS${n}`).join(' · ')],
              ]}
            />
          </section>
          <section>
            <h3>{t('editions.theirs')}</h3>
            {m.listed ? <Listed l={m.listed} /> : <p>{t('editions.listed.gone')}</p>}
          </section>
        </div>
      </Panel>
      <Decide key={m.version} m={m} />
      <Panel title={t('editions.sum')} id="sum">
        <details>
          <summary>{t('editions.sum.show')}</summary>
          <Sum m={m} />
        </details>
      </Panel>
    </div>
  );
}

function Decide({ m }: { readonly m: EditionMatchShape }) {
  const { t, w } = useReading();
  const [reason, setReason] = useState('');
  const [letter, setLetter] = useState('');
  const decide = useMutation({
    mutationFn: (decision: (typeof m.may)[number]) =>
      ask('POST', `/v1/edition_matches/${encodeURIComponent(m.id)}`, {
        body: { decision, reason, version: m.version, ...(letter.trim() ? { letter } : {}) },
      }),
    onSuccess: again,
  });
  return (
    <Panel title={t('editions.decide')} id="decide">
      {m.why ? <Facts of={[[t('editions.why'), m.why]]} /> : null}
      {m.letter ? <p>{t('editions.letter.sent')}</p> : null}
      {m.may.length === 0 ? (
        <p>{t('editions.decide.none')}</p>
      ) : (
        <>
          <Field label={t('editions.reason')} hint={t('editions.reason.hint')} wrong={decide.error?.message}>
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
          <Field label={t('editions.letter')} hint={t('editions.letter.hint')}>
            {(id, described) => (
              <textarea
                className="input"
                id={id}
                aria-describedby={described}
                value={letter}
                onChange={(e) => setLetter(e.currentTarget.value)}
              />
            )}
          </Field>
          <Acts
            most={5}
            of={m.may.map((d) => ({
              id: d,
              text: w(decisionWords[d]),
              disabled: decide.isPending || reason.trim().length < 10,
              onPress: () => decide.mutate(d),
            }))}
          />
        </>
      )}
    </Panel>
  );
}

function Sum({ m }: { readonly m: EditionMatchShape }) {
  const { t, language } = useReading();
  const sign = (n: number) => `${n < 0 ? '−' : '+'}${numberIn(language, Math.abs(n))}`;
  return (
    <Bars
      caption={t('editions.sum')}
      of={[
        ...m.lines.map((l, i) => ({
          id: `${l.term} ${i}`,
          label: `${l.term === 'asn' ? t('editions.term.asn') : l.term.replaceAll('_', ' ')}${l.asked && l.listed ? `: ${l.asked} ~ ${l.listed}` : ''}`,
          n: l.points,
          text: sign(l.points),
        })),
        { id: 'total', label: t('editions.sum.total'), n: m.points, text: numberIn(language, m.points) },
      ]}
    />
  );
}

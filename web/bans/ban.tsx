/** One ban: facts, what is kept by kind, objections; and one return match: the evidence, the decision, and below it the sum. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import {
  type BanShape,
  banStateWords,
  lineWords,
  type ReturnMatchShape,
  returnStateWords,
  strengthWords,
  verdictWords,
} from '#bans';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Facts } from '../parts/facts.tsx';
import { PageHead, TableFrame } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';
import { banQuery, returnQuery } from './data.ts';

export function BanScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/bans/$id' });
  const { data: b, isPending, error, refetch } = useQuery(banQuery(id));
  useEffect(() => {
    document.title = `${b?.number ?? t('bans.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/bans">{t('bans.title')}</Link>}
        title={b.party?.name ?? b.number ?? b.id}
        marks={<span className="chip">{w(banStateWords[b.state])}</span>}
        lead={w(b.ground_words)}
      />
      <Panel title={t('bans.facts')} id="facts">
        <p className="said">{b.facts ?? t('bans.kept.none')}</p>
        <Facts
          of={[
            [t('bans.number'), b.number ?? b.id],
            [t('bans.col.ground'), `${w(b.ground_words)} (${b.basis})`],
            [t('bans.article'), b.article],
            [t('bans.decided'), <When key="d" at={b.decided_at} />],
            [t('bans.until'), <When key="u" at={b.ended_at ?? b.expires_at} />],
            [t('bans.told'), b.told ? t('bans.told.yes') : (b.untold ?? '–')],
            ...(b.party
              ? ([
                  [
                    t('bans.col.who'),
                    <Link key="p" to="/parties/$id" params={{ id: b.party.id }}>
                      {b.party.name ?? b.party.reference}
                    </Link>,
                  ],
                ] as const)
              : []),
            ...(b.decision
              ? ([
                  [
                    t('bans.new.decision'),
                    <Link key="x" to="/decisions/$id" params={{ id: b.decision }}>
                      {b.decision}
                    </Link>,
                  ],
                ] as const)
              : []),
          ]}
        />
      </Panel>
      <Panel title={t('bans.kept')} id="kept">
        {b.kept.length === 0 ? (
          <p>{t('bans.kept.none')}</p>
        ) : (
          <ul>
            {b.kept.map((k) => (
              <li key={k.kind}>
                {w(k.words)}: {k.count} <span className="faint">({w(strengthWords[k.strength])})</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('bans.contests')} id="contests">
        {b.contests.length === 0 ? <p>{t('bans.contests.none')}</p> : null}
        {b.contests.map((c) => (
          <section key={c.no}>
            <p>
              <When at={c.received_at} /> · {c.outcome ? t(`bans.contest.${c.outcome}`) : t('bans.contest.open')}
            </p>
            <p className="said">{c.text}</p>
            {c.answer ? <p className="said">{c.answer}</p> : null}
          </section>
        ))}
      </Panel>
      <Decide key={`${b.state} ${b.version}`} b={b} />
      {b.matches.length > 0 ? (
        <Panel title={t('bans.returns')} id="returns">
          <ul>
            {b.matches.map((m) => (
              <li key={m.id}>
                <Link to="/returns/$id" params={{ id: m.id }}>
                  {m.party?.name ?? m.party?.reference ?? t('bans.applicant')}
                </Link>{' '}
                · {w(returnStateWords[m.state])} · <When at={m.opened_at} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </div>
  );
}

/** A reason of one's own, and the acts that are open. */
function Reasoned<A extends string>({
  may,
  main,
  free,
  label,
  path,
  keys,
}: {
  readonly may: readonly A[];
  readonly main: A;
  /** Act that needs no reason. */
  readonly free?: A;
  readonly label: (act: A) => string;
  readonly path: string;
  readonly keys: readonly (readonly string[])[];
}) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (name: A) => ask('POST', path, { body: { act: name, reason } }),
    onSuccess: () => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: [...key] });
    },
  });
  return (
    <Panel title={t('bans.decide')} id="decide">
      {may.length === 0 ? (
        <p>{t('bans.decide.none')}</p>
      ) : (
        <>
          <Field
            label={t('bans.reason')}
            hint={t('bans.reason.hint')}
            wrong={act.error instanceof Problem ? act.error.message : undefined}
          >
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
          <p className="acts">
            {may.map((name) => (
              <button
                key={name}
                type="button"
                className={name === main ? 'button main' : 'button'}
                disabled={act.isPending || (name !== free && reason.trim().length < 10)}
                onClick={() => act.mutate(name)}
              >
                {label(name)}
              </button>
            ))}
          </p>
        </>
      )}
    </Panel>
  );
}

function Decide({ b }: { readonly b: BanShape }) {
  const { t } = useReading();
  const acts = b.may.filter((a) => a !== 'expire');
  return (
    <Reasoned
      may={acts}
      main={b.state === 'contested' ? 'uphold' : 'lift'}
      label={(a) => t(`bans.act.${a}`)}
      path={`/v1/bans/${encodeURIComponent(b.id)}`}
      keys={[['ban', b.id], ['bans'], ['returns']]}
    />
  );
}

export function ReturnScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/returns/$id' });
  const { data: m, isPending, error, refetch } = useQuery(returnQuery(id));
  useEffect(() => {
    document.title = `${t('bans.return.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/bans">{t('bans.title')}</Link>}
        title={m.party?.name ?? m.names[0] ?? t('bans.applicant')}
        marks={<span className="chip">{w(returnStateWords[m.state])}</span>}
        lead={`${t(`bans.use.${m.use}`)} · ${m.article}`}
      />
      <Evidence m={m} />
      <Reasoned
        key={`${m.state} ${m.version}`}
        may={m.may}
        main="confirm"
        free="take"
        label={(a) => t(`bans.return.act.${a}`)}
        path={`/v1/return_matches/${encodeURIComponent(m.id)}`}
        keys={[['return', m.id], ['returns'], ['bans']]}
      />
      <Panel title={t('bans.return.sum')} id="sum">
        <details>
          <summary>{t('bans.return.sum.show')}</summary>
          <Sum m={m} />
        </details>
      </Panel>
    </div>
  );
}

function Evidence({ m }: { readonly m: ReturnMatchShape }) {
  const { t, w } = useReading();
  return (
    <Panel title={t('bans.return.evidence')} id="evidence">
      <Facts
        of={[
          [
            t('bans.return.asked'),
            m.party ? (
              <Link key="p" to="/parties/$id" params={{ id: m.party.id }}>
                {m.party.name ?? m.party.reference}
              </Link>
            ) : (
              m.names.join(' · ') || t('bans.applicant')
            ),
          ],
          [
            t('bans.return.banned'),
            <Link key="b" to="/bans/$id" params={{ id: m.ban }}>
              {m.ban_number ?? m.ban}
            </Link>,
          ],
          [t('bans.return.banned_at'), <When key="w" at={m.banned_at} />],
          [t('bans.col.ground'), w(m.ground_words)],
        ]}
      />
      {m.facts ? <p className="said">{m.facts}</p> : null}
      <h3>{t('bans.return.agrees')}</h3>
      <ul>
        {m.lines
          .filter((l) => l.kind !== 'limit')
          .map((l) => (
            <li key={l.kind}>
              {w(lineWords(l.kind))} <span className="faint">({w(strengthWords[l.strength])})</span>
              {l.asked ? `: ${l.asked} ~ ${l.banned}` : ''}
            </li>
          ))}
      </ul>
      {m.why ? <p className="said">{m.why}</p> : null}
    </Panel>
  );
}

function Sum({ m }: { readonly m: ReturnMatchShape }) {
  const { t, w, language } = useReading();
  return (
    <>
      <p>{t('bans.return.rule')}</p>
      <TableFrame label={t('bans.return.sum')} bare>
        <table className="grid-table">
          <caption className="unseen">{t('bans.return.sum')}</caption>
          <tbody>
            {m.lines.map((l) => (
              <tr key={l.kind}>
                <th scope="row">{w(lineWords(l.kind))}</th>
                <td>{`${l.points < 0 ? '−' : '+'}${numberIn(language, Math.abs(l.points))}`}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('bans.return.total')}</th>
              <td>
                <b>{numberIn(language, m.points)}</b> · {w(verdictWords[m.verdict])}
              </td>
            </tr>
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}

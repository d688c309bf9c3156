/** Who looks like a banned customer, who is banned, and for which uses may be compared. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import {
  type BanShape,
  banStateWords,
  lineWords,
  returnStateWords,
  type TagKindId,
  tagKindIds,
  type UseShape,
} from '#bans';
import { type BanGroundId, banGroundIds, banGrounds } from '#law';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { PageHead, TableFrame } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { bansQuery, returnsQuery, usesQuery } from './data.ts';

export function Bans() {
  const { t } = useReading();
  useEffect(() => {
    document.title = `${t('bans.title')} · Bezem`;
  });
  return (
    <div className="page">
      <PageHead title={t('bans.title')} lead={t('bans.lead')} />
      <Waiting />
      <List />
      <NewBan />
      <Uses />
    </div>
  );
}

function Waiting() {
  const { t, w } = useReading();
  const { data, isPending, error, refetch } = useQuery(returnsQuery);
  return (
    <Panel title={t('bans.waiting')} id="waiting">
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p>{t('bans.waiting.none')}</p>
      ) : (
        <TableFrame label={t('bans.waiting')} bare>
          <table className="grid-table cards">
            <caption className="unseen">{t('bans.waiting')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('bans.col.who')}</th>
                <th scope="col">{t('bans.col.kinds')}</th>
                <th scope="col">{t('bans.col.use')}</th>
                <th scope="col">{t('bans.col.state')}</th>
                <th scope="col">{t('bans.col.since')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((m) => (
                <tr key={m.id}>
                  <th scope="row">
                    <Link to="/returns/$id" params={{ id: m.id }}>
                      {m.party?.name ?? m.party?.reference ?? t('bans.applicant')}
                    </Link>
                  </th>
                  <td data-label={t('bans.col.kinds')}>{m.kinds.map((k) => w(lineWords(k))).join(', ')}</td>
                  <td data-label={t('bans.col.use')}>{t(`bans.use.${m.use}`)}</td>
                  <td data-label={t('bans.col.state')}>
                    {w(returnStateWords[m.state])}{' '}
                    {m.verdict === 'block' ? (
                      <span className="chip" data-tone="care">
                        {t('bans.block')}
                      </span>
                    ) : null}
                  </td>
                  <td data-label={t('bans.col.since')}>
                    <When at={m.opened_at} />
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

function List() {
  const { t, w } = useReading();
  const { data, isPending, error, refetch } = useQuery(bansQuery);
  return (
    <Panel title={t('bans.list')} id="bans">
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <>
          {data.acceptance.alarm ? (
            <p className="warn" role="status">
              ⚠ {t('bans.alarm', { same: data.acceptance.same, decided: data.acceptance.decided })}
            </p>
          ) : null}
          {data.items.length === 0 ? (
            <p>{t('bans.list.none')}</p>
          ) : (
            <TableFrame label={t('bans.list')} bare>
              <table className="grid-table cards">
                <caption className="unseen">{t('bans.list')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('bans.col.number')}</th>
                    <th scope="col">{t('bans.col.who')}</th>
                    <th scope="col">{t('bans.col.ground')}</th>
                    <th scope="col">{t('bans.col.state')}</th>
                    <th scope="col">{t('bans.col.until')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.items.map((b) => (
                    <tr key={b.id}>
                      <th scope="row">
                        <Link to="/bans/$id" params={{ id: b.id }}>
                          {b.number ?? b.id}
                        </Link>
                      </th>
                      <td data-label={t('bans.col.who')}>{b.party?.name ?? b.party?.reference ?? t('bans.unknown')}</td>
                      <td data-label={t('bans.col.ground')}>{w(b.ground_words)}</td>
                      <td data-label={t('bans.col.state')}>
                        <span className="chip" data-tone={b.state === 'contested' ? 'care' : undefined}>
                          {w(banStateWords[b.state])}
                        </span>
                      </td>
                      <td data-label={t('bans.col.until')}>
                        <When at={b.expires_at} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )}
        </>
      )}
    </Panel>
  );
}

function NewBan() {
  const { t, w } = useReading();
  const { me } = useDesk();
  const search = useSearch({ strict: false }) as { readonly decision?: string; readonly party?: string };
  const navigate = useNavigate();
  const [party, setParty] = useState(search.party ?? '');
  const [decision, setDecision] = useState(search.decision ?? '');
  const [name, setName] = useState('');
  const [ground, setGround] = useState<BanGroundId>(search.decision ? 'repeated_abuse' : 'fraud');
  const [facts, setFacts] = useState('');
  const [months, setMonths] = useState<number>(banGrounds[ground].months.usual);
  const [address, setAddress] = useState('');
  const [untold, setUntold] = useState('');
  const [marks, setMarks] = useState<readonly { kind: TagKindId; value: string }[]>([{ kind: 'iban', value: '' }]);
  const make = useMutation({
    mutationFn: () =>
      ask<BanShape>('POST', '/v1/bans', {
        body: {
          ...(party.trim() ? { party: party.trim() } : {}),
          ...(decision.trim() ? { decision: decision.trim() } : {}),
          ...(address.trim() ? { address: address.trim() } : {}),
          ...(untold.trim() ? { untold: untold.trim() } : {}),
          names: name.trim() ? [name.trim()] : [],
          ground,
          facts,
          months,
          identifiers: marks.filter((m) => m.value.trim()),
        },
      }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['bans'] });
      void navigate({ to: '/bans/$id', params: { id: made.id } });
    },
  });
  if (me.member.role === 'reader' || me.member.role === 'handler') return null;
  const send = (e: FormEvent) => {
    e.preventDefault();
    make.mutate();
  };
  const line = (label: string, value: string, set: (v: string) => void, hint?: string, type = 'text') => (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id, described) => (
        <input
          className="input"
          id={id}
          type={type}
          aria-describedby={described}
          value={value}
          onChange={(e) => set(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <Panel title={t('bans.new')} id="new">
      <details open={search.decision !== undefined || search.party !== undefined}>
        <summary>{t('bans.new')}</summary>
        <form onSubmit={send}>
          {line(t('bans.new.decision'), decision, setDecision)}
          {line(t('bans.new.party'), party, setParty, t('bans.new.party.hint'))}
          {line(t('bans.new.name'), name, setName)}
          <Field label={t('bans.new.ground')}>
            {(id) => (
              <select
                className="input"
                id={id}
                value={ground}
                onChange={(e) => {
                  const next = e.currentTarget.value as BanGroundId;
                  setGround(next);
                  setMonths(banGrounds[next].months.usual);
                }}
              >
                {banGroundIds.map((g) => (
                  <option key={g} value={g}>
                    {w(banGrounds[g].title)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t('bans.new.months')}>
            {(id) => (
              <input
                className="input"
                id={id}
                type="number"
                min={1}
                max={banGrounds[ground].months.most}
                value={months}
                onChange={(e) => setMonths(Number(e.currentTarget.value))}
              />
            )}
          </Field>
          <Field label={t('bans.new.facts')} hint={t('bans.new.facts.hint')}>
            {(id, described) => (
              <textarea
                className="input"
                id={id}
                aria-describedby={described}
                value={facts}
                onChange={(e) => setFacts(e.currentTarget.value)}
              />
            )}
          </Field>
          {marks.map((m, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and are only added
            <div className="row" key={at}>
              <Field label={t('bans.new.kind')}>
                {(id) => (
                  <select
                    className="input"
                    id={id}
                    value={m.kind}
                    onChange={(e) => {
                      const kind = e.currentTarget.value as TagKindId;
                      setMarks(marks.map((x, i) => (i === at ? { ...x, kind } : x)));
                    }}
                  >
                    {tagKindIds.map((k) => (
                      <option key={k} value={k}>
                        {w(lineWords(k))}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              <Field label={t('bans.new.value')}>
                {(id) => (
                  <input
                    className="input"
                    id={id}
                    autoComplete="off"
                    value={m.value}
                    onChange={(e) => {
                      const value = e.currentTarget.value;
                      setMarks(marks.map((x, i) => (i === at ? { ...x, value } : x)));
                    }}
                  />
                )}
              </Field>
            </div>
          ))}
          <p>
            <button type="button" className="button" onClick={() => setMarks([...marks, { kind: 'email', value: '' }])}>
              {t('bans.new.more')}
            </button>
          </p>
          {line(t('bans.new.address'), address, setAddress, t('bans.new.address.hint'), 'email')}
          {line(t('bans.new.untold'), untold, setUntold)}
          {make.error ? <Failed error={make.error} /> : null}
          <p>
            <button type="submit" className="button main" disabled={!facts.trim() || make.isPending}>
              {t('bans.new.send')}
            </button>
          </p>
        </form>
      </details>
    </Panel>
  );
}

function Uses() {
  const { t } = useReading();
  const { data, isPending, error, refetch } = useQuery(usesQuery);
  return (
    <Panel title={t('bans.uses')} id="uses">
      <p>{t('bans.uses.lead')}</p>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <dl className="facts">
          {data.items.map((u) => (
            <Use key={u.use} u={u} />
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Use({ u }: { readonly u: UseShape }) {
  const { t, w } = useReading();
  const { me } = useDesk();
  const [article, setArticle] = useState('');
  const [why, setWhy] = useState('');
  const set = useMutation({
    mutationFn: (on: boolean) =>
      ask('PUT', '/v1/ban_uses', { body: on ? { use: u.use, on, article, why } : { use: u.use, on } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['ban-uses'] }),
  });
  const admin = me.member.role === 'admin' && u.use !== 'onboarding';
  return (
    <div>
      <dt>
        {w(u.title)}{' '}
        <span className="chip" data-tone={u.on ? 'good' : undefined}>
          {u.on ? t('bans.use.on') : t('bans.use.off')}
        </span>
      </dt>
      <dd>
        {u.article ?? u.basis}{' '}
        {u.mark === 'verified' || u.article ? null : <span className="faint small">{t('clock.unverified')}</span>}
        {u.why ? <p className="said">{u.why}</p> : null}
        {admin && u.on ? (
          <p>
            <button type="button" className="button" disabled={set.isPending} onClick={() => set.mutate(false)}>
              {t('bans.use.turn_off')}
            </button>
          </p>
        ) : null}
        {admin && !u.on ? (
          <details>
            <summary>{t('bans.use.turn_on')}</summary>
            <Field label={t('bans.use.article')}>
              {(id) => (
                <input className="input" id={id} value={article} onChange={(e) => setArticle(e.currentTarget.value)} />
              )}
            </Field>
            <Field
              label={t('bans.use.why')}
              hint={t('bans.reason.hint')}
              wrong={set.error instanceof Problem ? set.error.message : undefined}
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
            <p>
              <button
                type="button"
                className="button main"
                disabled={article.trim().length < 3 || why.trim().length < 10 || set.isPending}
                onClick={() => set.mutate(true)}
              >
                {t('bans.use.turn_on')}
              </button>
            </p>
          </details>
        ) : null}
      </dd>
    </div>
  );
}

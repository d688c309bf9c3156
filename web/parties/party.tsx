/** One party: its place in the chain at any moment, its contracts, contacts and cases. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { TreeLine } from '#parties';
import { useDesk, useReading } from '../desk/context.tsx';
import { caseQuery, casesQuery, heldQuery, partyQuery, queries, treeQuery } from '../desk/data.ts';
import { Band, Empty, Failed, Icon, Loading, Panel, Span, StateChip } from '../parts/parts.tsx';
import { compactTime, harmless, instant } from '../show.ts';

export function PartyScreen() {
  const { id } = useParams({ from: '/parties/$id' });
  const { t, code, zone, language } = useReading();
  const { data: p, isPending, error, refetch } = useQuery(partyQuery(id));
  const cases = useInfiniteQuery(casesQuery({ view: 'all', holder: id }));
  useEffect(() => {
    document.title = `${p?.name ?? p?.reference ?? ''} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  const rows = cases.data?.pages.flatMap((x) => x.items) ?? [];
  const contacts = p.contacts.filter((c) => !c.ended_at);
  return (
    <div className="page">
      <header className="page-head">
        <Link to="/parties" className="button quiet icon" aria-label={t('nav.parties')}>
          <Icon name="back" />
        </Link>
        <h1>
          {p.name ?? p.reference} <span className="faint small">{p.reference}</span>
        </h1>
        {p.resells ? (
          <span className="chip" data-tone="accent">
            {t('parties.reseller')}
          </span>
        ) : null}
        <StateChip state={p.state} family="party.state" />
        {p.tags.map((tag) => (
          <span key={tag} className="chip">
            {tag}
          </span>
        ))}
      </header>
      {p.erased ? (
        <p className="notice" data-tone="care">
          {t('party.erased', { rule: p.erased.rule, time: compactTime(instant(p.erased.at), zone, language) })}
        </p>
      ) : null}
      <div className="two even">
        <Chain id={id} />
        <div style={{ display: 'grid', gap: '1rem', minWidth: 0 }}>
          <Panel title={t('party.cases')} id="cases">
            {rows.length === 0 && !cases.isPending ? <Empty title={t('party.cases.none')} /> : null}
            <ul>
              {rows.slice(0, 30).map((c) => (
                <li key={c.id} className="finding">
                  <CaseLine
                    id={c.id}
                    reference={c.reference}
                    band={c.band}
                    state={c.state}
                    asset={c.sensitive ? null : c.asset}
                    title={c.kind_title}
                  />
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={t('party.contacts')} id="contacts">
            {contacts.length === 0 ? (
              <p className="notice" data-tone="care">
                {t('party.contacts.none')}
              </p>
            ) : (
              <dl className="facts">
                {contacts.map((c) => (
                  <div key={c.id} style={{ display: 'contents' }}>
                    <dt>{code('purpose', c.purpose)}</dt>
                    <dd>
                      {c.address} <span className="faint">{c.language ? code('language', c.language) : ''}</span>{' '}
                      {c.bounced_at ? (
                        <span className="chip" data-tone="alarm">
                          {t('party.bounced')}
                        </span>
                      ) : null}
                      {c.quiet ? (
                        <span className="faint small">
                          {' '}
                          {t('party.quiet', { from: c.quiet.from, until: c.quiet.until })} {c.quiet.zone ?? ''}
                        </span>
                      ) : null}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </Panel>
          <Panel title={t('party.contracts')} id="contracts">
            <ul>
              {[...p.contracts.as_buyer, ...p.contracts.as_seller].slice(0, 50).map((c) => (
                <li key={`${c.id} ${c.version}`} className="finding">
                  <span>
                    <strong>{c.reference}</strong> {c.seller?.name ?? c.seller?.reference ?? t('case.us')} →{' '}
                    {c.buyer.name ?? c.buyer.reference}
                  </span>
                  <span className="faint small">
                    {code('service', c.service_kind)} · {code('dsa', c.dsa_class)} ·{' '}
                    <Span from={c.from} until={c.until} />
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
          <Held party={p.id} />
        </div>
      </div>
    </div>
  );
}

/** What the party holds, by which layer, and where another layer names someone else. */
function Held({ party }: { readonly party: string }) {
  const { t, code } = useReading();
  const held = useQuery(heldQuery(party));
  const items = held.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('party.held')} id="held">
      <ul>
        {items.slice(0, 50).map((h) => (
          <li key={h.id} className="finding">
            <span>
              <span className="value">
                {h.resource}
                {h.ports ? `:${h.ports}` : ''}
              </span>{' '}
              {h.contested ? (
                <span className="chip" data-tone="care">
                  {t('party.contested')}
                </span>
              ) : null}
            </span>
            <span className="faint small">
              {h.inventory ?? code('origin', h.origin)} · <Span from={h.from} until={h.until} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CaseLine({
  id,
  reference,
  band,
  state,
  asset,
  title,
}: {
  readonly id: string;
  readonly reference: string;
  readonly band: number;
  readonly state: string;
  readonly asset: string | null;
  readonly title: { readonly nl: string; readonly en: string };
}) {
  const { w } = useReading();
  return (
    <div className="first">
      <Band band={band} />
      <Link
        to="/cases/$id"
        params={{ id }}
        className="value"
        onMouseEnter={() => void queries.prefetchQuery(caseQuery(id))}
      >
        {reference}
      </Link>
      <span>
        {w(title)} <span className="faint value">{asset ? harmless(asset) : ''}</span>
      </span>
      <StateChip state={state} />
    </div>
  );
}

/** The chain as a tree (WAI-ARIA tree view keys), as it was at a moment of choice. */
function Chain({ id }: { readonly id: string }) {
  const { t, zone, language } = useReading();
  const { me } = useDesk();
  const [local, setLocal] = useState('');
  const at = local ? Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString() : undefined;
  const { data, isPending, error, refetch } = useQuery(treeQuery(id, at));
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [on, setOn] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const lines = data?.lines ?? [];
  const hasBelow = (i: number) => (lines[i + 1]?.depth ?? 0) > (lines[i]?.depth ?? 0);
  const parentOf = (i: number) => {
    for (let k = i - 1; k >= 0; k--) if ((lines[k]?.depth ?? 0) < (lines[i]?.depth ?? 0)) return k;
    return -1;
  };
  const seen: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    const up = parentOf(i);
    const upPath = lines[up]?.path;
    if (up < 0 || (seen.includes(up) && upPath !== undefined && !closed.has(upPath))) seen.push(i);
  }
  const current = on ?? lines.find((l) => l.asked)?.path ?? lines[0]?.path;
  const focus = (i: number | undefined) => {
    const line = i === undefined ? undefined : lines[i];
    if (!line) return;
    setOn(line.path);
    tree.current?.querySelector<HTMLElement>(`[data-line="${i}"]`)?.focus();
  };
  const fold = (path: string, shut: boolean) =>
    setClosed((c) => {
      const next = new Set(c);
      if (shut) next.add(path);
      else next.delete(path);
      return next;
    });
  const keys = (e: KeyboardEvent, i: number, line: TreeLine) => {
    const place = seen.indexOf(i);
    if (e.key === 'ArrowDown') focus(seen[place + 1]);
    else if (e.key === 'ArrowUp') focus(seen[place - 1]);
    else if (e.key === 'Home') focus(seen[0]);
    else if (e.key === 'End') focus(seen.at(-1));
    else if (e.key === 'ArrowRight') {
      if (hasBelow(i) && closed.has(line.path)) fold(line.path, false);
      else if (hasBelow(i)) focus(seen[place + 1]);
    } else if (e.key === 'ArrowLeft') {
      if (hasBelow(i) && !closed.has(line.path)) fold(line.path, true);
      else focus(parentOf(i) < 0 ? undefined : parentOf(i));
    } else if (e.key === 'Enter' && e.target === e.currentTarget)
      e.currentTarget.querySelector<HTMLAnchorElement>('a')?.click();
    else return;
    e.preventDefault();
  };
  return (
    <Panel
      title={t('party.tree')}
      id="tree"
      aside={
        <label className="case-head small">
          <span className="faint">{t('party.tree.at')}</span>
          <input
            className="input"
            style={{ width: 'auto' }}
            type="datetime-local"
            value={local}
            onChange={(e) => setLocal(e.currentTarget.value)}
          />
          {local ? (
            <button type="button" className="button small quiet" onClick={() => setLocal('')}>
              {t('party.tree.now')}
            </button>
          ) : null}
        </label>
      }
    >
      {isPending ? <Loading /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data?.cut ? <p className="notice">{t('party.tree.cut')}</p> : null}
      <div className="tree" role="tree" aria-label={t('party.tree')} ref={tree}>
        {seen.map((i) => {
          const line = lines[i];
          if (!line) return null;
          const open = !closed.has(line.path);
          return (
            <div
              key={line.path}
              role="treeitem"
              data-line={i}
              data-asked={line.asked}
              aria-level={line.depth + 1}
              aria-expanded={hasBelow(i) ? open : undefined}
              aria-selected={line.asked}
              tabIndex={line.path === current ? 0 : -1}
              style={{ '--depth': line.depth } as CSSProperties}
              onKeyDown={(e) => keys(e, i, line)}
            >
              <span
                className="twig"
                aria-hidden="true"
                onClick={() => (hasBelow(i) ? fold(line.path, open) : undefined)}
              >
                {hasBelow(i) ? (open ? '▾' : '▸') : '·'}
              </span>
              <span className="rest">
                <span className="name">
                  {line.party && line.depth > 0 ? (
                    <Link to="/parties/$id" params={{ id: line.party.id }} tabIndex={-1}>
                      {line.party.name ?? line.party.reference}
                    </Link>
                  ) : (
                    `${me.organisation.name} (${t('case.us')})`
                  )}
                </span>
                {line.party && line.depth > 0 ? <span className="faint small">{line.party.reference}</span> : null}
                {line.below > 0 ? <span className="faint small">{t('party.below', { n: line.below })}</span> : null}
                {line.open_cases > 0 ? (
                  <span className="small">
                    {line.worst_band === null ? null : <Band band={line.worst_band} />}{' '}
                    {t('party.open_cases', { n: line.open_cases })}
                  </span>
                ) : null}
                {line.contract?.from ? (
                  <span className="faint small">
                    {t('party.since', {
                      time: compactTime(instant(line.contract.from), zone, language, false).slice(0, 10),
                    })}
                  </span>
                ) : null}
              </span>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

/** The inbox: one list in the order to work, driven by the keyboard, drawn only where it is seen. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CaseRow, CaseShape } from '#cases';
import type { HappeningShape } from '#desk';
import { ask } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { caseQuery, casesQuery, deadlinesQuery, lawQuery, queries } from '../desk/data.ts';
import { useKeys } from '../desk/keys.ts';
import { useHappenings } from '../desk/live.ts';
import { useOffers } from '../desk/palette.tsx';
import { Band, ClockChip, Empty, Failed, Loading, StateChip } from '../parts/parts.tsx';
import { dueTime, harmless, initials, instant } from '../show.ts';
import { ActDialog, act, actKeys, keep, useActWord } from './acts.tsx';
import { Why, WhyDialog } from './why.tsx';

const views = ['now', 'mine', 'waiting', 'answered', 'proposed', 'unattributed', 'repeat', 'all', 'closed'] as const;
type View = (typeof views)[number];

/** Where the list was: coming back from a case finds the same row. */
const place = { id: undefined as string | undefined, top: 0 };
/** The ids in list order, for previous and next on a case. */
export const order: { ids: readonly string[] } = { ids: [] };

const narrow = () => window.matchMedia('(max-width: 60rem)').matches;

export function Inbox() {
  const { t, w, language, zone } = useReading();
  const { me } = useDesk();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inbox' });
  const view: View = views.find((v) => v === search.view) ?? 'now';
  const filter = useMemo(
    () => ({ view, q: search.q, kind: search.kind, band: search.band }),
    [view, search.q, search.kind, search.band],
  );
  const list = useInfiniteQuery(casesQuery(filter));
  const law = useQuery(lawQuery).data;
  const clockName = useCallback(
    (id: string) => {
      const title = law?.clocks.find((c) => c.id === id)?.title;
      return title ? title[language] : '';
    },
    [law, language],
  );
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const filtered = search.q !== undefined || search.kind !== undefined || search.band !== undefined;

  const [chosenId, setOnId] = useState<string | undefined>(place.id);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [why, setWhy] = useState<CaseRow>();
  const [acting, setActing] = useState<{ readonly act: string; readonly cases: readonly CaseRow[] }>();
  const [peek, setPeek] = useState(true);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const word = useActWord();

  // Until a row is chosen the first one is explained: the panel is never empty.
  const onId = chosenId ?? rows[0]?.id;
  const at = Math.max(
    0,
    rows.findIndex((r) => r.id === onId),
  );
  const on = rows[at];
  order.ids = useMemo(() => rows.map((r) => r.id), [rows]);

  useEffect(() => {
    document.title = `${t('inbox.title')} · Bezem`;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its top
  useEffect(() => {
    setPicked(new Set());
    setFresh(new Set());
  }, [filter]);

  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const rowHeight = narrow() ? 72 : 46;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: 0,
    initialOffset: place.top,
  });
  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastDrawn >= rows.length - 40 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [lastDrawn, rows.length, list]);
  useEffect(
    () => () => {
      place.top = scroller.current?.scrollTop ?? 0;
    },
    [],
  );

  // What comes in live: rows that are shown change in place; others wait behind "n new — show", so nothing jumps.
  const shown = useRef(rows);
  shown.current = rows;
  useHappenings(
    useCallback((h: HappeningShape) => {
      if (h.what !== 'case' || !h.id) return;
      const id = h.id;
      if (shown.current.some((r) => r.id === id))
        void ask<CaseShape>('GET', `/v1/cases/${encodeURIComponent(id)}`).then(keep, () => undefined);
      else setFresh((f) => new Set(f).add(id));
    }, []),
  );

  const move = (by: number, extend = false) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    if (extend) setPicked((p) => new Set(p).add(next.id).add(on?.id ?? next.id));
    setOnId(next.id);
    place.id = next.id;
    virtual.scrollToIndex(rows.indexOf(next), { align: 'auto' });
  };
  const toggle = useCallback((id: string) => {
    setPicked((p) => {
      const now = new Set(p);
      if (!now.delete(id)) now.add(id);
      return now;
    });
  }, []);
  const open = useCallback(
    (id: string) => {
      place.id = id;
      void navigate({ to: '/cases/$id', params: { id } });
    },
    [navigate],
  );
  const chosen = picked.size > 0 ? rows.filter((r) => picked.has(r.id)) : on ? [on] : [];
  const start = (name: string) => {
    if (chosen.length === 0) return;
    const only = chosen.length === 1 ? chosen[0] : undefined;
    if (only && (name === 'claim' || name === 'release')) {
      // Shown at once; the answer puts right what was not so.
      const mine = { id: me.member.id, name: me.member.name };
      keep({ ...only, claimed_by: name === 'claim' ? mine : null } as CaseShape);
      queries.removeQueries({ queryKey: ['case', only.id] });
      void act(only.id, name, { version: only.version }).catch(() => void list.refetch());
      return;
    }
    if (name === 'probe' || name === 'split' || name === 'choose_holder') return open(chosen[0]?.id ?? '');
    setActing({ act: name, cases: chosen });
  };
  const bulkActs = ['claim', 'notify', 'assign', 'snooze', 'resolve', 'reject', 'bundle'] as const;

  useKeys({
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    'Shift+j': () => move(1, true),
    'Shift+k': () => move(-1, true),
    Enter: () => (on ? open(on.id) : false),
    x: () => (on ? toggle(on.id) : false),
    '* a': () => setPicked(new Set(rows.map((r) => r.id))),
    ' ': () => setPeek((p) => !p),
    Escape: () => setPicked(new Set()),
    ...Object.fromEntries(Object.entries(actKeys).map(([name, key]) => [key, () => start(name)])),
  });
  useOffers(
    Object.entries(actKeys).map(([name, keys]) => ({ id: name, text: word(name), keys, run: () => start(name) })),
  );

  const nextClock = useQuery(deadlinesQuery).data?.items.find((c) => c.state === 'running' && c.case_reference);
  const go = (change: Record<string, string | number | undefined>) =>
    void navigate({ to: '/inbox', search: (s) => ({ ...s, ...change }), replace: true });
  const before = drawn[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0);

  return (
    <div className="inbox">
      <div className="inbox-top">
        <div className="page-head">
          <h1>{t('inbox.title')}</h1>
        </div>
        <nav className="views" aria-label={t('inbox.views')}>
          {views.map((v) => (
            <Link
              key={v}
              to="/inbox"
              search={{ view: v }}
              aria-current={v === view ? 'true' : undefined}
              activeProps={{}}
              inactiveProps={{}}
            >
              {t(`inbox.view.${v}`)}
              <span>{first?.counts[v] ?? ''}</span>
            </Link>
          ))}
        </nav>
        {picked.size > 0 ? (
          <section className="bulk" aria-label={t('inbox.picked', { n: picked.size })}>
            <strong aria-live="polite">{t('inbox.picked', { n: picked.size })}</strong>
            {bulkActs.map((name) => (
              <button key={name} type="button" className="button small" onClick={() => start(name)}>
                {word(name)} {actKeys[name] ? <kbd>{actKeys[name]}</kbd> : null}
              </button>
            ))}
            <button type="button" className="button small quiet" onClick={() => setPicked(new Set())}>
              {t('app.cancel')}
            </button>
          </section>
        ) : (
          <div className="filters">
            <label className="case-head">
              <span className="faint small">{t('inbox.filter.kind')}</span>
              <select
                className="input"
                value={search.kind ?? ''}
                onChange={(e) => go({ kind: e.currentTarget.value || undefined })}
              >
                <option value="">{t('inbox.filter.any')}</option>
                {[...(law?.kinds ?? [])]
                  .sort((a, b) => w(a.title).localeCompare(w(b.title), language))
                  .map((k) => (
                    <option key={k.id} value={k.id}>
                      {w(k.title)}
                    </option>
                  ))}
              </select>
            </label>
            <label className="case-head">
              <span className="faint small">{t('inbox.filter.band')}</span>
              <select
                className="input"
                value={search.band ?? ''}
                onChange={(e) => go({ band: e.currentTarget.value === '' ? undefined : Number(e.currentTarget.value) })}
              >
                <option value="">{t('inbox.filter.any')}</option>
                {[0, 1, 2, 3, 4, 5].map((b) => (
                  <option key={b} value={b}>
                    P{b}
                  </option>
                ))}
              </select>
            </label>
            {search.q ? <span className="chip">“{search.q}”</span> : null}
            {filtered ? (
              <button
                type="button"
                className="button small quiet"
                onClick={() => go({ q: undefined, kind: undefined, band: undefined })}
              >
                {t('inbox.filter.clear')}
              </button>
            ) : null}
            {fresh.size > 0 ? (
              <button
                type="button"
                className="button small main"
                onClick={() => {
                  setFresh(new Set());
                  void queries.invalidateQueries({ queryKey: ['cases'] });
                  scroller.current?.scrollTo({ top: 0 });
                }}
              >
                {t('inbox.new_rows', { n: fresh.size })}
              </button>
            ) : null}
            <span className="count" aria-live="polite">
              {first ? t('inbox.total', { n: first.total }) : ''}
            </span>
          </div>
        )}
      </div>
      <div className="list" ref={scroller}>
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          filtered ? (
            <Empty sign="⌕" title={t('inbox.empty.filter')}>
              <p>{t('inbox.empty.filter.text')}</p>
              <button
                type="button"
                className="button"
                onClick={() => go({ q: undefined, kind: undefined, band: undefined })}
              >
                {t('inbox.filter.clear')}
              </button>
            </Empty>
          ) : view === 'now' ? (
            <Empty title={t('inbox.empty.now')}>
              <p>
                {nextClock
                  ? t('inbox.next_clock', {
                      time: dueTime(instant(nextClock.due_at), zone, language),
                      ref: nextClock.case_reference ?? '',
                    })
                  : t('inbox.empty.now.text')}
              </p>
            </Empty>
          ) : (
            <Empty sign="–" title={t('inbox.empty.any')}>
              <p>{t('inbox.empty.any.text')}</p>
            </Empty>
          )
        ) : (
          <table className="rows" ref={table} aria-rowcount={(first?.total ?? rows.length) + 1}>
            <caption className="unseen">{t('inbox.caption', { view: t(`inbox.view.${view}`) })}</caption>
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col" className="c-pick">
                  <label>
                    <span className="unseen">{t('inbox.pick_all')}</span>
                    <input
                      type="checkbox"
                      checked={picked.size > 0 && picked.size === rows.length}
                      onChange={(e) => setPicked(e.currentTarget.checked ? new Set(rows.map((r) => r.id)) : new Set())}
                    />
                  </label>
                </th>
                <th scope="col" className="c-band" aria-sort="ascending">
                  {t('inbox.col.band')}
                </th>
                <th scope="col" className="c-ref">
                  {t('inbox.col.case')}
                </th>
                <th scope="col" className="c-kind">
                  {t('inbox.col.kind')}
                </th>
                <th scope="col" className="c-holder">
                  {t('inbox.col.holder')}
                </th>
                <th scope="col" className="c-clock">
                  {t('inbox.col.clock')}
                </th>
                <th scope="col" className="c-feed">
                  {t('inbox.col.feed')}
                </th>
                <th scope="col" className="c-rel">
                  {t('inbox.col.related')}
                </th>
                <th scope="col" className="c-who">
                  {t('inbox.col.who')}
                </th>
              </tr>
            </thead>
            <tbody>
              {before > 0 ? (
                <tr>
                  <td style={{ height: before, padding: 0 }} />
                </tr>
              ) : null}
              {drawn.map((v) => {
                const row = rows[v.index];
                return row ? (
                  <Row
                    key={row.id}
                    row={row}
                    index={v.index}
                    isOn={row.id === onId}
                    isPicked={picked.has(row.id)}
                    mine={row.claimed_by?.id === me.member.id || row.assigned_to?.id === me.member.id}
                    clockName={clockName}
                    onPick={toggle}
                    onWhy={setWhy}
                    onFocus={setOnId}
                  />
                ) : null;
              })}
              {after > 0 ? (
                <tr>
                  <td style={{ height: after, padding: 0 }} />
                </tr>
              ) : null}
            </tbody>
          </table>
        )}
      </div>
      {peek && rows.length > 0 ? <Peek row={on} /> : null}
      <span className="unseen" aria-live="polite">
        {chosenId !== undefined && on ? `${on.reference}, P${on.band}, ${w(on.kind_title)}` : ''}
      </span>
      <WhyDialog id={why?.id} band={why?.band ?? 0} onClose={() => setWhy(undefined)} />
      <ActDialog
        act={acting?.act}
        cases={acting?.cases ?? []}
        onClose={() => setActing(undefined)}
        onDone={(refused) => {
          setActing(undefined);
          setPicked(new Set(refused));
        }}
      />
    </div>
  );
}

const Row = memo(function Row({
  row,
  index,
  isOn,
  isPicked,
  mine,
  clockName,
  onPick,
  onWhy,
  onFocus,
}: {
  readonly row: CaseRow;
  readonly index: number;
  readonly isOn: boolean;
  readonly isPicked: boolean;
  readonly mine: boolean;
  readonly clockName: (id: string) => string;
  readonly onPick: (id: string) => void;
  readonly onWhy: (row: CaseRow) => void;
  readonly onFocus: (id: string) => void;
}) {
  const { t, w } = useReading();
  const who = row.claimed_by ?? row.assigned_to;
  const asset = row.sensitive || !row.asset ? t('inbox.never_shown') : harmless(row.asset);
  const holder = <Holder row={row} />;
  const clock = row.due_at ? <ClockChip due={row.due_at} /> : <span className="faint">–</span>;
  return (
    <tr
      className="row"
      aria-rowindex={index + 2}
      data-on={isOn}
      data-picked={isPicked}
      onFocusCapture={() => onFocus(row.id)}
    >
      <td className="c-pick">
        <label>
          <span className="unseen">{t('inbox.pick', { ref: row.reference })}</span>
          <input type="checkbox" checked={isPicked} onChange={() => onPick(row.id)} />
        </label>
      </td>
      <td className="c-band">
        <Band
          band={row.band}
          label={t('inbox.why', { band: `P${row.band}`, ref: row.reference })}
          onPress={() => onWhy(row)}
        />
      </td>
      <th scope="row" className="c-ref">
        <Link to="/cases/$id" params={{ id: row.id }}>
          {row.reference}
        </Link>
        <span className="stack beside">{clock}</span>
        <span className="stack kind">{w(row.kind_title)}</span>
        <span className="stack faint">
          {holder} · <span className="value">{asset}</span>
        </span>
      </th>
      <td className="c-kind" title={`${w(row.kind_title)} · ${asset}`}>
        <span className="line kind">{w(row.kind_title)}</span>
        <span className="line">
          <span className={row.sensitive || !row.asset ? 'faint' : 'value'}>{asset}</span>
          {row.finding_count > 1 ? <span className="faint"> ({row.finding_count}×)</span> : null}
        </span>
      </td>
      <td className="c-holder">{holder}</td>
      <td className="c-clock">
        <span className="line">{row.state === 'new' || row.due_at ? clock : <StateChip state={row.state} />}</span>
        {row.due_clock && row.due_at ? <span className="line faint small">{clockName(row.due_clock)}</span> : null}
      </td>
      <td className="c-feed faint" title={row.feeds.join(', ')}>
        {row.feeds.join(', ') || '–'}
      </td>
      <td className="c-rel faint">
        {[
          row.recurrence > 0 ? t('inbox.recurrence', { n: row.recurrence }) : '',
          row.related > 0 ? t('inbox.related', { n: row.related }) : '',
        ]
          .filter(Boolean)
          .join(', ') || '–'}
      </td>
      <td className="c-who">
        {who ? (
          <span
            className="who"
            data-mine={mine}
            title={row.claimed_by ? t('inbox.claimed', { name: who.name }) : t('inbox.assigned', { name: who.name })}
          >
            {initials(who.name)}
            <span className="unseen">
              {row.claimed_by ? t('inbox.claimed', { name: who.name }) : t('inbox.assigned', { name: who.name })}
            </span>
          </span>
        ) : (
          <span className="faint">–</span>
        )}
      </td>
    </tr>
  );
});

function Holder({ row }: { readonly row: CaseRow }) {
  const { t } = useReading();
  if (!row.holder)
    return (
      <span className="faint">
        {row.attribution === 'ambiguous'
          ? t('inbox.ambiguous')
          : row.attribution === 'out_of_scope'
            ? t('inbox.out_of_scope')
            : t('inbox.no_holder')}
      </span>
    );
  const name = row.holder.name ?? row.holder.reference;
  const through = row.addressee && row.addressee.id !== row.holder.id ? row.addressee : undefined;
  return (
    <span title={through ? `${name} ‹ ${through.name ?? through.reference}` : name}>
      <span className="line">{name}</span>
      {through ? <span className="line faint small"> ‹ {through.name ?? through.reference}</span> : null}
    </span>
  );
}

/** The row under the cursor, explained without opening it. Asked a moment after the cursor rests. */
function Peek({ row }: { readonly row: CaseRow | undefined }) {
  const { t, w } = useReading();
  const [rested, setRested] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(row?.id), 180);
    return () => clearTimeout(timer);
  }, [row?.id]);
  const wide = window.matchMedia('(min-width: 75rem)').matches;
  const { data } = useQuery({ ...caseQuery(rested ?? ''), enabled: wide && rested !== undefined, staleTime: 60_000 });
  const c = data && data.id === row?.id ? data : undefined;
  return (
    <aside className="peek" aria-label={t('inbox.peek')}>
      {row ? (
        <>
          <h2>
            <Band band={row.band} /> <span className="value">{row.reference}</span> <StateChip state={row.state} />
          </h2>
          <div>
            <strong>{w(row.kind_title)}</strong>
            <p className="value">{row.sensitive || !row.asset ? t('inbox.never_shown') : harmless(row.asset)}</p>
            <p className="faint small">
              <Holder row={row} />
            </p>
          </div>
          {c ? (
            <>
              <section className="spaced">
                <h3>{t('case.why', { band: `P${c.band}` })}</h3>
                <Why c={c} />
              </section>
              {c.course ? (
                <section className="spaced">
                  <h3>{t('inbox.steps')}</h3>
                  <ol className="steps">
                    {(c.course.steps_for_customer.length > 0 ? c.course.steps_for_customer : c.course.steps_for_host)
                      .slice(0, 4)
                      .map((s) => (
                        <li key={s.do.en}>
                          <span>{w(s.do)}</span>
                        </li>
                      ))}
                  </ol>
                </section>
              ) : null}
            </>
          ) : (
            <p>{w(row.because)}</p>
          )}
          <Link to="/cases/$id" params={{ id: row.id }} className="button">
            {t('inbox.open')} <kbd>Enter</kbd>
          </Link>
        </>
      ) : null}
    </aside>
  );
}

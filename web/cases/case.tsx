/** One case: why it stands where it stands, what was seen, who held it then, what was done, and what can be done now. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type CSSProperties, useEffect, useState } from 'react';
import type { CaseShape, FindingShape } from '#cases';
import { Problem } from '../ask.ts';
import { ReadState } from '../correspondence/read.tsx';
import { LetterReader } from '../correspondence/reader.tsx';
import { useDesk, useReading } from '../desk/context.tsx';
import { caseQuery, findingsQuery, lawQuery, queries } from '../desk/data.ts';
import { useKeys } from '../desk/keys.ts';
import { useNow } from '../desk/now.ts';
import { useOffers } from '../desk/palette.tsx';
import { holdBack } from '../desk/shell.tsx';
import { DossierButton } from '../dossiers/take.tsx';
import { Sender } from '../intake/sender.tsx';
import { Menu } from '../parts/menu.tsx';
import {
  Band,
  ClockChip,
  clockLook,
  Failed,
  Icon,
  Loading,
  Panel,
  ProblemText,
  Span,
  StateChip,
  Value,
  When,
} from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { compactTime, dueTime, harmless, instant, withTimes } from '../show.ts';
import { ActDialog, act, actKeys, bare, bareWord, useActWord } from './acts.tsx';
import { Export } from './export.tsx';
import { order } from './inbox.tsx';
import { LadderPanel } from './ladder.tsx';
import { Why } from './why.tsx';

export function CaseScreen() {
  const { id } = useParams({ from: '/cases/$id' });
  const { data, isPending, error, refetch } = useQuery(caseQuery(id));
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <One key={data.id} c={data} />;
}

/** Acts that are not arrows of the life: anyone who may handle may do them, on an open case. */
const sideActs = ['claim', 'assign', 'snooze', 'band', 'note', 'probe', 'split'] as const;

function One({ c }: { readonly c: CaseShape }) {
  const { t, w, code, zone, language } = useReading();
  const { me } = useDesk();
  const navigate = useNavigate();
  const word = useActWord();
  const [acting, setActing] = useState<string>();
  const [reading, setReading] = useState<string>();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `${c.reference} · ${w(c.kind_title)} · Bezem`;
  }, [c.reference, c.kind_title, w]);

  const isOpen = ['new', 'waiting', 'answered', 'restricted'].includes(c.state);
  const mine = c.claimed_by?.id === me.member.id;
  const mayHandle = me.member.role !== 'reader';
  const offered = new Map(c.acts.map((a) => [a.act, a]));
  const side = isOpen && mayHandle ? sideActs.filter((a) => a !== 'split' || c.episodes.length > 1) : ['note'];

  const run = async (name: string) => {
    if (!mayHandle) return;
    const offer = offered.get(name);
    if (offer && !offer.allowed) {
      toast({ text: offer.why_not ? w(offer.why_not) : word(name), tone: 'alarm' });
      return;
    }
    if (!offer && !(side as readonly string[]).includes(name) && name !== 'release' && name !== 'choose_holder') return;
    if (!bare.has(name)) return setActing(name);
    if (busy) return;
    setBusy(true);
    try {
      await act(c.id, name, { version: c.version });
      toast({ text: t('act.done', { act: bareWord(word(name)) }) });
    } catch (error) {
      const changed = error instanceof Problem && error.code === 'request.changed-meanwhile';
      toast({
        text: changed ? t('case.changed') : error instanceof Problem ? error.message : String(error),
        tone: 'alarm',
      });
      void queries.invalidateQueries({ queryKey: ['case', c.id] });
    } finally {
      setBusy(false);
    }
  };
  const addNote = async () => {
    if (!note.trim()) return;
    try {
      await act(c.id, 'note', { reason: note.trim() });
      setNote('');
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
  };
  const at = order.ids.indexOf(c.id);
  const goTo = (i: number) => {
    const id = order.ids[i];
    if (!id) return false;
    void navigate({ to: '/cases/$id', params: { id } });
    return true;
  };
  const back = () => void navigate({ to: '/inbox', search: (s) => s });

  useKeys({
    ...Object.fromEntries(Object.entries(actKeys).map(([name, key]) => [key, () => void run(name)])),
    c: () => document.getElementById('note')?.focus(),
    m: () => void run('claim'),
    '[': () => goTo(at - 1),
    ']': () => goTo(at + 1),
    Escape: back,
  });
  useOffers(
    [...c.acts.filter((a) => a.allowed).map((a) => a.act), ...side].map((name) => ({
      id: name,
      text: word(name),
      ...(actKeys[name] ? { keys: actKeys[name] } : {}),
      run: () => void run(name),
    })),
  );

  const first = ['notify', 'lift', 'reopen', 'unbundle'].find((a) => offered.has(a));
  const others = c.acts.filter((a) => a.act !== first && ['restrict', 'resolve', 'reject', 'wait'].includes(a.act));
  const rest = c.acts.filter((a) => a.act !== first && !others.includes(a) && a.act !== 'answer');
  const running = c.clocks.filter((k) => k.state === 'running' || k.state === 'paused');
  const ended = c.clocks.filter((k) => k.state === 'met' || k.state === 'breached');

  return (
    <article className="case">
      <header className="case-head">
        <Link to="/inbox" className="button quiet icon" aria-label={t('case.back')} title={t('case.back')}>
          <Icon name="back" />
        </Link>
        <h1>
          <Band band={c.band} />
          <span className="ref">{c.reference}</span>
          {w(c.kind_title)}
        </h1>
        <StateChip state={c.state} />
        {c.closed_at ? (
          <span className="faint small">
            {t('case.closed', { time: compactTime(instant(c.closed_at), zone, language) })}
            {c.outcome ? ` · ${t(`outcome.${c.outcome}`)}` : null}
          </span>
        ) : null}
        {c.snoozed_until ? (
          <span className="chip" data-tone="care">
            {t('inbox.snoozed')} {t('case.until', { time: dueTime(instant(c.snoozed_until), zone, language) })}
          </span>
        ) : null}
        {c.recurs_of ? (
          <Link to="/cases/$id" params={{ id: c.recurs_of.id }} className="chip" data-tone="care">
            {t('case.recurs', { ref: c.recurs_of.reference })}
          </Link>
        ) : null}
        <span className="tail">
          {mayHandle ? <DossierButton about={c.id} /> : null}
          {c.claimed_by ? (
            <span className="chip" data-tone={mine ? 'accent' : 'care'}>
              {t('case.claimed', {
                name: c.claimed_by.name,
                time: c.claimed_until ? compactTime(instant(c.claimed_until), zone, language).slice(-9) : '',
              })}
            </span>
          ) : null}
          {c.assigned_to ? <span className="chip">{t('inbox.assigned', { name: c.assigned_to.name })}</span> : null}
          {at >= 0 ? (
            <>
              <span className="faint small">{t('case.position', { n: at + 1, m: order.ids.length })}</span>
              <button
                type="button"
                className="button quiet small"
                disabled={at === 0}
                aria-label={t('case.prev')}
                onClick={() => goTo(at - 1)}
              >
                <kbd>[</kbd>
              </button>
              <button
                type="button"
                className="button quiet small"
                disabled={at === order.ids.length - 1}
                aria-label={t('case.following')}
                onClick={() => goTo(at + 1)}
              >
                <kbd>]</kbd>
              </button>
            </>
          ) : null}
        </span>
      </header>

      {c.merged_into ? (
        <p className="notice">
          <Link to="/cases/$id" params={{ id: c.merged_into.id }}>
            {t('case.merged_into', { ref: c.merged_into.reference })}
          </Link>
        </p>
      ) : null}
      {c.sensitive ? (
        <p className="notice" data-tone="alarm">
          {t('case.sensitive')}
        </p>
      ) : null}
      <p className="case-about">
        {c.sensitive || !c.asset ? null : <Value value={c.asset} />}{' '}
        <span className="faint">
          {t('case.evidence.count', { n: c.finding_count })}, {t('case.objects', { n: c.episode_count })}
        </span>
      </p>

      {running.length + ended.length > 0 ? (
        <section className="clocks" aria-label={t('case.clocks')}>
          {running.map((k) => (
            <ClockCard key={k.id} k={k} />
          ))}
          {ended.map((k) => (
            <div className="clock-card" key={k.id} data-state={k.state === 'breached' ? 'late' : 'met'}>
              <span className="what">{w(k.title)}</span>
              <span className="clock" data-state={k.state === 'breached' ? 'late' : 'met'}>
                <b>{k.state === 'breached' ? `! ${t('clock.breached')}` : `✓ ${t('clock.met')}`}</b>
              </span>
            </div>
          ))}
        </section>
      ) : null}

      <div className="case-cols">
        <div>
          <Panel title={t('case.why', { band: `P${c.band}` })} id="why">
            <Why c={c} />
          </Panel>
          {c.course ? <Course c={c} /> : null}
        </div>
        <div>
          <Evidence c={c} />
          <Panel title={t('case.timeline')} id="timeline">
            {mayHandle ? (
              <form
                className="inline"
                onSubmit={(e) => {
                  e.preventDefault();
                  void addNote();
                }}
              >
                <div className="field">
                  <label htmlFor="note" className="unseen">
                    {t('case.note.label')}
                  </label>
                  <input
                    className="input"
                    id="note"
                    value={note}
                    placeholder={t('case.note.placeholder')}
                    onChange={(e) => setNote(e.currentTarget.value)}
                    onKeyDown={(e) => (e.key === 'Escape' ? e.currentTarget.blur() : undefined)}
                  />
                </div>
                <button type="submit" className="button" disabled={!note.trim()}>
                  {t('case.note.add')}
                </button>
              </form>
            ) : null}
            <ol className="timeline" style={{ marginTop: '0.9rem' }}>
              {[...c.timeline]
                .sort((a, b) => (a.at < b.at ? 1 : -1))
                .map((line) => (
                  <li key={line.id} data-future={line.future} data-by={line.by.kind}>
                    <span className="when">
                      <When at={line.at} />{' '}
                      {line.future ? `· ${t('case.timeline.future')}` : line.by.name ? `· ${line.by.name}` : null}
                    </span>
                    <span>{withTimes(w(line.text), zone, language)}</span>
                    {line.note ? <span className="said">{line.note}</span> : null}
                  </li>
                ))}
            </ol>
          </Panel>
        </div>
        <div>
          <PartyPanel c={c} onChoose={() => setActing('choose_holder')} mayChoose={mayHandle && isOpen} />
          <Panel title={t('case.letters')} id="letters">
            {c.letters.length === 0 ? <p className="faint">{t('case.letters.none')}</p> : null}
            {c.letters.map((l) => (
              <div className="finding" key={l.id}>
                <div className="first">
                  <strong>{w(l.title)}</strong> <StateChip state={l.state} family="letters" />
                </div>
                {l.subject ? <span className="small">{l.subject}</span> : null}
                <span className="faint small">
                  {l.to ? `${l.to} · ` : null}
                  <When at={l.sent_at ?? l.created_at} />
                  {l.sent_at ? (
                    <>
                      {' '}
                      · <ReadState l={l} />
                    </>
                  ) : null}
                </span>
                {l.why ? <span className="small">{code('held', l.why)}</span> : null}
                {mayHandle ? (
                  <div className="case-head">
                    <button
                      type="button"
                      className="button small"
                      aria-label={`${t('letters.read')}: ${w(l.title)}`}
                      onClick={() => setReading(l.id)}
                    >
                      {t('letters.read')}
                    </button>
                    {l.state === 'queued' || l.state === 'held' ? (
                      <button
                        type="button"
                        className="button small"
                        onClick={() =>
                          void holdBack(l.id, l.version).then((done) =>
                            done ? toast({ text: t('outbox.undone') }) : undefined,
                          )
                        }
                      >
                        {t('outbox.undo')}
                      </button>
                    ) : null}
                  </div>
                ) : null}
              </div>
            ))}
          </Panel>
          <LadderPanel c={c} />
          <Panel title={t('case.answers')} id="answers">
            {c.answers.length === 0 ? <p className="faint">{t('case.answers.none')}</p> : null}
            {c.answers.map((a) => (
              <div className="finding" key={a.id}>
                <div className="first">
                  <strong>{code('answer', a.kind)}</strong>
                  {a.until ? (
                    <span className="small">
                      {t('form.until')} <When at={a.until} />
                    </span>
                  ) : null}
                </div>
                {a.text ? <p className="said">{a.text}</p> : null}
                <span className="faint small">
                  {code('channel', a.channel)} · <When at={a.received_at} />
                </span>
              </div>
            ))}
          </Panel>
          {c.probes.length > 0 ? (
            <Panel title={t('case.probes')} id="probes">
              {c.probes.map((p) => (
                <div className="finding" key={p.id}>
                  <span className="first">
                    <strong>{code('looked', p.outcome)}</strong>
                    <span className="value small">{harmless(p.target)}</span>
                  </span>
                  <span className="faint small">
                    {code('look', p.how)} · {p.note ? `${p.note} · ` : null}
                    <When at={p.at} />
                  </span>
                </div>
              ))}
            </Panel>
          ) : null}
          {c.related_cases.length + c.merged.length > 0 ? (
            <Panel title={t('case.related')} id="related">
              <ul>
                {c.related_cases.map((r) => (
                  <li key={r.id} className="finding">
                    <div className="first">
                      <Band band={r.band} />
                      <Link to="/cases/$id" params={{ id: r.id }} className="value">
                        {r.reference}
                      </Link>
                      <StateChip state={r.state} />
                    </div>
                    <span className="faint small">{w(r.why)}</span>
                  </li>
                ))}
                {c.merged.map((m) => (
                  <li key={m.id} className="finding">
                    <span className="faint small">{t('case.merged')}</span>
                    <Link to="/cases/$id" params={{ id: m.id }} className="value">
                      {m.reference}
                    </Link>
                  </li>
                ))}
              </ul>
            </Panel>
          ) : null}
        </div>
      </div>

      {mayHandle ? (
        <footer className="next">
          <span className="label" role="status">
            {busy ? t('case.busy') : t('case.next')}
          </span>
          {first ? <ActButton name={first} offer={offered.get(first)} main run={run} busy={busy} /> : null}
          {offered.has('restrict') ? (
            <Link to="/decisions/new" search={{ matter: c.id }} className="button danger">
              {t('decision.start')}
            </Link>
          ) : null}
          {others.map((o) => (
            <ActButton key={o.act} name={o.act} offer={o} run={run} busy={busy} />
          ))}
          {isOpen ? (
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => void run(mine ? 'release' : 'claim')}
            >
              {word(mine ? 'release' : 'claim')} {mine ? null : <kbd>1</kbd>}
            </button>
          ) : null}
          <Menu
            label={t('act.more')}
            entries={[
              ...rest.map((o) => ({
                id: o.act,
                text: word(o.act),
                keys: actKeys[o.act],
                why: o.allowed || !o.why_not ? undefined : w(o.why_not),
                disabled: !o.allowed,
              })),
              ...side.filter((a) => a !== 'claim').map((a) => ({ id: a, text: word(a), keys: actKeys[a] })),
            ]}
            onAct={(name) => void run(name)}
          >
            {t('act.more')} <Icon name="more" size={15} />
          </Menu>
        </footer>
      ) : null}
      {reading ? <LetterReader id={reading} onClose={() => setReading(undefined)} /> : null}
      <ActDialog
        act={acting}
        cases={[c]}
        shape={c}
        onClose={() => setActing(undefined)}
        onDone={() => setActing(undefined)}
      />
    </article>
  );
}

function ActButton({
  name,
  offer,
  main = false,
  run,
  busy,
}: {
  readonly name: string;
  readonly offer:
    | { readonly allowed: boolean; readonly why_not: { readonly nl: string; readonly en: string } | null }
    | undefined;
  readonly main?: boolean;
  readonly run: (name: string) => Promise<void>;
  readonly busy: boolean;
}) {
  const { w } = useReading();
  const word = useActWord();
  const why = offer && !offer.allowed && offer.why_not ? w(offer.why_not) : undefined;
  const id = `why-not-${name}`;
  return (
    <>
      <button
        type="button"
        className={`button${main ? ' main' : ''}${name === 'restrict' ? ' danger' : ''}`}
        // Stays reachable, so that who cannot press it can hear why.
        aria-disabled={why || busy ? true : undefined}
        aria-describedby={why ? id : undefined}
        title={why}
        onClick={() => (busy ? undefined : void run(name))}
      >
        {word(name)} {actKeys[name] ? <kbd>{actKeys[name]}</kbd> : null}
      </button>
      {why ? (
        <span className="unseen" id={id}>
          {why}
        </span>
      ) : null}
    </>
  );
}

function ClockCard({ k }: { readonly k: CaseShape['clocks'][number] }) {
  const { t, w, zone, language } = useReading();
  const now = useNow();
  const [start, due] = [instant(k.starts_at), instant(k.due_at)];
  const look = clockLook(now, due);
  const whole = Math.max(1, start.until(due).total('seconds'));
  const used = Math.min(100, Math.max(0, (100 * start.until(now).total('seconds')) / whole));
  return (
    <div className="clock-card" data-state={look}>
      <span className="what">
        {w(k.title)}
        {k.statutory ? <span className="faint"> · {t('clock.statutory')}</span> : null}
      </span>
      <ClockChip due={k.due_at} />
      <span className="faint small">
        {dueTime(due, zone, language)}
        {k.statutory && k.mark === 'memory' ? ` · ${t('clock.unverified')}` : null}
      </span>
      <span className="bar" aria-hidden="true">
        <i style={{ width: `${used}%` }} />
      </span>
    </div>
  );
}

/** So many are shown at first: the rest is one press away and does not push the timeline out of sight. */
const firstFindings = 3;

function Evidence({ c }: { readonly c: CaseShape }) {
  const { t } = useReading();
  const { me } = useDesk();
  const list = useInfiniteQuery(findingsQuery(c.id));
  const [whole, setWhole] = useState(false);
  const loaded = list.data?.pages.flatMap((p) => p.items) ?? [];
  const all = whole ? loaded : loaded.slice(0, firstFindings);
  return (
    <Panel
      title={t('case.evidence')}
      id="evidence"
      aside={<span className="faint small">{t('case.evidence.count', { n: c.finding_count })}</span>}
    >
      {list.isPending ? <Loading /> : null}
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {all.map((f) => (
        <Finding key={`${f.day} ${f.id}`} f={f} sensitive={c.sensitive} />
      ))}
      {all.length < loaded.length || list.hasNextPage ? (
        <button
          type="button"
          className="button small"
          onClick={() => (whole ? void list.fetchNextPage() : setWhole(true))}
        >
          {t('case.evidence.more')}
        </button>
      ) : null}
      {c.episodes.length > 1 ? (
        <details>
          <summary>
            {t('case.episodes')} ({c.episodes.length})
          </summary>
          <ul>
            {c.episodes.map((e) => (
              <li key={e.id} className="finding">
                <span className="value">{e.asset && !c.sensitive ? harmless(e.asset) : t('inbox.never_shown')}</span>
                <span className="faint small">
                  {t('case.evidence.count', { n: e.finding_count })} · <When at={e.last_seen_at} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {me.member.role === 'reader' ? null : <Export id={c.id} />}
    </Panel>
  );
}

function Finding({ f, sensitive }: { readonly f: FindingShape; readonly sensitive: boolean }) {
  const { t, code, language } = useReading();
  const titles = useQuery(lawQuery).data?.formats;
  const title = titles?.find((x) => x.id === f.format)?.title;
  const format = title ? title[language] : f.format;
  const extra = Object.entries(f.extra);
  const where = f.url ?? f.host ?? null;
  const address = f.ip
    ? f.port
      ? f.ip.includes(':')
        ? `[${f.ip}]:${f.port}`
        : `${f.ip}:${f.port}`
      : f.ip
    : f.prefix;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('case.reporter'), f.reporter],
    [t('case.reference'), f.reference],
    [t('case.as_sent'), f.as_sent],
    [t('case.malware'), f.malware],
    [t('case.cve'), f.cve.length > 0 ? f.cve.join(', ') : null],
    [t('case.role'), f.role === 'unknown' ? null : code('role', f.role)],
    [t('case.severity'), f.severity ? code('severity', f.severity) : null],
    [t('case.format'), f.feed && f.feed !== f.format ? `${format} · ${f.feed}` : format],
  ];
  return (
    <div className="finding">
      <div className="first">
        <strong>
          {f.seen_at ? (
            <>
              {t('case.seen')} <When at={f.seen_at} zone />
            </>
          ) : (
            t('case.seen.none')
          )}
        </strong>
        {f.time_precision && f.time_precision !== 'exact' ? (
          <span className="chip" data-tone="care">
            {t('case.precision')}: {code('precision', f.time_precision)}
          </span>
        ) : null}
        {f.seen_at ? <span className="faint small value">{f.seen_at.replace(/\.\d+/, '')}</span> : null}
      </div>
      {sensitive ? null : (
        <div>
          {where ? <Value value={where} /> : null} {address ? <Value value={address} /> : null}
        </div>
      )}
      <dl className="facts">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                {name === t('case.malware') || !/[./]/.test(value) || value.includes(' ') ? value : harmless(value)}
              </dd>
            </div>
          ) : null,
        )}
      </dl>
      <Sender auth={f.sender} notifier={f.notifier} />
      {f.problems.length > 0 ? (
        <ul className="small">
          {f.problems.map((p) => (
            <li key={`${p.code} ${p.at ?? ''}`}>
              ⚠ <ProblemText p={p} />
            </li>
          ))}
        </ul>
      ) : null}
      {extra.length > 0 && !sensitive ? (
        <details>
          <summary>
            {t('case.extra')} ({extra.length})
          </summary>
          <dl className="facts">
            {extra.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt className="value">{name}</dt>
                <dd className="value">{harmless(typeof value === 'string' ? value : JSON.stringify(value))}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
      <span className="faint small" lang={language}>
        {t('case.received')} <When at={f.received_at} relative={false} zone />
      </span>
    </div>
  );
}

function Course({ c }: { readonly c: CaseShape }) {
  const { t, w } = useReading();
  const course = c.course;
  if (!course) return null;
  return (
    <Panel
      title={`${t('case.course')}: ${w(course.title)}`}
      id="course"
      aside={<span className="faint small">{t('case.course.version', { n: course.version })}</span>}
    >
      <div className="spaced">
        <p>{w(course.what)}</p>
        {(['customer', 'host'] as const).map((who) => {
          const steps = who === 'customer' ? course.steps_for_customer : course.steps_for_host;
          return steps.length > 0 ? (
            <details key={who} open={who === 'host'}>
              <summary>{t(`case.course.${who}`)}</summary>
              <ol className="steps">
                {steps.map((s) => (
                  <li key={s.do.en}>
                    <span>{w(s.do)}</span>
                    {s.command ? <code>{s.command}</code> : null}
                  </li>
                ))}
              </ol>
            </details>
          ) : null;
        })}
        <p className="small">
          <strong>{t('case.course.fixed')}:</strong> {w(course.fixed_when)}
        </p>
      </div>
    </Panel>
  );
}

function PartyPanel({
  c,
  onChoose,
  mayChoose,
}: {
  readonly c: CaseShape;
  readonly onChoose: () => void;
  readonly mayChoose: boolean;
}) {
  const { t, code } = useReading();
  const a = c.attribution_detail;
  return (
    <Panel title={t('case.party')} id="party">
      {c.holder ? (
        <p>
          <Link to="/parties/$id" params={{ id: c.holder.id }}>
            <strong>{c.holder.name ?? c.holder.reference}</strong>
          </Link>{' '}
          <span className="faint nowrap">{c.holder.reference}</span>
          <br />
          <Link to="/parties/$id" params={{ id: c.holder.id }} className="small">
            {t('case.party.open')}
          </Link>
        </p>
      ) : (
        <p>
          <strong>{a?.status === 'ambiguous' ? t('inbox.ambiguous') : t('case.party.none')}</strong>
          {a?.reason ? <span className="faint"> · {code('reason', a.reason)}</span> : null}
        </p>
      )}
      {a ? (
        <>
          <h3 style={{ marginTop: '0.8rem' }}>{t('case.party.then')}</h3>
          <ol className="chain" aria-label={t('case.chain')}>
            <li>
              <span>{t('case.us')}</span>
            </li>
            {a.chain.map((link, i) => (
              <li key={link.contract?.id ?? link.party?.id ?? i} style={{ '--depth': i } as CSSProperties}>
                <span>
                  {link.party ? (
                    <Link to="/parties/$id" params={{ id: link.party.id }}>
                      {link.party.name ?? link.party.reference}
                    </Link>
                  ) : (
                    t('app.unknown')
                  )}
                  {link.contract ? (
                    <span className="faint small">
                      {' '}
                      {link.contract.reference} · {code('service', link.contract.service_kind)}
                    </span>
                  ) : null}
                </span>
              </li>
            ))}
          </ol>
          <dl className="facts" style={{ marginTop: '0.6rem' }}>
            {a.method ? (
              <>
                <dt>{t('case.method')}</dt>
                <dd>
                  {code('method', a.method)}
                  {a.confidence ? ` · ${t('case.confidence')}: ${code('confidence', a.confidence)}` : ''}
                </dd>
              </>
            ) : null}
            {a.holding ? (
              <>
                <dt>{t('case.holding')}</dt>
                <dd>
                  <span className="value">{harmless(a.holding.what)}</span>{' '}
                  <span className="faint">
                    <Span from={a.holding.from} until={a.holding.until} />
                  </span>
                </dd>
              </>
            ) : null}
          </dl>
          {a.alternatives.length > 0 ? (
            <>
              <p className="small">{t('case.alternatives')}:</p>
              <ul>
                {a.alternatives.map((x) => (
                  <li key={x.contract?.id ?? x.party?.id}>
                    {x.party?.name ?? x.party?.reference ?? t('case.us')}{' '}
                    <span className="faint">{x.contract?.reference}</span>
                  </li>
                ))}
              </ul>
              {mayChoose ? (
                <button type="button" className="button small" onClick={onChoose}>
                  {t('act.choose_holder')}
                </button>
              ) : null}
            </>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}

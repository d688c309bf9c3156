/** Teaching: a person points at the values of a message once; the template is tried on it and on earlier ones at once. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TaughtField } from '#formats';
import type { TeachText, TemplateRow, Trial } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { lawQuery, queries, teachQuery } from '../desk/data.ts';
import { Menu } from '../parts/menu.tsx';
import { Empty, Failed, Field, Loading, Panel } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { harmlessText } from '../show.ts';
import { fieldKeys, harmlessWithWay, type Marked, nameFrom, withMark } from './marks.ts';
import { FoundLine, TrialTable } from './trial.tsx';

const fields: readonly TaughtField[] = [
  'ip',
  'seenAt',
  'port',
  'host',
  'url',
  'reference',
  'account',
  'asn',
  'kind',
  'severity',
  'malware',
  'cve',
  'count',
  'description',
  'firstSeenAt',
  'lastSeenAt',
  'target.ip',
  'target.port',
  'target.host',
  'target.url',
];
const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;

/** Zones a sender may mean: the usual ones first, then all. */
const zones: readonly string[] = [...new Set(['UTC', 'Europe/Amsterdam', ...Intl.supportedValuesOf('timeZone')])];

export function Teach() {
  const { t } = useReading();
  const { id } = useSearch({ from: '/manual/teach' });
  const text = useQuery({ ...teachQuery(id ?? ''), enabled: id !== undefined });
  useEffect(() => {
    document.title = `${t('teach.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('teach.title')}</h1>
        <p>{t('teach.lead')}</p>
        <p className="small">
          <Link to="/manual" search={id ? { id } : {}}>
            {t('teach.back')}
          </Link>
        </p>
      </header>
      {id === undefined ? (
        <div className="panel">
          <Empty sign="←" title={t('manual.pick')} />
        </div>
      ) : text.isPending ? (
        <Loading />
      ) : text.isError ? (
        <Failed error={text.error} retry={() => void text.refetch()} />
      ) : text.data.text.trim() === '' ? (
        <div className="panel">
          <Empty sign="–" title={t('teach.no_text')}>
            <p>{t('teach.no_text.text')}</p>
          </Empty>
        </div>
      ) : (
        <Desk key={id} seen={text.data} />
      )}
    </div>
  );
}

/** What the desk is sure of, each field once: mostly a person only confirms. */
function firstMarks(seen: TeachText): Marked[] {
  let marks: Marked[] = [];
  for (const f of seen.found)
    if (f.sure && !marks.some((m) => m.field === f.field))
      marks = withMark(marks, { field: f.field, from: f.from, until: f.until });
  return marks;
}

function Desk({ seen }: { readonly seen: TeachText }) {
  const { t, w, language } = useReading();
  const navigate = useNavigate();
  const kinds = useQuery(lawQuery).data?.kinds ?? [];
  const [marks, setMarks] = useState<readonly Marked[]>(() => firstMarks(seen));
  const [about, setAbout] = useState({
    name: nameFrom(seen.from),
    title: seen.from.slice(seen.from.lastIndexOf('@') + 1),
    kind: seen.kind ?? 'report.unclassified',
    dates: '',
    zone: '',
  });
  const [trial, setTrial] = useState<Trial>();
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const body = useMemo(
    () => ({
      marks: marks.map((m) => ({
        field: m.field,
        from: m.from,
        until: m.until,
        ...(m.means ? { means: m.means } : {}),
        ...(m.required === undefined ? {} : { required: m.required }),
      })),
      about: {
        name: about.name,
        title: about.title,
        kind: about.kind,
        ...(about.dates ? { dates: about.dates } : {}),
        ...(about.zone ? { zone: about.zone } : {}),
      },
    }),
    [marks, about],
  );
  const ready = marks.length > 0 && marks.every((m) => (m.field !== 'kind' && m.field !== 'severity') || m.means);
  // Tried again a moment after the last change; an answer that was overtaken is dropped.
  useEffect(() => {
    if (!ready) {
      setTrial(undefined);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setBusy(true);
      ask<Trial>('POST', `/v1/messages/${encodeURIComponent(seen.id)}/teach/try`, { body, signal: stop.signal })
        .then(
          (said) => {
            setTrial(said);
            setWrong(undefined);
          },
          (error: unknown) => {
            if (!stop.signal.aborted) setWrong(error instanceof Problem ? error.message : String(error));
          },
        )
        .finally(() => {
          if (!stop.signal.aborted) setBusy(false);
        });
    }, 350);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body, ready, seen.id]);

  const save = async (activate: boolean) => {
    try {
      const made = await ask<TemplateRow>('POST', `/v1/messages/${encodeURIComponent(seen.id)}/teach`, {
        body: { ...body, activate },
      });
      toast({ text: t(activate ? 'teach.activated' : 'teach.saved', { name: made.title, version: made.version }) });
      void queries.invalidateQueries({ queryKey: ['templates'] });
      void navigate({ to: '/templates' });
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
  };
  const mine = trial?.tried.find((x) => x.is_this);
  const asksDates = trial?.problems.some((p) => p.code === 'dates.unsaid') || about.dates !== '';
  return (
    <div className="teach">
      <div className="teach-left">
        <Pointing seen={seen} marks={marks} onMark={(m) => setMarks(withMark(marks, m))} />
      </div>
      <div className="teach-right">
        <Panel title={t('teach.marks')} id="marks">
          {marks.length === 0 ? (
            <Empty sign="←" title={t('teach.marks.none')}>
              <p>{t('teach.marks.none.text')}</p>
            </Empty>
          ) : (
            <div className="scroll-x">
              <table className="grid-table cards">
                <thead>
                  <tr>
                    <th scope="col">{t('teach.field')}</th>
                    <th scope="col" className="wide">
                      {t('teach.value')}
                    </th>
                    <th scope="col">{t('teach.required')}</th>
                    <td />
                  </tr>
                </thead>
                <tbody>
                  {marks.map((m) => {
                    const value = harmlessText(seen.text.slice(m.from, m.until));
                    const name = t(`teach.field.${m.field}`);
                    const problem = trial?.problems.find((p) => p.field === m.field);
                    const change = (with_: Partial<Marked>) =>
                      setMarks(marks.map((x) => (x.field === m.field ? { ...x, ...with_ } : x)));
                    return (
                      <tr key={m.field}>
                        <th scope="row">{name}</th>
                        <td data-label={t('teach.value')}>
                          <span className="value break">{value}</span>
                          {m.field === 'kind' || m.field === 'severity' ? (
                            <select
                              className="input"
                              aria-label={t('teach.means', { value })}
                              value={m.means ?? ''}
                              onChange={(e) => change({ means: e.currentTarget.value })}
                            >
                              <option value="">{t('teach.means.choose')}</option>
                              {m.field === 'severity'
                                ? severities.map((s) => (
                                    <option key={s} value={s}>
                                      {s}
                                    </option>
                                  ))
                                : kinds.map((k) => (
                                    <option key={k.id} value={k.id}>
                                      {w(k.title)}
                                    </option>
                                  ))}
                            </select>
                          ) : null}
                          {problem ? (
                            <span className="wrong line-2 small">{t(`teach.problem.${problem.code}` as never)}</span>
                          ) : null}
                        </td>
                        <td data-label={t('teach.required')}>
                          <input
                            type="checkbox"
                            aria-label={`${t('teach.required')}: ${name}`}
                            checked={m.required ?? trial?.template?.required.includes(m.field) ?? false}
                            onChange={(e) => change({ required: e.currentTarget.checked })}
                          />
                        </td>
                        <td className="acts">
                          <button
                            type="button"
                            className="button small"
                            aria-label={`${t('teach.unmark')}: ${name}`}
                            onClick={() => setMarks(marks.filter((x) => x !== m))}
                          >
                            {t('teach.unmark')}
                          </button>
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          )}
          <Others seen={seen} marks={marks} onMark={(m) => setMarks(withMark(marks, m))} />
        </Panel>
        <Panel title={t('teach.about')} id="about">
          <div className="teach-form">
            <Field label={t('teach.kind')} hint={t('teach.kind.hint')}>
              {(id, described) => (
                <select
                  className="input"
                  id={id}
                  aria-describedby={described}
                  value={about.kind}
                  onChange={(e) => setAbout({ ...about, kind: e.currentTarget.value })}
                >
                  {[...kinds]
                    .sort((a, b) => w(a.title).localeCompare(w(b.title), language))
                    .map((k) => (
                      <option key={k.id} value={k.id}>
                        {w(k.title)}
                      </option>
                    ))}
                </select>
              )}
            </Field>
            <Field label={t('teach.title_field')}>
              {(id) => (
                <input
                  className="input"
                  id={id}
                  value={about.title}
                  onChange={(e) => setAbout({ ...about, title: e.currentTarget.value })}
                />
              )}
            </Field>
            <Field label={t('teach.name')} hint={t('teach.name.hint')}>
              {(id, described) => (
                <input
                  className="input"
                  id={id}
                  aria-describedby={described}
                  autoCapitalize="none"
                  spellCheck={false}
                  value={about.name}
                  onChange={(e) => setAbout({ ...about, name: e.currentTarget.value })}
                />
              )}
            </Field>
            <Field label={t('teach.zone')} hint={t('teach.zone.hint')}>
              {(id, described) => (
                <select
                  className="input"
                  id={id}
                  aria-describedby={described}
                  value={about.zone}
                  onChange={(e) => setAbout({ ...about, zone: e.currentTarget.value })}
                >
                  <option value="">{t('teach.zone.none')}</option>
                  {zones.map((z) => (
                    <option key={z} value={z}>
                      {z}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {asksDates ? (
              <Field label={t('teach.dates')} hint={t('teach.dates.hint')}>
                {(id, described) => (
                  <select
                    className="input"
                    id={id}
                    aria-describedby={described}
                    value={about.dates}
                    onChange={(e) => setAbout({ ...about, dates: e.currentTarget.value })}
                  >
                    <option value="">{t('teach.means.choose')}</option>
                    <option value="day_first">{t('teach.dates.day_first')}</option>
                    <option value="month_first">{t('teach.dates.month_first')}</option>
                  </select>
                )}
              </Field>
            ) : null}
          </div>
        </Panel>
        <Panel title={t('teach.result')} id="result">
          <div aria-live="polite">
            {wrong ? (
              <p className="notice" data-tone="alarm">
                {wrong}
              </p>
            ) : null}
            {trial?.problems.some((p) => p.field === null) ? (
              <ul>
                {trial.problems
                  .filter((p) => p.field === null)
                  .map((p) => (
                    <li key={p.code + p.message}>{t(`teach.problem.${p.code}` as never)}</li>
                  ))}
              </ul>
            ) : null}
            {mine?.would.reads ? (
              <>
                <p>
                  <span className="chip" data-tone="good">
                    ✓ {t('teach.trial.findings', { n: mine.would.findings })}
                  </span>
                </p>
                <ul className="teach-found">
                  {mine.would.first.map((f, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: findings of one message have no id and never move
                    <li key={i}>
                      <FoundLine f={f} />
                    </li>
                  ))}
                </ul>
              </>
            ) : trial?.template ? (
              <p className="notice" data-tone="care">
                {t('teach.result.none')}
              </p>
            ) : wrong ? null : (
              <p className="faint">{busy ? t('app.loading') : t('teach.result.wait')}</p>
            )}
          </div>
          <div className="inline" style={{ marginTop: '0.9rem' }}>
            <button type="button" className="button main" disabled={!mine?.would.reads} onClick={() => void save(true)}>
              {t('teach.activate')}
            </button>
            <button type="button" className="button" disabled={!trial?.template} onClick={() => void save(false)}>
              {t('teach.save')}
            </button>
          </div>
          <p className="small faint" style={{ marginTop: '0.5rem' }}>
            {t('teach.activate.hint')}
          </p>
        </Panel>
      </div>
      <div className="teach-below">
        <Panel title={t('teach.trial')} id="trial">
          {trial && trial.tried.length > 0 ? (
            <TrialTable tried={trial.tried} />
          ) : (
            <p className="faint">{t('teach.trial.none', { n: seen.earlier })}</p>
          )}
        </Panel>
      </div>
    </div>
  );
}

/** Values the desk saw and did not mark: one press marks each. */
function Others({
  seen,
  marks,
  onMark,
}: {
  readonly seen: TeachText;
  readonly marks: readonly Marked[];
  readonly onMark: (m: Marked) => void;
}) {
  const { t } = useReading();
  const rest = seen.found.filter((f) => !marks.some((m) => m.from < f.until && m.until > f.from)).slice(0, 12);
  if (rest.length === 0) return null;
  return (
    <div style={{ marginTop: '0.9rem' }}>
      <p className="small" id="others">
        {t('teach.others')}
      </p>
      <ul className="teach-others" aria-labelledby="others">
        {rest.map((f) => (
          <li key={`${f.from} ${f.field}`}>
            <button
              type="button"
              className="button small"
              onClick={() => onMark({ field: f.field, from: f.from, until: f.until })}
            >
              <span className="value">{harmlessText(f.value)}</span>{' '}
              {t('teach.as', { field: t(`teach.field.${f.field}`) })}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The text to point into: read-only, selected by mouse or with Shift and the arrows; what is marked shows through from behind. */
function Pointing({
  seen,
  marks,
  onMark,
}: {
  readonly seen: TeachText;
  readonly marks: readonly Marked[];
  readonly onMark: (m: Marked) => void;
}) {
  const { t } = useReading();
  const area = useRef<HTMLTextAreaElement>(null);
  const way = useMemo(() => harmlessWithWay(seen.text), [seen.text]);
  const [range, setRange] = useState<{ from: number; until: number }>();
  const chosen = range && range.until > range.from ? seen.text.slice(range.from, range.until) : '';
  useEffect(() => {
    const el = area.current;
    const refuse = (e: Event) => e.preventDefault();
    el?.addEventListener('beforeinput', refuse);
    return () => el?.removeEventListener('beforeinput', refuse);
  }, []);
  const take = () => {
    const el = area.current;
    if (!el) return;
    setRange(el.selectionEnd > el.selectionStart ? way.toReal(el.selectionStart, el.selectionEnd) : undefined);
  };
  const mark = (field: TaughtField) => {
    if (!range || chosen.trim() === '') return;
    onMark({ field, from: range.from, until: range.until });
    setRange(undefined);
  };
  const press = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.key.length !== 1) return;
    const field = fields.find((f) => fieldKeys[f] === e.key.toLowerCase());
    if (!field || chosen.trim() === '') return;
    e.preventDefault();
    mark(field);
  };
  return (
    <Panel
      title={t('teach.text')}
      id="pointing"
      aside={
        <Menu
          label={chosen ? `${t('teach.mark')}: ${harmlessText(chosen.trim().slice(0, 40))}` : t('teach.mark')}
          className={`button small${chosen ? ' main' : ''}`}
          entries={fields.map((f) => ({
            id: f,
            text: t(`teach.field.${f}`),
            keys: fieldKeys[f],
            disabled: chosen.trim() === '',
          }))}
          onAct={(f) => mark(f as TaughtField)}
        >
          {t('teach.mark')}
        </Menu>
      }
    >
      <p className="small" id="pointing-how">
        {t('teach.how')}
      </p>
      <div className="raw teach-text">
        <div className="teach-back" aria-hidden="true">
          {segments(way.shown, seen, marks, way.toShown).map((s) =>
            s.tone ? (
              <mark key={s.from} data-tone={s.tone}>
                {s.text}
              </mark>
            ) : (
              <span key={s.from}>{s.text}</span>
            ),
          )}
          {'\n'}
        </div>
        <textarea
          ref={area}
          className="teach-front"
          // A read-only field lets no keyboard select in every browser: this one takes the caret and refuses each change.
          aria-readonly="true"
          inputMode="none"
          spellCheck={false}
          aria-label={t('teach.text')}
          aria-describedby="pointing-how"
          value={way.shown}
          onChange={() => {}}
          onSelect={take}
          onKeyUp={take}
          onMouseUp={take}
          onKeyDown={press}
        />
      </div>
      <p className="small" aria-live="polite">
        {chosen ? t('teach.selected', { value: harmlessText(chosen.trim().slice(0, 80)) }) : t('teach.selected.none')}
      </p>
      {seen.cut ? <p className="faint small">{t('manual.cut')}</p> : null}
    </Panel>
  );
}

interface Segment {
  readonly from: number;
  readonly text: string;
  readonly tone: 'marked' | 'found' | undefined;
}

/** The shown text in pieces: what is marked, what was found and not marked, and the rest. */
function segments(shown: string, seen: TeachText, marks: readonly Marked[], toShown: (n: number) => number): Segment[] {
  const spans = [
    ...marks.map((m) => ({ from: m.from, until: m.until, tone: 'marked' as const })),
    ...seen.found
      .filter((f) => !marks.some((m) => m.from < f.until && m.until > f.from))
      .map((f) => ({ from: f.from, until: f.until, tone: 'found' as const })),
  ].sort((a, b) => a.from - b.from);
  const out: Segment[] = [];
  let at = 0;
  for (const s of spans) {
    const from = Math.max(at, toShown(s.from));
    const until = toShown(s.until);
    if (until <= from) continue;
    if (from > at) out.push({ from: at, text: shown.slice(at, from), tone: undefined });
    out.push({ from, text: shown.slice(from, until), tone: s.tone });
    at = until;
  }
  if (at < shown.length) out.push({ from: at, text: shown.slice(at), tone: undefined });
  return out;
}

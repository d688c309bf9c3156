/** Acts on one case or many: which form each needs, what is shown before it happens, and what is said after. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type CaseRow, type CaseShape, origins, outcomes } from '#cases';
import { ask, Problem, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { type CasePage, membersQuery, previewQuery, queries } from '../desk/data.ts';
import { serverNow } from '../desk/now.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Band, Failed, Field, Loading, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { harmless, sizeForPeople } from '../show.ts';
import type { Key } from '../words/words.ts';

/** The key of each act, the same in the list and on the case. */
export const actKeys: Readonly<Record<string, string>> = {
  claim: '1',
  bundle: '2',
  reject: '3',
  notify: 'n',
  restrict: 'b',
  probe: 'v',
  band: 'p',
  snooze: 'h',
  assign: 'a',
  note: 'c',
  resolve: 'e',
};

export interface ActBody {
  readonly reason?: string;
  readonly outcome?: string;
  readonly origin?: string;
  readonly into?: string;
  readonly member?: string | null;
  readonly until?: string | null;
  readonly band?: number;
  readonly episodes?: readonly string[];
  readonly contract?: string;
  readonly note?: string;
}

/** Puts the new state of a case into what is shown: the case itself, and its row where a list holds it. */
export function keep(shape: CaseShape): void {
  queries.setQueryData(['case', shape.id], shape);
  queries.setQueriesData<{ pages: CasePage[]; pageParams: unknown[] }>(
    { queryKey: ['cases'], predicate: (q) => typeof q.queryKey[1] === 'object' },
    (data) =>
      data?.pages && {
        ...data,
        pages: data.pages.map((page) =>
          page.items.some((r) => r.id === shape.id)
            ? { ...page, items: page.items.map((r) => (r.id === shape.id ? { ...r, ...rowOf(shape) } : r)) }
            : page,
        ),
      },
  );
}

const rowOf = (c: CaseShape): Partial<CaseRow> => ({
  state: c.state,
  band: c.band,
  score: c.score,
  because: c.because,
  holder: c.holder,
  addressee: c.addressee,
  attribution: c.attribution,
  finding_count: c.finding_count,
  due_at: c.due_at,
  due_clock: c.due_clock,
  assigned_to: c.assigned_to,
  claimed_by: c.claimed_by,
  claimed_until: c.claimed_until,
  snoozed_until: c.snoozed_until,
  answered_at: c.answered_at,
  version: c.version,
});

/** Does one act. The version makes sure nobody acts on a state they have not seen. */
export async function act(id: string, what: string, body: ActBody & { readonly version?: number }): Promise<CaseShape> {
  const shape = await ask<CaseShape>('POST', `/v1/cases/${encodeURIComponent(id)}/${what}`, { body });
  keep(shape);
  void queries.invalidateQueries({ queryKey: ['letters'] });
  void queries.invalidateQueries({ queryKey: ['deadlines'] });
  void queries.invalidateQueries({ queryKey: ['cases', 'counts'] });
  return shape;
}

/** Acts that need no form. */
export const bare: ReadonlySet<string> = new Set(['claim', 'release', 'unbundle', 'probe']);

/** Without the dots that promise a form: for its title, and for what is said when it was done. */
export const bareWord = (word: string): string => word.replace(/ …$/, '');

/** An act as a word; one this screen does not know yet is shown by its name. */
export function useActWord(): (name: string) => string {
  const { t } = useReading();
  return (name) => (name in words ? t(`act.${name}` as Key) : name);
}
const words = {
  notify: 1,
  restrict: 1,
  lift: 1,
  resolve: 1,
  reject: 1,
  reopen: 1,
  bundle: 1,
  unbundle: 1,
  wait: 1,
  note: 1,
  claim: 1,
  release: 1,
  assign: 1,
  snooze: 1,
  band: 1,
  split: 1,
  probe: 1,
  choose_holder: 1,
};

type Subject = Pick<CaseRow, 'id' | 'reference' | 'version' | 'kind_title' | 'holder' | 'band'>;

/** The form of an act; for one case or, with more, for all of them together. */
export function ActDialog({
  act: name,
  cases,
  shape,
  onClose,
  onDone,
}: {
  readonly act: string | undefined;
  readonly cases: readonly Subject[];
  /** The whole case, where one is open: for splitting and choosing a holder. */
  readonly shape?: CaseShape | undefined;
  readonly onClose: () => void;
  readonly onDone: (refused: readonly string[]) => void;
}) {
  if (!name || cases.length === 0) return null;
  const only = cases.length === 1 ? cases[0] : undefined;
  if (name === 'notify' && only) return <LetterDialog subject={only} onClose={onClose} onDone={() => onDone([])} />;
  return <FormDialog key={name} act={name} cases={cases} shape={shape} onClose={onClose} onDone={onDone} />;
}

/** More than this many at once asks to type the number. */
const manyCases = 20;

function FormDialog({
  act: name,
  cases,
  shape,
  onClose,
  onDone,
}: {
  readonly act: string;
  readonly cases: readonly Subject[];
  readonly shape: CaseShape | undefined;
  readonly onClose: () => void;
  readonly onDone: (refused: readonly string[]) => void;
}) {
  const { t, w } = useReading();
  const word = useActWord();
  const [body, setBody] = useState<ActBody>(() => firstBody(name));
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const many = cases.length > 1;
  const confirmed = cases.length <= manyCases || typed.trim() === String(cases.length);
  const set = (change: ActBody) => setBody((b) => ({ ...b, ...change }));
  const needsReason = ['restrict', 'lift', 'reject', 'reopen', 'band', 'choose_holder', 'note', 'wait'].includes(name);
  const mayReason = needsReason || name === 'resolve';

  const go = async () => {
    if (needsReason && !body.reason?.trim()) return setWrong(t('form.reason.needed'));
    if (!confirmed || busy) return;
    setBusy(true);
    setWrong(undefined);
    try {
      if (many) {
        const result = await ask<{ done: string[]; refused: { id: string; code: string; detail: string }[] }>(
          'POST',
          '/v1/cases/bulk',
          { body: { ...body, ids: cases.map((c) => c.id), act: name } },
        );
        void queries.invalidateQueries({ queryKey: ['cases'] });
        void queries.invalidateQueries({ queryKey: ['letters'] });
        toast({ text: t('inbox.bulk.done', { n: result.done.length }) });
        if (result.refused.length > 0)
          toast({
            text: `${t('inbox.bulk.refused', { n: result.refused.length })} ${result.refused[0]?.detail ?? ''}`,
            tone: 'alarm',
          });
        onDone(result.refused.map((r) => r.id));
      } else {
        const one = cases[0];
        if (one) await act(one.id, name, { ...body, version: one.version });
        toast({ text: t('act.done', { act: bareWord(word(name)) }) });
        onDone([]);
      }
    } catch (error) {
      setWrong(error instanceof Problem ? error.message : String(error));
      if (error instanceof Problem && error.code === 'request.changed-meanwhile')
        void queries.invalidateQueries({ queryKey: ['case', cases[0]?.id] });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`${bareWord(word(name))}${cases.length === 1 ? ` · ${cases[0]?.reference}` : ''}`}
      open
      onClose={onClose}
      onSubmit={() => void go()}
      wide={many}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={busy || !confirmed}>
          {many ? t('inbox.bulk.go', { n: cases.length }) : t('form.go')}
        </button>
      }
    >
      {wrong ? (
        <p className="notice" data-tone="alarm" role="alert">
          {wrong}
        </p>
      ) : null}
      <Fields name={name} body={body} set={set} shape={shape} self={cases[0]?.id} holder={cases[0]?.holder?.id} />
      {mayReason ? (
        <Field label={name === 'note' ? t('case.note.label') : t('form.reason')} hint={t('form.reason.hint')}>
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              value={body.reason ?? ''}
              onChange={(e) => set({ reason: e.currentTarget.value })}
            />
          )}
        </Field>
      ) : null}
      {many ? (
        <section aria-label={t('inbox.bulk.preview')}>
          <div className="raw">
            <table className="grid-table">
              <thead>
                <tr>
                  <th scope="col">{t('inbox.col.case')}</th>
                  <th scope="col">{t('inbox.col.kind')}</th>
                  <th scope="col">{t('inbox.col.holder')}</th>
                  <th scope="col">{t('inbox.bulk.preview')}</th>
                </tr>
              </thead>
              <tbody>
                {cases.slice(0, 50).map((c) => (
                  <tr key={c.id}>
                    <th scope="row" className="value">
                      {c.reference}
                    </th>
                    <td>{w(c.kind_title)}</td>
                    <td>{c.holder?.name ?? c.holder?.reference ?? '–'}</td>
                    <td>{word(name)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {cases.length > 50 ? <p className="faint">… + {cases.length - 50}</p> : null}
          </div>
        </section>
      ) : null}
      {cases.length > manyCases ? (
        <Field label={t('inbox.bulk.count', { n: cases.length })}>
          {(id) => (
            <input
              className="input"
              id={id}
              inputMode="numeric"
              value={typed}
              onChange={(e) => setTyped(e.currentTarget.value)}
            />
          )}
        </Field>
      ) : null}
    </Dialog>
  );
}

function firstBody(name: string): ActBody {
  if (name === 'resolve') return { outcome: 'fixed', origin: 'unknown' };
  if (name === 'reject') return { outcome: 'not_abuse' };
  if (name === 'snooze') return { until: serverNow().add({ hours: 4 }).toString() };
  if (name === 'assign') return { member: null };
  if (name === 'band') return { band: 2 };
  return {};
}

function Fields({
  name,
  body,
  set,
  shape,
  self,
  holder,
}: {
  readonly name: string;
  readonly body: ActBody;
  readonly set: (b: ActBody) => void;
  readonly shape: CaseShape | undefined;
  readonly self: string | undefined;
  readonly holder: string | undefined;
}) {
  const { t, code, zone } = useReading();
  switch (name) {
    case 'resolve':
    case 'reject': {
      const fitting = outcomes.filter((o) =>
        name === 'resolve'
          ? ['fixed', 'mitigated', 'not_seen_again', 'no_action_possible'].includes(o)
          : ['not_abuse', 'false_positive', 'not_ours', 'duplicate'].includes(o),
      );
      return (
        <>
          <Field label={t('form.outcome')}>
            {(id) => (
              <select
                className="input"
                id={id}
                value={body.outcome}
                onChange={(e) => set({ outcome: e.currentTarget.value })}
              >
                {fitting.map((o) => (
                  <option key={o} value={o}>
                    {t(`outcome.${o}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {name === 'resolve' ? (
            <Field label={t('form.origin')}>
              {(id) => (
                <select
                  className="input"
                  id={id}
                  value={body.origin}
                  onChange={(e) => set({ origin: e.currentTarget.value })}
                >
                  {origins.map((o) => (
                    <option key={o} value={o}>
                      {t(`origin.${o}`)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          ) : null}
        </>
      );
    }
    case 'snooze': {
      const now = serverNow();
      const local = now.toZonedDateTimeISO(zone);
      const morning = local.add({ days: 1 }).withPlainTime({ hour: 9 }).toInstant();
      const choices = [
        ['form.until.later', now.add({ hours: 4 })],
        ['form.until.morning', morning],
        ['form.until.week', local.add({ days: 7 }).toInstant()],
      ] as const;
      return (
        <fieldset className="field">
          <legend>{t('form.until')}</legend>
          {choices.map(([key, at], i) => (
            <label key={key} className="option">
              <input
                type="radio"
                name="until"
                defaultChecked={i === 0}
                onChange={() => set({ until: at.toString() })}
              />
              {t(key)}{' '}
              <span className="faint">
                · <When at={at.toString()} relative={false} zone />
              </span>
            </label>
          ))}
        </fieldset>
      );
    }
    case 'assign':
      return <MemberField value={body.member ?? null} set={(member) => set({ member })} />;
    case 'band':
      return (
        <fieldset className="field">
          <legend>{t('form.band')}</legend>
          <div className="case-head">
            {[0, 1, 2, 3, 4, 5].map((b) => (
              <label key={b} className="option">
                <input type="radio" name="band" checked={body.band === b} onChange={() => set({ band: b })} />
                <Band band={b} />
              </label>
            ))}
          </div>
        </fieldset>
      );
    case 'bundle':
      return <IntoField value={body.into} set={(into) => set({ into })} self={self} holder={holder} />;
    case 'split':
      return (
        <fieldset className="field">
          <legend>{t('form.episodes')}</legend>
          {(shape?.episodes ?? []).map((e) => (
            <label key={e.id} className="option">
              <input
                type="checkbox"
                checked={body.episodes?.includes(e.id) ?? false}
                onChange={(x) =>
                  set({
                    episodes: x.currentTarget.checked
                      ? [...(body.episodes ?? []), e.id]
                      : (body.episodes ?? []).filter((i) => i !== e.id),
                  })
                }
              />
              <span className="value">{e.asset ? harmless(e.asset) : t('inbox.never_shown')}</span>
              <span className="faint">{t('case.evidence.count', { n: e.finding_count })}</span>
            </label>
          ))}
        </fieldset>
      );
    case 'choose_holder':
      return (
        <fieldset className="field">
          <legend>{t('case.alternatives')}</legend>
          {(shape?.attribution_detail?.alternatives ?? []).map((a) => (
            <label key={a.contract?.id ?? a.party?.id} className="option">
              <input
                type="radio"
                name="holder"
                disabled={!a.contract}
                onChange={() => (a.contract ? set({ contract: a.contract.id }) : undefined)}
              />
              {a.party?.name ?? a.party?.reference ?? t('case.us')}
              <span className="faint">
                {a.contract ? `${a.contract.reference} · ${code('service', a.contract.service_kind)}` : null}
              </span>
            </label>
          ))}
        </fieldset>
      );
    default:
      return null;
  }
}

function MemberField({ value, set }: { readonly value: string | null; readonly set: (id: string | null) => void }) {
  const { t } = useReading();
  const { data } = useQuery(membersQuery);
  return (
    <Field label={t('form.member')}>
      {(id) => (
        <select className="input" id={id} value={value ?? ''} onChange={(e) => set(e.currentTarget.value || null)}>
          <option value="">{t('form.nobody')}</option>
          {(data?.items ?? [])
            .filter((m) => m.state === 'active')
            .map((m) => (
              <option key={m.id} value={m.id}>
                {m.name}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}

function IntoField({
  value,
  set,
  self,
  holder,
}: {
  readonly value: string | undefined;
  readonly set: (id: string) => void;
  readonly self: string | undefined;
  /** Until something is typed, cases of the same customer are offered: those are what one bundles. */
  readonly holder: string | undefined;
}) {
  const { t, w } = useReading();
  const [q, setQ] = useState('');
  const { data } = useQuery({
    queryKey: ['cases', 'into', q, holder],
    queryFn: ({ signal }) =>
      ask<CasePage>('GET', pathOf('/v1/cases', { view: 'all', q, holder: q ? undefined : holder, limit: 8 }), {
        signal,
      }),
  });
  return (
    <>
      <Field label={t('form.into')} hint={t('form.into.hint')}>
        {(id, described) => (
          <input
            className="input"
            id={id}
            aria-describedby={described}
            value={q}
            onChange={(e) => setQ(e.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset className="field">
        <legend className="unseen">{t('form.into')}</legend>
        {(data?.items ?? [])
          .filter((c) => c.id !== self)
          .map((c) => (
            <label key={c.id} className="option">
              <input type="radio" name="into" checked={value === c.id} onChange={() => set(c.id)} />
              <Band band={c.band} />
              <span className="value">{c.reference}</span>
              <span>
                {w(c.kind_title)} <span className="value small">{c.asset ? harmless(c.asset) : ''}</span>
                <span className="faint small"> {c.holder?.name ?? c.holder?.reference}</span>
              </span>
            </label>
          ))}
      </fieldset>
    </>
  );
}

/** The letter as it would go now; sending puts it in the outbox, where it can be undone. */
export function LetterDialog({
  subject,
  onClose,
  onDone,
}: {
  readonly subject: Subject;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, w, code, language } = useReading();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const preview = useQuery(previewQuery(subject.id, asked));
  const p = preview.data;
  const ready = p !== undefined && p.refusals.length === 0 && asked === note;
  const send = async () => {
    if (asked !== note) return setAsked(note);
    if (!ready || busy) return;
    setBusy(true);
    try {
      await act(subject.id, 'notify', { version: subject.version, ...(note.trim() ? { note: note.trim() } : {}) });
      toast({ text: t('letter.queued') });
      onDone();
    } catch (error) {
      setWrong(error instanceof Problem ? error.message : String(error));
      if (error instanceof Problem && error.code === 'request.changed-meanwhile')
        void queries.invalidateQueries({ queryKey: ['case', subject.id] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`${t('letter.title')} · ${subject.reference}`}
      open
      wide
      onClose={onClose}
      onSubmit={() => void send()}
      aside={p && p.refusals.length === 0 ? t('letter.undo_seconds', { n: p.undo_seconds }) : undefined}
      actions={
        <button type="button" className="button main" disabled={!ready || busy} onClick={() => void send()}>
          {t('letter.send')}
        </button>
      }
    >
      {wrong ? (
        <p className="notice" data-tone="alarm" role="alert">
          {wrong}
        </p>
      ) : null}
      {preview.isPending ? <Loading /> : null}
      {preview.isError ? <Failed error={preview.error} retry={() => void preview.refetch()} /> : null}
      {p ? (
        <>
          {p.refusals.length > 0 ? (
            <div className="notice" data-tone="care" role="alert">
              <strong>{t('letter.refused')}</strong>
              <ul>
                {p.refusals.map((r) => (
                  <li key={r.code}>{w(r.text)}</li>
                ))}
              </ul>
            </div>
          ) : null}
          <dl className="facts">
            <dt>{t('letter.to')}</dt>
            <dd>{p.to ?? t('app.unknown')}</dd>
            <dt>{t('letter.subject')}</dt>
            <dd>
              <strong>{p.subject}</strong>
            </dd>
            <dt>{t('letter.language')}</dt>
            <dd>{code('language', p.language)}</dd>
            {p.deadline_at ? (
              <>
                <dt>{t('letter.deadline')}</dt>
                <dd>
                  <When at={p.deadline_at} zone />
                </dd>
              </>
            ) : null}
            {p.attachments.length > 0 ? (
              <>
                <dt>{t('letter.attachments')}</dt>
                <dd>{p.attachments.map((a) => `${a.name} (${sizeForPeople(a.size, language)})`).join(', ')}</dd>
              </>
            ) : null}
          </dl>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
          <section className="letter" tabIndex={0} aria-label={t('letter.title')}>
            {p.text}
          </section>
          <Field label={t('letter.note')} hint={t('letter.note.hint')}>
            {(id, described) => (
              <textarea
                className="input"
                id={id}
                aria-describedby={described}
                value={note}
                onChange={(e) => setNote(e.currentTarget.value)}
                onBlur={() => setAsked(note)}
              />
            )}
          </Field>
        </>
      ) : null}
    </Dialog>
  );
}

/** The manual queue: messages without a finding, read as plain text, each brought to its end by a person. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { MessageRow } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { lawQuery, manualQuery, messageTextQuery, queries } from '../desk/data.ts';
import { useKeys } from '../desk/keys.ts';
import { serverNow } from '../desk/now.ts';
import { FromMail } from '../notices/frommail.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Loading, Panel, ProblemText, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { harmlessText, sizeForPeople } from '../show.ts';
import { isKnown } from '../words/codes.ts';
import { Sender } from './sender.tsx';

export function Manual() {
  const { t, code } = useReading();
  const navigate = useNavigate();
  const { id } = useSearch({ from: '/manual' });
  const { data, isPending, error, refetch } = useQuery(manualQuery);
  const items = data?.items ?? [];
  // Nothing is opened unasked: that a message was read stands in the journal.
  const at = items.findIndex((m) => m.id === id);
  const on = items[at];
  useEffect(() => {
    document.title = `${t('manual.title')} · Bezem`;
  });
  const go = (i: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, i))];
    if (next) void navigate({ to: '/manual', search: { id: next.id }, replace: true });
  };
  useKeys({ j: () => go(at + 1), k: () => go(at - 1), ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1) });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('manual.title')}</h1>
        <p>{t('manual.lead')}</p>
        <p className="small">
          <Link to="/templates">{t('manual.templates')}</Link>
        </p>
      </header>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : items.length === 0 ? (
        <div className="panel">
          <Empty title={t('manual.empty')}>
            <p>{t('manual.empty.text')}</p>
          </Empty>
        </div>
      ) : (
        <div className="two">
          <section className="panel" aria-label={t('manual.title')}>
            <ul className="pick-list">
              {items.map((m) => (
                <li key={m.id}>
                  <Link
                    to="/manual"
                    search={{ id: m.id }}
                    aria-current={m === on ? 'true' : undefined}
                    activeProps={{}}
                  >
                    <strong>{m.subject ?? m.name ?? t('manual.no_subject')}</strong>
                    <span className="faint small">
                      {m.from ?? code('channel', m.channel)} · <When at={m.received_at} />
                    </span>
                    <WhyUnread m={m} />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
          {on ? (
            <One key={on.id} m={on} />
          ) : (
            <div className="panel">
              <Empty sign="←" title={t('manual.pick')}>
                <p>{t('manual.pick.text')}</p>
              </Empty>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** The first thing the reader stumbled over, else its own sentence; that is English where the screen has no words for it. */
function WhyUnread({ m }: { readonly m: MessageRow }) {
  const { t, code, language } = useReading();
  // That a format passed it by says less than what the last one stumbled over.
  const first = m.problems.find((p) => p.code !== 'format.passed') ?? m.problems[0];
  return (
    <span className="small">
      {first ? (
        <ProblemText p={first} />
      ) : m.why === null ? null : isKnown('unread', m.why) || language === 'en' ? (
        code('unread', m.why)
      ) : (
        <span lang="en">{t('problem.said', { text: m.why })}</span>
      )}
    </span>
  );
}

type Form = 'not_abuse' | 'add_finding' | 'mark_csam' | 'notice';

function One({ m }: { readonly m: MessageRow }) {
  const { t, w, code, language } = useReading();
  const { me } = useDesk();
  const navigate = useNavigate();
  const mayHandle = me.member.role !== 'reader';
  const text = useQuery({ ...messageTextQuery(m.id), enabled: mayHandle });
  const formats = useQuery(lawQuery).data?.formats ?? [];
  const [hint, setHint] = useState('');
  const [form, setForm] = useState<Form>();
  const act = async (name: string, body: unknown, said: string) => {
    try {
      await ask('POST', `/v1/messages/${encodeURIComponent(m.id)}/${name}`, { body });
      toast({ text: said });
      setForm(undefined);
      void queries.invalidateQueries({ queryKey: ['messages'] });
      void navigate({ to: '/manual', search: {} });
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
  };
  return (
    <div style={{ display: 'grid', gap: '1rem', minWidth: 0 }}>
      <Panel title={m.subject ?? m.name ?? t('manual.no_subject')} id="message">
        <dl className="facts">
          <dt>{t('manual.from')}</dt>
          <dd>{m.from ?? '–'}</dd>
          <dt>{t('manual.received')}</dt>
          <dd>
            <When at={m.received_at} zone /> <span className="faint">· {code('channel', m.channel)}</span> ·{' '}
            {sizeForPeople(m.size, language)}
          </dd>
          {m.auth || m.notifier ? (
            <>
              <dt>{t('sender.title')}</dt>
              <dd>
                <Sender auth={m.auth} notifier={m.notifier} />
              </dd>
            </>
          ) : null}
          <dt>{t('manual.problems')}</dt>
          <dd>
            <ul>
              {m.problems.map((p) => (
                <li key={`${p.code} ${p.at ?? ''}`}>
                  <ProblemText p={p} />
                </li>
              ))}
            </ul>
          </dd>
        </dl>
        {mayHandle ? (
          <div className="inline" style={{ marginTop: '0.9rem' }}>
            <button type="button" className="button main" onClick={() => setForm('add_finding')}>
              {t('manual.add')}
            </button>
            <button type="button" className="button" onClick={() => setForm('notice')}>
              {t('notices.from_mail')}
            </button>
            <Link className="button" to="/manual/teach" search={{ id: m.id }}>
              {t('manual.teach')}
            </Link>
            <div className="field">
              <label htmlFor="hint">{t('manual.hint')}</label>
              <select className="input" id="hint" value={hint} onChange={(e) => setHint(e.currentTarget.value)}>
                <option value="">{t('manual.hint.auto')}</option>
                {formats.map((f) => (
                  <option key={f.id} value={f.id}>
                    {w(f.title)}
                  </option>
                ))}
              </select>
            </div>
            <button
              type="button"
              className="button"
              onClick={() => void act('read_again', hint ? { hint } : {}, t('manual.read_done'))}
            >
              {t('manual.read_again')}
            </button>
            <button type="button" className="button" onClick={() => setForm('not_abuse')}>
              {t('manual.not_abuse')}
            </button>
            <button type="button" className="button danger" onClick={() => setForm('mark_csam')}>
              {t('manual.csam')}
            </button>
          </div>
        ) : null}
      </Panel>
      {mayHandle ? (
        <Panel title={t('manual.text')} id="text">
          {text.isPending ? <Loading /> : null}
          {text.isError ? <Failed error={text.error} /> : null}
          {text.data ? (
            <>
              <dl className="facts">
                {text.data.headers.slice(0, 12).map((h, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand twice and never moves
                  <div key={i} style={{ display: 'contents' }}>
                    <dt>{h.name}</dt>
                    <dd className="value">{h.value}</dd>
                  </div>
                ))}
              </dl>
              {text.data.parts.map((p) => (
                <div key={p.path} style={{ marginTop: '0.7rem' }}>
                  {p.text === null ? (
                    <p className="notice" data-tone="care">
                      {t('manual.picture', {
                        type: p.name ? `${p.name}, ${p.type}` : p.type,
                        size: sizeForPeople(p.size, language),
                      })}
                    </p>
                  ) : (
                    <section
                      className="raw"
                      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
                      tabIndex={0}
                      aria-label={p.name ?? p.type}
                    >
                      <pre>{harmlessText(p.text)}</pre>
                    </section>
                  )}
                  {p.cut ? <p className="faint small">{t('manual.cut')}</p> : null}
                </div>
              ))}
            </>
          ) : null}
        </Panel>
      ) : null}
      {form === 'add_finding' ? (
        <FindingForm
          onClose={() => setForm(undefined)}
          onGo={(body) => void act('add_finding', body, t('manual.done'))}
        />
      ) : null}
      {form === 'notice' ? (
        <FromMail
          from={m.from ?? null}
          onClose={() => setForm(undefined)}
          onGo={(body) => void act('notice', body, t('manual.done'))}
        />
      ) : null}
      {form === 'not_abuse' || form === 'mark_csam' ? (
        <ReasonForm
          title={form === 'not_abuse' ? t('manual.not_abuse') : t('manual.csam')}
          warning={form === 'mark_csam' ? t('manual.csam.text') : undefined}
          onClose={() => setForm(undefined)}
          onGo={(reason) => void act(form, { reason }, t('manual.done'))}
        />
      ) : null}
    </div>
  );
}

function ReasonForm({
  title,
  warning,
  onClose,
  onGo,
}: {
  readonly title: string;
  readonly warning: string | undefined;
  readonly onClose: () => void;
  readonly onGo: (reason: string) => void;
}) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const go = () => (reason.trim() ? onGo(reason.trim()) : setWrong(t('form.reason.needed')));
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      onSubmit={go}
      actions={
        <button type="submit" form="dialog-form" className={`button ${warning ? 'danger' : 'main'}`}>
          {title}
        </button>
      }
    >
      {warning ? (
        <p className="notice" data-tone="alarm">
          {warning}
        </p>
      ) : null}
      <Field label={t('form.reason')} hint={t('form.reason.hint')} wrong={wrong}>
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
    </Dialog>
  );
}

function FindingForm({
  onClose,
  onGo,
}: {
  readonly onClose: () => void;
  readonly onGo: (body: Record<string, unknown>) => void;
}) {
  const { t, w, zone, language } = useReading();
  const kinds = useQuery(lawQuery).data?.kinds ?? [];
  const [wrong, setWrong] = useState<string>();
  const go = () => {
    const form = document.getElementById('dialog-form');
    if (!(form instanceof HTMLFormElement)) return;
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? '').trim();
    if (!text('ip') && !text('host') && !text('url')) return setWrong(t('who.bad_address'));
    const seen = Temporal.PlainDateTime.from(text('seen')).toZonedDateTime(zone).toInstant().toString();
    const port = Number(text('port'));
    onGo({
      kind: text('kind'),
      seen_at: seen,
      ...Object.fromEntries(['ip', 'host', 'url', 'reference'].filter((n) => text(n)).map((n) => [n, text(n)])),
      ...(text('port') && Number.isInteger(port) ? { port } : {}),
    });
  };
  const fields = [
    ['ip', t('manual.add.ip')],
    ['port', t('manual.add.port')],
    ['host', t('manual.add.host')],
    ['url', t('manual.add.url')],
    ['reference', t('manual.add.reference')],
  ] as const;
  return (
    <Dialog
      title={t('manual.add')}
      open
      onClose={onClose}
      onSubmit={go}
      actions={
        <button type="submit" form="dialog-form" className="button main">
          {t('manual.add')}
        </button>
      }
    >
      <Field label={t('manual.add.kind')}>
        {(id) => (
          <select className="input" id={id} name="kind">
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
      <Field label={t('manual.add.seen')}>
        {(id) => (
          <input
            className="input"
            id={id}
            name="seen"
            type="datetime-local"
            required
            defaultValue={serverNow().toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })}
          />
        )}
      </Field>
      {fields.map(([name, label]) => (
        <Field key={name} label={label} wrong={name === 'ip' ? wrong : undefined}>
          {(id, described) => (
            <input
              className="input"
              id={id}
              name={name}
              aria-describedby={described}
              autoCapitalize="none"
              inputMode={name === 'port' ? 'numeric' : undefined}
            />
          )}
        </Field>
      ))}
    </Dialog>
  );
}

/** Transparency reports: the list, and the builder with its live tables, its checks and its life. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ReportRow, ReportShape } from '#reports';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Loading, Panel } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import type { Key } from '../words/words.ts';

const fault = (error: unknown) =>
  toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });

export function Reports() {
  const { t } = useReading();
  const { me } = useDesk();
  const [beginning, setBeginning] = useState(false);
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['reports'],
    queryFn: () => ask<{ items: ReportRow[] }>('GET', '/v1/reports'),
  });
  useEffect(() => {
    document.title = `${t('reports.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('reports.title')}</h1>
        <p>{t('reports.lead')}</p>
      </header>
      <p className="row">
        {me.member.role !== 'reader' ? (
          <button type="button" className="button main" onClick={() => setBeginning(true)}>
            {t('reports.begin')}
          </button>
        ) : null}
        <a className="button quiet" href={`/o/${me.organisation.slug}/transparency`}>
          {t('reports.public')}
        </a>
      </p>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('reports.empty')}>
            <p>{t('reports.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('reports.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('reports.col.period')}</th>
                <th scope="col">{t('reports.kind')}</th>
                <th scope="col">{t('reports.col.service')}</th>
                <th scope="col">{t('reports.col.version')}</th>
                <th scope="col">{t('reports.col.state')}</th>
                <th scope="col">{t('reports.col.due')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((r) => (
                <tr key={r.id}>
                  <th scope="row">
                    <Link to="/reports/$id" params={{ id: r.id }}>
                      {r.from.slice(0, 4)}
                    </Link>
                  </th>
                  <td>{t(`reports.kind.${r.kind}`)}</td>
                  <td>{r.service}</td>
                  <td data-label={t('reports.col.version')}>{r.version}</td>
                  <td>
                    <span className="chip">{t(`reports.state.${r.state}` as Key)}</span>
                  </td>
                  <td data-label={t('reports.col.due')}>{r.published_at ? r.published_at.slice(0, 10) : r.due}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {beginning ? <Begin onClose={() => setBeginning(false)} /> : null}
    </div>
  );
}

function Begin({ onClose }: { readonly onClose: () => void }) {
  const { t } = useReading();
  const navigate = useNavigate();
  const [kind, setKind] = useState('dsa');
  const [year, setYear] = useState(String(new Date().getFullYear()));
  const [service, setService] = useState('');
  const begin = useMutation({
    mutationFn: () =>
      ask<ReportShape>('POST', '/v1/reports', {
        body: { kind, year: Number(year), ...(service.trim() ? { service: service.trim() } : {}) },
      }),
    onSuccess: (r) => {
      void queries.invalidateQueries({ queryKey: ['reports'] });
      void navigate({ to: '/reports/$id', params: { id: r.id } });
    },
    onError: fault,
  });
  return (
    <Dialog
      title={t('reports.begin')}
      open
      onClose={onClose}
      onSubmit={() => begin.mutate()}
      actions={
        <button
          type="button"
          className="button main"
          disabled={!/^\d{4}$/.test(year) || begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t('reports.begin')}
        </button>
      }
    >
      <Field label={t('reports.kind')}>
        {(id) => (
          <select id={id} className="input" value={kind} onChange={(e) => setKind(e.currentTarget.value)}>
            <option value="dsa">{t('reports.kind.dsa')}</option>
            <option value="tco">{t('reports.kind.tco')}</option>
          </select>
        )}
      </Field>
      <Field label={t('reports.year')}>
        {(id) => (
          <input
            id={id}
            className="input"
            inputMode="numeric"
            value={year}
            onChange={(e) => setYear(e.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('reports.service')}>
        {(id) => (
          <input id={id} className="input" value={service} onChange={(e) => setService(e.currentTarget.value)} />
        )}
      </Field>
    </Dialog>
  );
}

export function ReportScreen() {
  const { id } = useParams({ from: '/reports/$id' });
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['report', id],
    queryFn: () => ask<ReportShape>('GET', `/v1/reports/${id}`),
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <One key={`${data.id}${data.revision}`} r={data} />;
}

/** Where a matter is looked at, by the beginning of its id. */
const placeOf = (id: string): string | undefined => {
  const kind = id.slice(0, id.indexOf('_'));
  const places: Readonly<Record<string, string>> = {
    ord: 'orders',
    ntc: 'notices',
    dec: 'decisions',
    cmp: 'complaints',
  };
  return places[kind] ? `/${places[kind]}/${id}` : undefined;
};

function Matter({ id, number }: { readonly id: string; readonly number: string | undefined }) {
  const to = placeOf(id);
  return to ? <Link to={to}>{number ?? id}</Link> : <span>{number ?? id}</span>;
}

function One({ r }: { readonly r: ReportShape }) {
  const { t, w } = useReading();
  const { me } = useDesk();
  const navigate = useNavigate();
  const [behind, setBehind] = useState<{ readonly title: string; readonly of: readonly string[] }>();
  const [correcting, setCorrecting] = useState(false);
  useEffect(() => {
    document.title = `${r.from.slice(0, 4)} · ${t('reports.title')} · Bezem`;
  });
  const act = async (name: string, reason?: string) => {
    try {
      const next = await ask<ReportShape>('POST', `/v1/reports/${r.id}/acts`, {
        body: { act: name, ...(reason ? { reason } : {}) },
      });
      queries.setQueryData(['report', next.id], next);
      void queries.invalidateQueries({ queryKey: ['reports'] });
      void queries.invalidateQueries({ queryKey: ['report', r.id] });
      toast({ text: t('reports.act.done') });
      if (next.id !== r.id) void navigate({ to: '/reports/$id', params: { id: next.id } });
    } catch (error) {
      fault(error);
    }
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>
          {r.from.slice(0, 4)} · {r.service}
        </h1>
        <p className="row">
          <span className="chip">{t(`reports.kind.${r.kind}`)}</span>
          <span className="chip">{t(`reports.state.${r.state}` as Key)}</span>
          <span>
            {t('reports.col.version')} {r.version}
          </span>
          <span>
            {t('reports.col.due')} {r.due}
          </span>
          {r.published_at ? (
            <a href={`/o/${me.organisation.slug}/transparency/${r.id}`}>{t('reports.public')}</a>
          ) : null}
        </p>
        {r.reason ? <p>{r.reason}</p> : null}
        {r.sha256 ? (
          <p className="faint">
            {t('reports.hash')} <code>{r.sha256}</code>
          </p>
        ) : null}
        <p className="row">
          {r.acts
            .filter((a) => a.act !== 'write')
            .map((a) => (
              <button
                key={a.act}
                type="button"
                className={a.act === 'publish' || a.act === 'check' ? 'button main' : 'button'}
                disabled={!a.allowed}
                onClick={() => (a.act === 'correct' ? setCorrecting(true) : void act(a.act))}
              >
                {t(`reports.act.${a.act}` as Key)}
              </button>
            ))}
        </p>
      </header>
      <Panel title={t('reports.checks')} id="checks">
        {r.checks.length === 0 ? (
          <p>✓ {t('reports.checks.none')}</p>
        ) : (
          <ul className="plain">
            {r.checks.map((c) => (
              <li key={c.id} className="row">
                <span className="chip" data-tone={c.level === 'stop' ? 'alarm' : 'care'}>
                  {c.level === 'stop' ? '!' : '?'}
                </span>
                {w(c.words)}
                {c.of.length > 0 ? (
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => setBehind({ title: w(c.words), of: c.of })}
                  >
                    {c.of.length}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {r.unplaced.length > 0 ? (
        <Panel title={`${t('reports.unplaced')} (${r.unplaced.length})`} id="unplaced">
          <ul className="plain">
            {r.unplaced.slice(0, 200).map((u) => (
              <li key={u.id} className="row">
                <Matter id={u.id} number={u.number} /> <span className="faint">{t(`reports.lacks.${u.lacks}`)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title={t('reports.tables')} id="tables">
        {r.tables.map((table) => (
          <details key={table.part} open={['3_member_states_orders', '4_notices', 'tco_7'].includes(table.part)}>
            <summary>
              <b>{table.part}</b> <span className="faint">{t('reports.rows', { n: table.all_rows })}</span>
            </summary>
            <p>
              <a href={`/v1/reports/${r.id}/files/${table.part}.csv`} download={`${table.part}.csv`}>
                {t('reports.file')}
              </a>
            </p>
            <Live table={table} onFigure={setBehind} />
          </details>
        ))}
      </Panel>
      <Edit r={r} />
      {behind ? (
        <Dialog title={t('reports.behind')} open onClose={() => setBehind(undefined)}>
          <p>{behind.title}</p>
          <ul className="plain">
            {behind.of.map((id) => (
              <li key={id}>
                <Matter id={id} number={r.numbers[id]} />
              </li>
            ))}
          </ul>
        </Dialog>
      ) : null}
      {correcting ? (
        <Correct onClose={() => setCorrecting(false)} onReason={(reason) => act('correct', reason)} />
      ) : null}
    </div>
  );
}

function Correct({
  onClose,
  onReason,
}: {
  readonly onClose: () => void;
  readonly onReason: (r: string) => Promise<void>;
}) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  const done = () => void onReason(reason).then(onClose);
  return (
    <Dialog
      title={t('reports.act.correct')}
      open
      onClose={onClose}
      onSubmit={done}
      actions={
        <button type="button" className="button main" disabled={!reason.trim()} onClick={done}>
          {t('reports.act.correct')}
        </button>
      }
    >
      <Field label={t('reports.reason')}>
        {(id) => (
          <textarea
            id={id}
            className="input"
            rows={4}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}

type Table = ReportShape['tables'][number];

/** A live table: only the columns that say something, every figure a way to its matters. */
function Live({
  table,
  onFigure,
}: {
  readonly table: Table;
  readonly onFigure: (behind: { readonly title: string; readonly of: readonly string[] }) => void;
}) {
  const shown = table.header
    .map((h, i) => ({ h, i }))
    .filter(
      ({ h, i }) =>
        !['Applicability', 'Service', 'Reporting period'].includes(h) && table.rows.some((row) => row[i]?.text),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by keyboard
    <section className="scroll-x" tabIndex={0} aria-label={table.part}>
      <table className="grid-table">
        <thead>
          <tr>
            {shown.map((c) => (
              <th key={c.i} scope="col">
                {c.h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.map((c) => c.text).join('|')}>
              {shown.map((c) => {
                const cell = row[c.i];
                return (
                  <td key={c.i}>
                    {cell?.of && cell.of.length > 0 ? (
                      <button
                        type="button"
                        className="button quiet"
                        onClick={() => onFigure({ title: `${row[3]?.text ?? ''} · ${c.h}`, of: cell.of ?? [] })}
                      >
                        {cell.text}
                      </button>
                    ) : (
                      cell?.text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Edit({ r }: { readonly r: ReportShape }) {
  const { t } = useReading();
  const [provider, setProvider] = useState(r.words.provider);
  const [hosting, setHosting] = useState(r.words.hosting);
  const [texts, setTexts] = useState<readonly string[]>(r.texts.map((_, i) => r.words.texts[i] ?? ''));
  const open = r.acts.some((a) => a.act === 'write' && a.allowed);
  const save = useMutation({
    mutationFn: () =>
      ask<ReportShape>('POST', `/v1/reports/${r.id}/write`, {
        body: { provider, hosting, texts, revision: r.revision },
      }),
    onSuccess: (next) => {
      queries.setQueryData(['report', r.id], next);
      toast({ text: t('reports.saved') });
    },
    onError: fault,
  });
  return (
    <Panel title={t('reports.texts')} id="texts">
      <fieldset className="plain" disabled={!open}>
        <Field label={t('reports.provider')}>
          {(id) => (
            <input id={id} className="input" value={provider} onChange={(e) => setProvider(e.currentTarget.value)} />
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={hosting} onChange={(e) => setHosting(e.currentTarget.checked)} />{' '}
          {t('reports.hosting')}
        </label>
        {r.texts.map((label, i) => (
          <Field key={label} label={label} hint={t('reports.texts.length', { n: [...(texts[i] ?? '')].length })}>
            {(id, described) => (
              <textarea
                id={id}
                aria-describedby={described}
                className="input"
                rows={3}
                value={texts[i] ?? ''}
                onChange={(e) => {
                  const value = e.currentTarget.value;
                  setTexts((all) => all.map((x, at) => (at === i ? value : x)));
                }}
              />
            )}
          </Field>
        ))}
        {open ? (
          <button type="button" className="button main" disabled={save.isPending} onClick={() => save.mutate()}>
            {t('reports.save')}
          </button>
        ) : null}
      </fieldset>
    </Panel>
  );
}

/** Import: a CSV in, the difference shown, then written, and undone where that was wrong. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ask, Problem, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { type ImportShape, importsQuery, queries } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

const counted = ['new', 'changed', 'ends', 'unchanged', 'conflicts', 'errors'] as const;
const kinds = ['parties', 'contracts', 'holdings', 'networks'] as const;

/** A first file of each kind, on documentation addresses. */
const samples = {
  parties:
    'reference,kind,name,country,language,abuse\nK-1001,legal,Voorbeeld BV,nl,nl,abuse@example.org\nW-2203,legal,Example Resale Ltd,ie,en,abuse@example.net',
  contracts:
    'reference,seller,buyer,service_kind,resells,from,until\nC-2203,,W-2203,resale,yes,2025-01-01,\nC-7001,W-2203,K-1001,vps,no,2025-03-01,',
  networks: 'network,name,from,until\n192.0.2.0/24,Voorbeeldnet,2020-01-01,',
  holdings: 'resource,contract,from,until,exclusive\n192.0.2.10,C-7001,2026-01-01 12:00,,yes',
} as const satisfies Record<(typeof kinds)[number], string>;

export function Import() {
  const { t, w } = useReading();
  const [text, setText] = useState('');
  const [name, setName] = useState<string>();
  const [diff, setDiff] = useState<ImportShape>();
  const before = useQuery(importsQuery);
  useEffect(() => {
    document.title = `${t('import.title')} · Bezem`;
  });
  const fail = (error: unknown) =>
    toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
  const send = (onlyDiff: boolean) =>
    ask<ImportShape>('POST', pathOf('/v1/imports', { diff: onlyDiff }), { text: { content: text, type: 'text/csv' } });
  const look = useMutation({ mutationFn: () => send(true), onSuccess: setDiff, onError: fail });
  const write = useMutation({
    mutationFn: () => send(false),
    onSuccess: () => {
      setDiff(undefined);
      setText('');
      setName(undefined);
      toast({ text: t('import.written') });
      for (const key of ['imports', 'parties', 'party', 'tree']) void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: fail,
  });
  const undo = useMutation({
    mutationFn: (id: string) => ask('POST', `/v1/imports/${encodeURIComponent(id)}/undo`, { body: {} }),
    onSuccess: () => toast({ text: t('import.undone') }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['imports'] }),
    onError: fail,
  });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setName(file.name);
    setText(await file.text());
    setDiff(undefined);
  };
  const shown = useRef<HTMLDivElement>(null);
  // The difference comes below the form: it is brought into sight when it is there.
  useEffect(() => {
    if (diff) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [diff]);
  const blocked = diff !== undefined && diff.counts.errors + diff.counts.conflicts > 0;
  const changes = diff ? diff.counts.new + diff.counts.changed + diff.counts.ends : 0;
  const kindWord = (kind: string) => {
    const known = kinds.find((k) => k === kind);
    return known ? t(`import.kind.${known}`) : kind === 'inventory' ? t('import.kind.inventory') : kind;
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('import.title')}</h1>
        <p>
          {t('import.lead')} <Link to="/mappings">{t('import.mappings')}</Link>{' '}
          <Link to="/inventories">{t('import.inventories')}</Link>
        </p>
      </header>
      <section
        className="panel"
        aria-label={t('import.file')}
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          e.preventDefault();
          void take(e.dataTransfer.files[0]);
        }}
      >
        <div className="in" style={{ display: 'grid', gap: '0.9rem', paddingTop: '1rem' }}>
          <div className="drop">
            {/* The words of the browser's own button follow the language of the browser, not of the desk. */}
            <label className="button">
              {t('import.choose')}
              <input
                className="unseen"
                type="file"
                accept=".csv,text/csv,text/plain"
                onChange={(e) => {
                  void take(e.currentTarget.files?.[0]);
                  e.currentTarget.value = '';
                }}
              />
            </label>
            <span className="small" aria-live="polite">
              {name ?? t('import.drop')}
            </span>
          </div>
          <Field label={t('import.paste')} hint={t('import.paste.hint')}>
            {(id, described) => (
              <textarea
                className="input value"
                id={id}
                aria-describedby={described}
                rows={6}
                spellCheck={false}
                value={text}
                onChange={(e) => {
                  setText(e.currentTarget.value);
                  setDiff(undefined);
                }}
              />
            )}
          </Field>
          <details>
            <summary>{t('import.columns')}</summary>
            <p className="small">{t('import.columns.text')}</p>
            <div className="scroll-x">
              <table className="grid-table">
                <tbody>
                  {kinds.map((kind) => (
                    <tr key={kind}>
                      <th scope="row">{t(`import.kind.${kind}`)}</th>
                      <td className="wide">
                        <pre>{samples[kind]}</pre>
                      </td>
                      <td className="acts">
                        <button
                          type="button"
                          className="button small"
                          aria-label={`${t('import.sample')}: ${t(`import.kind.${kind}`)}`}
                          onClick={() => {
                            setText(samples[kind]);
                            setName(undefined);
                            setDiff(undefined);
                          }}
                        >
                          {t('import.sample')}
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
          <div className="case-head">
            <button
              type="button"
              className={`button${diff ? '' : ' main'}`}
              disabled={!text.trim() || look.isPending}
              onClick={() => look.mutate()}
            >
              {t('import.diff')}
            </button>
            {diff && changes > 0 && !blocked ? (
              <button type="button" className="button main" disabled={write.isPending} onClick={() => write.mutate()}>
                {t('import.write', { n: changes })}
              </button>
            ) : null}
          </div>
        </div>
      </section>
      {look.isPending ? <Loading /> : null}
      {diff ? (
        <div ref={shown}>
          <Panel title={kindWord(diff.kind)} id="diff">
            <div className="tiles" role="status">
              {counted.map((c) => (
                <div className="tile" key={c}>
                  <b>{diff.counts[c]}</b>
                  <span>{t(`import.${c}`)}</span>
                </div>
              ))}
            </div>
            {changes === 0 && !blocked ? <p style={{ marginTop: '0.8rem' }}>{t('import.nothing')}</p> : null}
            {blocked ? (
              <p className="notice" data-tone="alarm" style={{ marginTop: '0.8rem' }}>
                {t('import.blocked')}
                {diff.error_list ? (
                  <a
                    className="button small"
                    download="errors.csv"
                    href={URL.createObjectURL(new Blob([diff.error_list], { type: 'text/csv' }))}
                  >
                    {t('import.errors.download')}
                  </a>
                ) : null}
              </p>
            ) : null}
            {diff.problems.length > 0 ? (
              <table className="grid-table diff cards" style={{ marginTop: '0.8rem' }}>
                <thead>
                  <tr>
                    <th scope="col">{t('import.line')}</th>
                    <th scope="col">{t('import.problem')}</th>
                  </tr>
                </thead>
                <tbody>
                  {diff.problems.slice(0, 200).map((p) => (
                    <tr key={`${p.line} ${p.text.en}`}>
                      <td>{p.line}</td>
                      <td>
                        {w(p.text)} <del>{p.row}</del>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ) : null}
            {diff.changes.length > 0 ? (
              <div className="scroll-x" style={{ marginTop: '0.8rem' }}>
                <table className="grid-table diff cards">
                  <thead>
                    <tr>
                      <th scope="col">{t('import.line')}</th>
                      <th scope="col">{t('import.change')}</th>
                      <th scope="col">{t('import.kind')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {diff.changes.slice(0, 200).map((c) => (
                      <tr key={`${c.line} ${c.row} ${c.after}`}>
                        <td>{c.line}</td>
                        <td>
                          <span className="chip" data-tone={c.how === 'new' ? 'good' : 'care'}>
                            {t(`import.${c.how}`)}
                          </span>
                        </td>
                        <td>
                          <strong>{c.row}</strong>
                          {c.before ? <del>{c.before}</del> : null}
                          <ins>{c.after}</ins>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ) : null}
          </Panel>
        </div>
      ) : null}
      <Panel title={t('import.before')} id="before">
        {before.isPending ? <Loading /> : null}
        {before.isError ? <Failed error={before.error} retry={() => void before.refetch()} /> : null}
        {before.data?.items.length === 0 ? <Empty sign="–" title={t('import.before.none')} /> : null}
        {(before.data?.items.length ?? 0) > 0 ? (
          <div className="scroll-x">
            <table className="grid-table cards">
              <thead>
                <tr>
                  <th scope="col">{t('import.kind')}</th>
                  <th scope="col">{t('journal.col.at')}</th>
                  <th scope="col" className="wide">
                    {t('import.change')}
                  </th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {(before.data?.items ?? []).map((i) => (
                  <tr key={i.id}>
                    <th scope="row">{kindWord(i.kind)}</th>
                    <td>
                      <When at={i.at} />
                    </td>
                    <td>
                      {counted
                        .filter((c) => (i.counts[c] ?? 0) > 0)
                        .map((c) => `${i.counts[c]} ${t(`import.${c}`)}`)
                        .join(' · ')}
                    </td>
                    <td className="acts">
                      {i.undone_at ? (
                        <span className="chip">{t('import.undone')}</span>
                      ) : (
                        <button
                          type="button"
                          className="button small"
                          disabled={undo.isPending}
                          aria-label={`${t('import.undo')}: ${kindWord(i.kind)}`}
                          onClick={() => undo.mutate(i.id)}
                        >
                          {t('import.undo')}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
      </Panel>
    </div>
  );
}

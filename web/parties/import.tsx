/** Import: a CSV in, the difference shown, then written, and undone where that was wrong. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, Problem, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { type ImportShape, importsQuery, queries } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

const counted = ['new', 'changed', 'ends', 'unchanged', 'conflicts', 'errors'] as const;
const kinds = ['parties', 'contracts', 'holdings', 'networks'] as const;

export function Import() {
  const { t, w } = useReading();
  const [text, setText] = useState('');
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
      toast({ text: t('import.written') });
      for (const key of ['imports', 'parties', 'party', 'tree']) void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: fail,
  });
  const undo = useMutation({
    mutationFn: (id: string) => ask('POST', `/v1/imports/${encodeURIComponent(id)}/undo`, { body: {} }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['imports'] }),
    onError: fail,
  });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setText(await file.text());
    setDiff(undefined);
  };
  const blocked = diff !== undefined && diff.counts.errors + diff.counts.conflicts > 0;
  const changes = diff ? diff.counts.new + diff.counts.changed + diff.counts.ends : 0;
  const kindWord = (kind: string) => {
    const known = kinds.find((k) => k === kind);
    return known ? t(`import.kind.${known}`) : kind;
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('import.title')}</h1>
        <p>{t('import.lead')}</p>
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
            <Field label={t('import.choose')} hint={t('import.drop')}>
              {(id, described) => (
                <input
                  id={id}
                  type="file"
                  accept=".csv,text/csv,text/plain"
                  aria-describedby={described}
                  onChange={(e) => void take(e.currentTarget.files?.[0])}
                />
              )}
            </Field>
          </div>
          <Field label={t('import.paste')}>
            {(id) => (
              <textarea
                className="input value"
                id={id}
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
            <table className="grid-table diff" style={{ marginTop: '0.8rem' }}>
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
              <table className="grid-table diff">
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
      ) : null}
      <Panel title={t('import.before')} id="before">
        {before.isPending ? <Loading /> : null}
        {before.isError ? <Failed error={before.error} retry={() => void before.refetch()} /> : null}
        {before.data?.items.length === 0 ? <Empty sign="–" title={t('import.before.none')} /> : null}
        <ul>
          {(before.data?.items ?? []).map((i) => (
            <li key={i.id} className="finding">
              <div className="first">
                <strong>{kindWord(i.kind)}</strong> <When at={i.at} />
                <span className="faint small">
                  {counted
                    .filter((c) => (i.counts[c] ?? 0) > 0)
                    .map((c) => `${i.counts[c]} ${t(`import.${c}`)}`)
                    .join(' · ')}
                </span>
                {i.undone_at ? (
                  <span className="chip">{t('import.undone')}</span>
                ) : (
                  <button
                    type="button"
                    className="button small"
                    disabled={undo.isPending}
                    onClick={() => undo.mutate(i.id)}
                  >
                    {t('import.undo')}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

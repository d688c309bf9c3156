/** Mappings: which columns of a partner's file mean what, tried on a file before they are kept. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { type MappingRow, mappingsQuery, queries, type TriedShape } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, ProblemText, Value, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

/** A first mapping and a file it reads, on documentation addresses. */
const sample = {
  mapping: {
    name: 'partner',
    shape: 'csv',
    delimiter: ';',
    match: { columns: ['when', 'source'] },
    fields: {
      ip: 'source',
      time: { from: 'when', written: 'DD-MM-YYYY hh:mm:ss', zone: 'Europe/Amsterdam' },
      kind: { from: 'what', table: { login: 'attack.bruteforce', scan: 'attack.scan' } },
      target_port: 'port',
    },
    kind: 'report.unclassified',
  },
  file: 'when;source;what;port\n22-11-2026 09:14:00;192.0.2.10;login;22\n22-11-2026 09:14:07;198.51.100.7;scan;',
} as const;

/** The columns of a finding that the table of a trial shows, where any row has them. */
const shown = ['kind', 'ip', 'port', 'prefix', 'host', 'url', 'asn', 'account', 'seen_at', 'reference'] as const;

/** A value as a person may look at it: a URL or a name cannot be clicked. */
function Cell({ name, value }: { readonly name: string; readonly value: unknown }) {
  if (value === undefined || value === null) return <span className="faint">–</span>;
  if (name === 'seen_at') return <When at={String(value)} zone />;
  if (name === 'kind') return <code>{String(value)}</code>;
  return <Value value={String(value)} copy={false} />;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function Mappings() {
  const { t } = useReading();
  const { me } = useDesk();
  const list = useQuery(mappingsQuery);
  const [mapping, setMapping] = useState('');
  const [file, setFile] = useState('');
  const [name, setName] = useState('');
  const [tried, setTried] = useState<TriedShape>();
  const [wrong, setWrong] = useState<string>();
  const heading = useId();
  const isAdmin = me.member.role === 'admin';
  const mayTry = me.member.role !== 'reader';
  useEffect(() => {
    document.title = `${t('mapping.title')} · Bezem`;
  });
  const fail = (error: unknown) => {
    if (error instanceof Problem)
      setWrong([error.message, ...Object.entries(error.fields ?? {}).map(([at, m]) => `${at}: ${m}`)].join('\n'));
    else setWrong(String(error));
  };
  const changed = () => {
    setTried(undefined);
    setWrong(undefined);
  };
  const attempt = useMutation({
    mutationFn: () =>
      ask<TriedShape>('POST', '/v1/mappings/try', {
        body: { mapping: read(mapping), name: name || 'sample', text: file },
      }),
    onSuccess: (answer) => {
      setTried(answer);
      setWrong(undefined);
    },
    onError: fail,
  });
  const keep = useMutation({
    mutationFn: () => ask<{ name: string; version: number }>('POST', '/v1/mappings', { body: read(mapping) }),
    onSuccess: (kept) => {
      toast({ text: t('mapping.kept', { name: kept.name, version: kept.version }) });
      changed();
      void queries.invalidateQueries({ queryKey: ['mappings'] });
    },
    onError: fail,
  });
  const remove = useMutation({
    mutationFn: (which: string) => ask('POST', `/v1/mappings/${encodeURIComponent(which)}/remove`, { body: {} }),
    onSuccess: (_answer, which) => {
      toast({ text: t('mapping.removed', { name: which }) });
      void queries.invalidateQueries({ queryKey: ['mappings'] });
    },
    onError: fail,
  });
  const isJson = read(mapping) !== undefined;
  const tryIt = () => {
    if (!isJson) setWrong(t('mapping.not_json'));
    else if (file.trim() === '') setWrong(t('mapping.no_file'));
    else attempt.mutate();
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('mapping.title')}</h1>
        <p>{t('mapping.lead')}</p>
      </header>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Panel title={t('mapping.list')} id="mappings">
          {list.data.items.length === 0 ? (
            <Empty title={t('mapping.none')}>
              <p>{t('mapping.none.text')}</p>
            </Empty>
          ) : (
            <Kept
              items={list.data.items}
              isAdmin={isAdmin}
              onTake={(m) => {
                setMapping(JSON.stringify(m.definition, null, 2));
                changed();
              }}
              onRemove={(which) => remove.mutate(which)}
            />
          )}
        </Panel>
      )}
      {mayTry ? (
        <Panel title={t('mapping.try')} id="try">
          <div style={{ display: 'grid', gap: '0.9rem', gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <Field label={t('mapping.definition')} hint={t('mapping.definition.hint')}>
              {(id, described) => (
                <textarea
                  className="input value"
                  id={id}
                  aria-describedby={described}
                  rows={14}
                  spellCheck={false}
                  value={mapping}
                  onChange={(e) => {
                    setMapping(e.currentTarget.value);
                    changed();
                  }}
                />
              )}
            </Field>
            <Field label={t('mapping.file')} hint={t('mapping.file.hint')}>
              {(id, described) => (
                <textarea
                  className="input value"
                  id={id}
                  aria-describedby={described}
                  rows={6}
                  spellCheck={false}
                  value={file}
                  onChange={(e) => {
                    setFile(e.currentTarget.value);
                    changed();
                  }}
                />
              )}
            </Field>
            <div className="inline">
              <label className="button">
                {t('import.choose')}
                <input
                  className="unseen"
                  type="file"
                  accept=".csv,.tsv,.json,.jsonl,.txt,text/*,application/json"
                  onChange={(e) => {
                    const chosen = e.currentTarget.files?.[0];
                    e.currentTarget.value = '';
                    if (!chosen) return;
                    setName(chosen.name);
                    // The beginning of a large file says as much as the whole.
                    void chosen
                      .slice(0, 200_000)
                      .text()
                      .then((content) => {
                        setFile(content);
                        changed();
                      });
                  }}
                />
              </label>
              <button
                type="button"
                className="button"
                onClick={() => {
                  setMapping(JSON.stringify(sample.mapping, null, 2));
                  setFile(sample.file);
                  setName('');
                  changed();
                }}
              >
                {t('mapping.sample')}
              </button>
              <button type="button" className="button main" disabled={attempt.isPending} onClick={tryIt}>
                {t('mapping.try.go')}
              </button>
              {isAdmin ? (
                <button
                  type="button"
                  className="button"
                  disabled={keep.isPending || !isJson || tried === undefined || tried.count === 0}
                  title={tried === undefined ? t('mapping.keep.first') : undefined}
                  onClick={() => keep.mutate()}
                >
                  {t('mapping.keep')}
                </button>
              ) : null}
            </div>
            {wrong ? (
              <p className="notice" data-tone="alarm" role="alert" style={{ whiteSpace: 'pre-line' }}>
                {wrong}
              </p>
            ) : null}
          </div>
        </Panel>
      ) : null}
      {tried ? (
        <section className="panel" aria-labelledby={heading}>
          <div className="in" style={{ paddingTop: '1rem' }} aria-live="polite">
            <h2 id={heading}>{t('mapping.found', { n: tried.count })}</h2>
            <Findings findings={tried.findings} />
            {tried.problems.length > 0 ? (
              <>
                <h3>{t('mapping.problems')}</h3>
                <ul>
                  {tried.problems.map((p, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a list that is only shown
                    <li key={i}>
                      <ProblemText p={p} /> {p.at ? <span className="faint">{p.at}</span> : null}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
          </div>
        </section>
      ) : null}
    </div>
  );
}

function Kept({
  items,
  isAdmin,
  onTake,
  onRemove,
}: {
  readonly items: readonly MappingRow[];
  readonly isAdmin: boolean;
  readonly onTake: (m: MappingRow) => void;
  readonly onRemove: (name: string) => void;
}) {
  const { t } = useReading();
  return (
    <div className="scroll-x" style={{ position: 'relative' }}>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{t('mapping.name')}</th>
            <th scope="col">{t('mapping.version')}</th>
            <th scope="col">{t('mapping.changed')}</th>
            <th scope="col">
              <span className="unseen">{t('mapping.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((m) => (
            <tr key={m.name}>
              <th scope="row">
                {m.name}
                {m.definition?.title ? <span className="faint small"> {m.definition.title}</span> : null}
              </th>
              <td>{m.version}</td>
              <td>
                <When at={m.made_at} />
              </td>
              <td className="acts">
                <button
                  type="button"
                  className="button small"
                  aria-label={`${t('mapping.take')}: ${m.name}`}
                  onClick={() => onTake(m)}
                >
                  {t('mapping.take')}
                </button>
                {isAdmin ? (
                  <button
                    type="button"
                    className="button small danger"
                    aria-label={`${t('mapping.remove')}: ${m.name}`}
                    onClick={() => onRemove(m.name)}
                  >
                    {t('mapping.remove')}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Findings({ findings }: { readonly findings: TriedShape['findings'] }) {
  const { t } = useReading();
  const names = shown.filter((n) => findings.some((f) => f[n] !== undefined && f[n] !== null));
  if (findings.length === 0) return <p>{t('mapping.nothing')}</p>;
  return (
    <div className="scroll-x" style={{ position: 'relative' }}>
      <table className="grid-table">
        <thead>
          <tr>
            {names.map((n) => (
              <th key={n} scope="col">
                {t(`mapping.field.${n}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {findings.map((f, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file, in their order
            <tr key={i}>
              {names.map((n) => (
                <td key={n}>
                  <Cell name={n} value={f[n]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

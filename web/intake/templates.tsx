/** The templates of this organisation: what each reads, whether it still fits, its versions; files in and out. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { TemplateRow, Trial } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries, templatesQuery } from '../desk/data.ts';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { TrialTable } from './trial.tsx';

const tones = { draft: 'accent', active: 'good', retired: undefined } as const;

export function Templates() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(templatesQuery);
  const items = data?.items ?? [];
  useEffect(() => {
    document.title = `${t('templates.title')} · Bezem`;
  });
  const mayHandle = me.member.role !== 'reader';
  const names = [...new Set(items.map((i) => i.name))];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('templates.title')}</h1>
        <p>{t('templates.lead')}</p>
      </header>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : items.length === 0 ? (
        <div className="panel">
          <Empty sign="✎" title={t('templates.none')}>
            <p>{t('templates.none.text')}</p>
            <Link className="button main" to="/manual" search={{}}>
              {t('templates.none.go')}
            </Link>
          </Empty>
        </div>
      ) : (
        names.map((name) => <One key={name} versions={items.filter((i) => i.name === name)} mayHandle={mayHandle} />)
      )}
      {mayHandle ? <FromFile /> : null}
    </div>
  );
}

function One({ versions, mayHandle }: { readonly versions: readonly TemplateRow[]; readonly mayHandle: boolean }) {
  const { t } = useReading();
  const now = versions.find((v) => v.state === 'active') ?? versions[0];
  const act = useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'activate' | 'retire' }) =>
      ask<TemplateRow>('POST', `/v1/templates/${encodeURIComponent(id)}/${what}`, { body: {} }),
    onSuccess: (made) => {
      toast({
        text: t(made.state === 'active' ? 'teach.activated' : 'templates.retired', {
          name: made.title,
          version: made.version,
        }),
      });
      void queries.invalidateQueries({ queryKey: ['templates'] });
      void queries.invalidateQueries({ queryKey: ['messages'] });
    },
    onError: (error) => toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' }),
  });
  const save = async (v: TemplateRow) => {
    try {
      const file = await ask<unknown>('GET', `/v1/templates/${encodeURIComponent(v.id)}/file`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }));
      link.download = `${v.name}-${v.version}.bezem-template.json`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
  };
  if (!now) return null;
  const { again } = now;
  return (
    <Panel title={now.title} id={`t-${now.name}`}>
      <dl className="facts">
        <dt>{t('templates.sender')}</dt>
        <dd className="value">
          {[...now.template.sender.domains, ...now.template.sender.addresses].join(', ') || '–'}
        </dd>
        <dt>{t('templates.fields')}</dt>
        <dd>{now.template.fields.map((f) => t(`teach.field.${f.field}`)).join(', ')}</dd>
        <dt>{t('templates.reads')}</dt>
        <dd>
          {now.reads}
          {now.last_read_at ? (
            <>
              {' · '}
              <When at={now.last_read_at} />
            </>
          ) : null}
        </dd>
      </dl>
      {now.warns ? (
        <p className="notice" data-tone="care">
          {t('templates.warns', { n: now.misses })}
        </p>
      ) : null}
      {again && now.state === 'active' ? (
        <p className="small" role="status">
          {again.done_at
            ? t('templates.again.done', { n: again.put_back, of: again.looked })
            : t('templates.again', { n: again.looked, of: again.of })}
        </p>
      ) : null}
      <div className="scroll-x" style={{ marginTop: '0.8rem' }}>
        <table className="grid-table cards">
          <thead>
            <tr>
              <th scope="col">{t('templates.version')}</th>
              <th scope="col">{t('templates.state')}</th>
              <th scope="col">{t('templates.made')}</th>
              <th scope="col">{t('templates.from')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {versions.map((v) => (
              <tr key={v.id}>
                <th scope="row">{v.version}</th>
                <td data-label={t('templates.state')}>
                  <span className="chip" data-tone={tones[v.state]}>
                    {t(`templates.state.${v.state}`)}
                  </span>
                </td>
                <td data-label={t('templates.made')}>
                  <When at={v.at} />
                </td>
                <td data-label={t('templates.from')}>
                  {t(v.made_from ? 'templates.from.message' : 'templates.from.file')}
                </td>
                <td className="acts">
                  {mayHandle ? (
                    <button
                      type="button"
                      className="button small"
                      disabled={act.isPending}
                      aria-label={`${t(v.state === 'active' ? 'templates.retire' : 'teach.activate')}: ${v.title} ${v.version}`}
                      onClick={() => act.mutate({ id: v.id, what: v.state === 'active' ? 'retire' : 'activate' })}
                    >
                      {t(v.state === 'active' ? 'templates.retire' : 'teach.activate')}
                    </button>
                  ) : null}
                  <button
                    type="button"
                    className="button small"
                    aria-label={`${t('templates.export')}: ${v.title} ${v.version}`}
                    onClick={() => void save(v)}
                  >
                    {t('templates.export')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** A file of somebody else: checked and tried first, kept as a draft when a person says so. */
function FromFile() {
  const { t } = useReading();
  const [text, setText] = useState<string>();
  const [trial, setTrial] = useState<Trial>();
  const fail = (error: unknown) =>
    toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
  const look = useMutation({
    mutationFn: (given: string) => ask<Trial>('POST', '/v1/templates/try', { body: { text: given } }),
    onSuccess: (said, given) => {
      setTrial(said);
      setText(given);
    },
    onError: fail,
  });
  const keep = useMutation({
    mutationFn: (given: string) => ask<TemplateRow>('POST', '/v1/templates', { body: { text: given } }),
    onSuccess: (made) => {
      toast({ text: t('teach.saved', { name: made.title, version: made.version }) });
      setText(undefined);
      setTrial(undefined);
      void queries.invalidateQueries({ queryKey: ['templates'] });
    },
    onError: fail,
  });
  return (
    <Panel title={t('templates.import')} id="import-template">
      <p className="small">{t('templates.import.text')}</p>
      <div className="drop">
        <label className="button">
          {t('import.choose')}
          <input
            className="unseen"
            type="file"
            accept=".json,application/json"
            onChange={(e) => {
              const file = e.currentTarget.files?.[0];
              e.currentTarget.value = '';
              setTrial(undefined);
              if (file) void file.text().then((given) => look.mutate(given), fail);
            }}
          />
        </label>
      </div>
      {look.isPending ? <Loading /> : null}
      {trial?.template && text !== undefined ? (
        <div style={{ marginTop: '0.9rem', display: 'grid', gap: '0.9rem' }}>
          <p>
            <strong>{trial.template.title}</strong>{' '}
            <span className="value">
              {[...trial.template.sender.domains, ...trial.template.sender.addresses].join(', ')}
            </span>
          </p>
          {trial.tried.length > 0 ? (
            <TrialTable tried={trial.tried} />
          ) : (
            <p className="faint">{t('templates.import.none')}</p>
          )}
          <div>
            <button type="button" className="button main" disabled={keep.isPending} onClick={() => keep.mutate(text)}>
              {t('teach.save')}
            </button>
          </div>
        </div>
      ) : null}
    </Panel>
  );
}

/** Trusted flaggers: the public register with their own counts, codes for the form, the end of a status. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Loading } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { flaggersQuery } from './asking.ts';

const alarm = (e: unknown) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' });

export function Flaggers() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(flaggersQuery);
  const [code, setCode] = useState<string | null>(null);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('flaggers.title')} · Bezem`;
  });
  const again = () => void queries.invalidateQueries({ queryKey: ['flaggers'] });
  const act = useMutation({
    mutationFn: (a: { readonly id: string; readonly act: 'code' | 'end' }) =>
      ask<{ readonly code: string | null }>('POST', `/v1/trusted_flaggers/${a.id}/${a.act}`, { body: {} }),
    onSuccess: (a) => {
      setCode(a.code);
      again();
    },
    onError: alarm,
  });
  const read = useMutation({
    mutationFn: (file: string) =>
      ask<{ readonly added: number; readonly changed: number; readonly wrong: readonly string[] }>(
        'POST',
        '/v1/trusted_flaggers',
        { body: { file } },
      ),
    onSuccess: (a) => {
      toast({ text: t('flaggers.imported', { n: a.added, m: a.changed, w: a.wrong.length }) });
      setText(null);
      again();
    },
    onError: alarm,
  });
  const may = me.member.role === 'decider' || me.member.role === 'admin';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('flaggers.title')}</h1>
        <p>{t('flaggers.lead')}</p>
      </header>
      {may ? (
        <p>
          <button type="button" className="button main" onClick={() => setText('')}>
            {t('flaggers.import')}
          </button>
        </p>
      ) : null}
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('flaggers.empty')} />
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('flaggers.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('flaggers.col.name')}</th>
                <th scope="col">{t('flaggers.col.country')}</th>
                <th scope="col">{t('flaggers.col.valid')}</th>
                <th scope="col">{t('flaggers.col.counts')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((f) => (
                <tr key={f.id}>
                  <th scope="row">
                    {f.name} {f.holds ? null : <span className="chip">{t('flaggers.ended')}</span>}
                  </th>
                  <td>{f.country}</td>
                  <td>
                    {f.valid_from ?? '–'} … {f.valid_until ?? ''}
                  </td>
                  <td>
                    {f.notices} / {f.items} / {f.acted}{' '}
                    {may && f.holds ? (
                      <>
                        <button
                          type="button"
                          className="button quiet"
                          onClick={() => act.mutate({ id: f.id, act: 'code' })}
                        >
                          {t('flaggers.code')}
                          <span className="unseen"> {f.name}</span>
                        </button>{' '}
                        <button
                          type="button"
                          className="button quiet"
                          onClick={() => act.mutate({ id: f.id, act: 'end' })}
                        >
                          {t('flaggers.end')}
                          <span className="unseen"> {f.name}</span>
                        </button>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Dialog title={t('flaggers.code.new')} open={code !== null} onClose={() => setCode(null)}>
        <p className="value">{code}</p>
      </Dialog>
      <Dialog
        title={t('flaggers.import')}
        open={text !== null}
        onClose={() => setText(null)}
        onSubmit={() => read.mutate(text ?? '')}
        actions={
          <button type="submit" form="dialog-form" className="button main">
            {t('flaggers.import')}
          </button>
        }
      >
        <Field label={t('flaggers.import')} hint={t('flaggers.import.hint')}>
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              rows={8}
              value={text ?? ''}
              onChange={(e) => setText(e.currentTarget.value)}
            />
          )}
        </Field>
      </Dialog>
    </div>
  );
}

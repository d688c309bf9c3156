/** Where measures are carried out: the systems of the organisation, and what is possible for which kind of service. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { systemsQuery } from './data.ts';

export function MeasureSystems() {
  const { t, w, code } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(systemsQuery);
  const mayAdmin = me.member.role === 'admin';
  useEffect(() => {
    document.title = `${t('systems.title')} · Bezem`;
  });
  const end = useMutation({
    mutationFn: (id: string) => ask('POST', `/v1/measure-systems/${id}/end`, { body: {} }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['measure-systems'] }),
    onError: (e) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' }),
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('systems.title')}</h1>
        <p>{t('systems.lead')}</p>
      </header>
      <Panel title={t('systems.title')} id="systems">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('systems.empty')}>
            <p>{t('systems.empty.text')}</p>
          </Empty>
        ) : (
          <ul>
            {data.items.map((s) => (
              <li key={s.id}>
                <strong>{s.name}</strong> {w(s.title)}{' '}
                <span className="chip" data-tone={s.state === 'active' ? 'good' : undefined}>
                  {s.state === 'active' ? t('systems.active') : t('systems.ended')}
                </span>{' '}
                <span className="faint small">
                  {Object.keys(s.can).join(', ')} · <When at={s.created_at} />
                </span>{' '}
                {mayAdmin && s.state === 'active' ? (
                  <button
                    type="button"
                    className="button small"
                    aria-label={`${t('systems.end')}: ${s.name}`}
                    disabled={end.isPending}
                    onClick={() => end.mutate(s.id)}
                  >
                    {t('systems.end')}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {mayAdmin ? <AddSystem /> : null}
      </Panel>
      <Panel title={t('systems.abilities')} id="abilities">
        <p className="faint">{t('systems.abilities.lead')}</p>
        <ul>
          {(data?.abilities ?? []).map((a) => (
            <li key={a.service_kind}>
              {code('service', a.service_kind)}: {a.can.join(', ') || '–'}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

/** A system as its file says it (docs/how-to/connect-measure-systems.md): one form for nine kinds, checked by the desk. */
function AddSystem() {
  const { t } = useReading();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const add = useMutation({
    mutationFn: async () => {
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        throw new Problem(0, 'request.invalid', t('systems.add.no_json'));
      }
      return ask('POST', '/v1/measure-systems', { body });
    },
    onSuccess: () => {
      setText('');
      setWrong(undefined);
      void queries.invalidateQueries({ queryKey: ['measure-systems'] });
    },
    onError: (e) => setWrong(e instanceof Problem ? e.message : String(e)),
  });
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        add.mutate();
      }}
    >
      <Field label={t('systems.add')} hint={t('systems.add.hint')} wrong={wrong}>
        {(id, described) => (
          <textarea
            id={id}
            className="input"
            rows={6}
            spellCheck={false}
            aria-describedby={described}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button" disabled={text.trim() === '' || add.isPending}>
        {t('systems.add')}
      </button>
    </form>
  );
}

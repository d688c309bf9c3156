/** Channels: by which ways reports come in, how each fares, and what to do where one does not. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ChannelShape, TestedShape } from '#intake';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { channelQuery, channelsQuery, notifiersQuery, queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { sizeForPeople } from '../show.ts';
import { numberIn } from '../words/words.ts';
import { ChannelForm } from './channelform.tsx';

const tones = { well: 'good', new: undefined, paused: 'care', failing: 'alarm', silent: 'alarm' } as const;
const signs = { well: '✓', new: '·', paused: '‖', failing: '!', silent: '!' } as const;

export function Health({ c }: { readonly c: Pick<ChannelShape, 'health' | 'working'> }) {
  const { t } = useReading();
  return (
    <span className="chip" data-tone={tones[c.health]}>
      <i aria-hidden="true">{signs[c.health]}</i> {t(`channels.health.${c.health}`)}
    </span>
  );
}

/** A length of minutes as people say it. */
function useEvery() {
  const { t, language } = useReading();
  return (minutes: number) =>
    minutes >= 2880
      ? t('channels.days', { n: numberIn(language, Math.round(minutes / 1440)) })
      : minutes >= 120
        ? t('channels.hours', { n: numberIn(language, Math.round(minutes / 60)) })
        : t('channels.minutes', { n: numberIn(language, minutes) });
}

export function Channels() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery({ ...channelsQuery, refetchInterval: 30_000 });
  const notifiers = useQuery(notifiersQuery).data?.items ?? [];
  const [form, setForm] = useState<ChannelShape | 'new'>();
  const [shown, setShown] = useState<string>();
  const admin = me.member.role === 'admin';
  useEffect(() => {
    document.title = `${t('channels.title')} · Bezem`;
  });
  const keys = notifiers.filter((n) => n.identities.some((i) => i.kind === 'key' && !i.revoked));
  const alarms = (data?.items ?? []).filter((c) => c.health === 'silent' || c.health === 'failing');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('channels.title')}</h1>
        <p>{t('channels.lead')}</p>
      </header>
      {alarms.length > 0 ? (
        <div className="notice" data-tone="alarm" role="status">
          <strong>! {t('channels.alarm', { n: alarms.length })}</strong> {alarms.map((c) => c.name).join(', ')}
        </div>
      ) : null}
      <section className="panel" aria-label={t('channels.title')}>
        <div className="in">
          {isPending ? (
            <Loading />
          ) : error ? (
            <Failed error={error} retry={() => void refetch()} />
          ) : data.items.length === 0 ? (
            <Empty sign="→" title={t('channels.empty')}>
              <p>{t('channels.empty.text')}</p>
              <ul className="teach">
                <li>{t('channels.teach.imap')}</li>
                <li>{t('channels.teach.feed')}</li>
                <li>{t('channels.teach.shadowserver')}</li>
                <li>{t('channels.teach.folder')}</li>
                <li>{t('channels.teach.key')}</li>
              </ul>
            </Empty>
          ) : (
            <ul className="channels">
              {data.items.map((c) => (
                <One key={c.id} c={c} admin={admin} onEdit={() => setForm(c)} onShow={() => setShown(c.id)} />
              ))}
            </ul>
          )}
          {admin ? (
            <p>
              <button type="button" className="button main" onClick={() => setForm('new')}>
                {t('channels.add')}
              </button>
            </p>
          ) : null}
        </div>
      </section>
      <div className="pair">
        <Panel title={t('channels.mail')} id="mail">
          {data && data.mail.addresses.length > 0 ? (
            <>
              <ul>
                {data.mail.addresses.map((a) => (
                  <li key={a} className="value">
                    {a}
                  </li>
                ))}
              </ul>
              <p className="faint small">
                {t('channels.mail.count', { n: data.mail.messages })}
                {data.mail.last_at ? (
                  <>
                    {' · '}
                    {t('channels.last')} <When at={data.mail.last_at} />
                  </>
                ) : null}
              </p>
            </>
          ) : (
            <p>{t('channels.mail.none')}</p>
          )}
          <p className="faint small">
            {data?.watched_folder ? (
              <>
                {t('channels.folder')} <span className="value">{data.watched_folder}</span>
              </>
            ) : (
              t('channels.folder.off')
            )}
          </p>
        </Panel>
        <Panel title={t('channels.keys')} id="keys">
          {keys.length > 0 ? (
            <ul>
              {keys.map((n) => (
                <li key={n.id}>
                  <Link to="/notifiers/$id" params={{ id: n.id }}>
                    {n.name}
                  </Link>{' '}
                  <span className="faint small">
                    {t('notifiers.messages', { n: n.messages })}
                    {n.last_at ? (
                      <>
                        {' · '}
                        <When at={n.last_at} />
                      </>
                    ) : null}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <p>{t('channels.keys.none')}</p>
          )}
          <p>
            <Link to="/notifiers">{t('channels.keys.all')}</Link>
          </p>
        </Panel>
      </div>
      {form ? (
        <ChannelForm key={form === 'new' ? 'new' : form.id} before={form} onClose={() => setForm(undefined)} />
      ) : null}
      <Dialog title={t('channels.detail')} open={shown !== undefined} onClose={() => setShown(undefined)} wide>
        {shown ? <Detail id={shown} /> : null}
      </Dialog>
    </div>
  );
}

function One({
  c,
  admin,
  onEdit,
  onShow,
}: {
  readonly c: ChannelShape;
  readonly admin: boolean;
  readonly onEdit: () => void;
  readonly onShow: () => void;
}) {
  const { t, w, language } = useReading();
  const { me } = useDesk();
  const every = useEvery();
  const [tested, setTested] = useState<TestedShape>();
  const [removing, setRemoving] = useState(false);
  const act = useMutation({
    mutationFn: ({ name, method = 'POST' }: { name: string; method?: 'POST' | 'DELETE' }) =>
      ask<Record<string, unknown>>(method, `/v1/channels/${c.id}${name}`, method === 'POST' ? { body: {} } : {}),
    onSuccess: (answer, { name }) => {
      if (name === '/test') setTested(answer as unknown as TestedShape);
      else if (name === '/run') toast({ text: t('channels.ran', { n: Number(answer['messages'] ?? 0) }) });
      else toast({ text: t('channels.done') });
    },
    onError: (e) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['channels'] }),
  });
  const button = (name: string, text: string, more: object = {}) => (
    <button
      type="button"
      className="button small"
      disabled={act.isPending}
      aria-label={`${text}: ${c.name}`}
      onClick={() => act.mutate({ name, ...more })}
    >
      {text}
    </button>
  );
  return (
    <li className="channel" data-health={c.health}>
      <div className="channel-head">
        <h2>{c.name}</h2>
        <Health c={c} />
        <span className="chip">{t(`channels.kind.${c.kind}`)}</span>
        <span className="value small faint">{c.where}</span>
      </div>
      {c.health === 'silent' && c.silence.from ? (
        <p className="small">
          ! {t('channels.silent', { every: every(c.silence.rhythm_minutes ?? 0) })} <When at={c.silence.from} />
        </p>
      ) : null}
      {c.fault ? (
        <p className="small">
          ! {w(c.fault.text)}
          {c.fault.detail ? (
            <span className="faint value" lang="en">
              {' '}
              {c.fault.detail}
            </span>
          ) : null}
          {c.failures > 1 ? ` (${t('channels.times', { n: c.failures })})` : null}
        </p>
      ) : null}
      {c.missing_days.length > 0 ? (
        <p className="small">
          ! {t('channels.missing')} <span className="value">{c.missing_days.slice(0, 10).join(', ')}</span>
        </p>
      ) : null}
      <dl className="channel-facts">
        <div>
          <dt>{t('channels.last_new')}</dt>
          <dd>{c.last_new_at ? <When at={c.last_new_at} /> : '–'}</dd>
        </div>
        <div>
          <dt>{t('channels.last_try')}</dt>
          <dd>{c.last_try_at ? <When at={c.last_try_at} /> : '–'}</dd>
        </div>
        <div>
          <dt>{t('channels.next')}</dt>
          <dd>{c.state === 'paused' ? '–' : c.working ? t('channels.working') : <When at={c.next_at} />}</dd>
        </div>
        <div>
          <dt>{t('channels.brought')}</dt>
          <dd>
            {t('channels.brought.text', {
              messages: numberIn(language, c.messages),
              findings: numberIn(language, c.findings),
            })}{' '}
            <span className="faint">
              {sizeForPeople(c.bytes, language)}
              {c.rows > 0 ? ` · ${t('channels.rows', { n: numberIn(language, c.rows) })}` : null}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('channels.rhythm')}</dt>
          <dd>
            {c.silence.state === 'off'
              ? t('channels.rhythm.off')
              : c.silence.rhythm_minutes === null
                ? t('channels.rhythm.learning')
                : every(c.silence.rhythm_minutes)}
          </dd>
        </div>
      </dl>
      {c.manual > 0 ? (
        <p className="small">
          <Link to="/manual">{t('channels.manual', { n: c.manual })}</Link>
        </p>
      ) : null}
      {tested ? (
        <p className="notice" data-tone={tested.ok ? 'good' : 'alarm'} role="status">
          {tested.ok ? `✓ ${t('channels.works')}` : `! ${tested.fault ? w(tested.fault.text) : ''}`}{' '}
          <span className="faint value small" lang="en">
            {tested.detail}
          </span>
        </p>
      ) : null}
      <div className="channel-acts">
        {me.member.role !== 'reader' ? button('/run', t('channels.run')) : null}
        <button
          type="button"
          className="button small"
          aria-label={`${t('channels.detail')}: ${c.name}`}
          onClick={onShow}
        >
          {t('channels.detail')}
        </button>
        {admin ? (
          <>
            {button('/test', t('channels.test'))}
            {c.state === 'paused' ? button('/resume', t('channels.resume')) : button('/pause', t('channels.pause'))}
            <button
              type="button"
              className="button small"
              aria-label={`${t('channels.edit')}: ${c.name}`}
              onClick={onEdit}
            >
              {t('channels.edit')}
            </button>
            <button
              type="button"
              className="button small danger"
              aria-label={`${t('channels.remove')}: ${c.name}`}
              onClick={() => setRemoving(true)}
            >
              {t('channels.remove')}
            </button>
          </>
        ) : null}
      </div>
      <Dialog
        title={t('channels.remove')}
        open={removing}
        onClose={() => setRemoving(false)}
        actions={
          <button
            type="button"
            className="button danger"
            onClick={() => {
              setRemoving(false);
              act.mutate({ name: '', method: 'DELETE' });
            }}
          >
            {t('channels.remove')}
          </button>
        }
      >
        <p>{t('channels.remove.text', { name: c.name })}</p>
      </Dialog>
    </li>
  );
}

function Detail({ id }: { readonly id: string }) {
  const { t, w, language } = useReading();
  const { data, isPending, error } = useQuery(channelQuery(id));
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} />;
  return (
    <>
      <p>
        <strong>{data.name}</strong> <Health c={data} /> <span className="value faint small">{data.where}</span>
      </p>
      {data.refused.length > 0 ? (
        <section aria-label={t('channels.refused')}>
          <h3>{t('channels.refused')}</h3>
          <ul className="small">
            {data.refused.map((r) => (
              <li key={r.item}>
                <span className="value">{r.item}</span> {r.text ? w(r.text) : null}{' '}
                {r.size === null ? null : sizeForPeople(r.size, language)} <When at={r.at} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {data.tries.length === 0 ? (
        <p className="faint">{t('channels.tries.none')}</p>
      ) : (
        <div className="scroll-x">
          <table className="grid-table">
            <caption className="unseen">{t('channels.tries')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('channels.tries.at')}</th>
                <th scope="col">{t('channels.tries.outcome')}</th>
                <th scope="col">{t('channels.brought')}</th>
              </tr>
            </thead>
            <tbody>
              {data.tries.map((x) => (
                <tr key={x.at}>
                  <th scope="row">
                    <When at={x.at} />
                  </th>
                  <td>
                    {t(`channels.outcome.${x.outcome}`)}
                    {x.fault ? <span className="small"> · {w(x.fault.text)}</span> : null}
                  </td>
                  <td>
                    {numberIn(language, x.messages)}
                    {x.duplicates > 0 ? ` (+${numberIn(language, x.duplicates)} ${t('channels.known')})` : null} ·{' '}
                    {sizeForPeople(x.bytes, language)}
                    {x.address ? <span className="faint value small"> {x.address}</span> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

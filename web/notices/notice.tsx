/** One notice: is it complete, what does it make known, where is it and whose, what can be done. Nothing on it is ever loaded or shown as an image. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { knowledgeRules, knowledges, ntdAnswers, ntdRules } from '#law';
import { itemWords, type NoticeShape, placeWords, stateWords } from '#notices';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { DossierButton } from '../dossiers/take.tsx';
import { Acts } from '../parts/acts.tsx';
import { ClockLines } from '../parts/clocks.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Checklist, Timeline } from '../parts/facts.tsx';
import { PageHead } from '../parts/lists.tsx';
import { ClockChip, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { noticeQuery } from './asking.ts';

export function NoticeScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { data: n, isPending, error, refetch } = useQuery(noticeQuery(id));
  const [acting, setActing] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${n?.number ?? t('notices.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/notices">{t('notices.title')}</Link>}
        title={`${n.number ?? n.id} · ${w(n.kind_words)}`}
        marks={
          <>
            {n.lane === 'ordinary' ? null : (
              <span className="chip" data-tone={n.lane === 'danger' ? 'alarm' : 'care'}>
                {n.trusted_flagger ?? t(`notices.lane.${n.lane}`)}
              </span>
            )}{' '}
            <span className="chip">{w(stateWords[n.state])}</span> {n.due_at ? <ClockChip due={n.due_at} /> : null}
          </>
        }
        lead={t(`notices.path.${n.path}`)}
      >
        <div className="acts">
          {n.can_decide ? (
            <a className="button main" href={`/decisions/new?matter=${n.id}`}>
              {t('notices.decide')}
            </a>
          ) : null}
          <Acts
            most={4}
            of={[
              ...n.acts.map((act) => ({
                id: act,
                text: t(`notices.act.${act as 'note'}`),
                onPress: () => setActing(act),
              })),
              ...(n.can_decide && n.notifier?.email
                ? [{ id: 'lower', text: t('notices.act.lower'), rare: true, onPress: () => setActing('lower') }]
                : []),
            ]}
          >
            <DossierButton about={n.id} />
          </Acts>
        </div>
      </PageHead>
      <Items n={n} />
      <Panel title={t('notices.elements')} id="elements">
        <Checklist
          of={n.elements.map((e) => ({
            id: e.element,
            state: e.there ? ('done' as const) : e.asked ? ('no' as const) : ('free' as const),
            text: (
              <>
                {w(e.title)} <span className="faint small">{e.basis}</span>
              </>
            ),
            more: t(
              e.there ? 'notices.element.there' : e.asked ? 'notices.element.missing' : 'notices.element.not_asked',
            ),
          }))}
        />
        {n.knowledge ? <p>{w(knowledgeRules[n.knowledge].title)}</p> : null}
        {n.ntd ? <p>{w(ntdRules[n.ntd].title)}</p> : null}
      </Panel>
      <Panel title={t('notices.explanation')} id="explanation">
        {n.explanation ? <p className="said">{n.explanation}</p> : <p className="faint">{t('notices.no_words')}</p>}
        {n.law ? <p className="faint">{n.law}</p> : null}
        {n.added.length > 0 ? <h3>{t('notices.added')}</h3> : null}
        {n.added.map((a) => (
          <p className="said" key={a.at}>
            <When at={a.at} /> {a.text}
          </p>
        ))}
      </Panel>
      <Panel title={t('notices.notifier')} id="notifier">
        <p>
          {[n.notifier?.name, n.notifier?.email, n.notifier?.organisation, n.notifier?.reference]
            .filter(Boolean)
            .join(' · ') || t('notices.anonymous')}
        </p>
        {n.notifier?.record ? (
          <p className="faint">
            {t('notices.record', {
              n: n.notifier.record.notices,
              acted: n.notifier.record.acted,
              not: n.notifier.record.not_acted,
            })}
          </p>
        ) : null}
        {n.status_page ? (
          <p>
            <a href={n.status_page}>{t('notices.status_page')}</a>
          </p>
        ) : null}
        <p>
          <a href={`/v1/notices/${n.id}/receipt`} download={`${n.number}-receipt.json`}>
            {t('notices.receipt')}
          </a>
        </p>
      </Panel>
      {n.files.length > 0 ? (
        <Panel title={t('notices.files')} id="files">
          <p className="faint">{t('notices.files.note')}</p>
          <ul>
            {n.files.map((f) => (
              <li key={f.no}>
                <a href={`/v1/notices/${n.id}/files/${f.no}`} download={`evidence-${f.no}.bin`}>
                  {t('notices.file.save', { name: f.name })}
                </a>{' '}
                <span className="faint small">{f.sha256}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title={t('notices.clocks')} id="clocks">
        <ClockLines of={n.clocks.map((c) => ({ ...c, id: c.clock }))} />
      </Panel>
      {n.letters.length > 0 ? (
        <Panel title={t('notices.letters')} id="letters">
          <ul>
            {n.letters.map((l) => (
              <li key={l.id}>
                {l.template} · {l.state} · <When at={l.sent_at ?? l.created_at} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title={t('notices.history')} id="history">
        <Timeline
          of={n.history.map((h) => ({
            id: `${h.at} ${h.act}`,
            at: h.at,
            what: w(h.words),
            who: h.by === 'engine' ? 'Bezem' : h.by.startsWith('ntc_') ? t('notices.notifier') : h.by,
            text: h.text,
          }))}
        />
      </Panel>
      {acting ? <Acting n={n} act={acting} onClose={() => setActing(null)} /> : null}
    </div>
  );
}

function Items({ n }: { readonly n: NoticeShape }) {
  const { t, w } = useReading();
  const [read, setRead] = useState<string | null>(null);
  const show = useMutation({
    mutationFn: (no: number) => ask<{ readonly address: string }>('GET', `/v1/notices/${n.id}/address/${no}`),
    onSuccess: (a) => setRead(a.address),
    onError: (e) => toast({ text: e instanceof Problem ? e.message : String(e), tone: 'alarm' }),
  });
  return (
    <Panel title={t('notices.items')} id="items">
      <div className="scroll-x">
        <table className="grid-table cards">
          <caption className="unseen">{t('notices.items')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('notices.items')}</th>
              <th scope="col">{t('notices.item.where')}</th>
              <th scope="col">{t('notices.item.holder')}</th>
              <th scope="col">{t('notices.item.state')}</th>
            </tr>
          </thead>
          <tbody>
            {n.addresses.map((i) => (
              <tr key={i.no}>
                <th scope="row">
                  <span className="value">{i.masked}</span>{' '}
                  {i.hidden && n.can_decide ? (
                    <button type="button" className="button quiet" onClick={() => show.mutate(i.no)}>
                      {t('notices.item.read')}
                    </button>
                  ) : null}
                </th>
                <td>
                  {w(placeWords[i.place])} {i.elsewhere ? <span className="faint">{i.elsewhere}</span> : null}
                </td>
                <td>
                  {i.holder ? (
                    <Link to="/parties/$id" params={{ id: i.holder.party }}>
                      {i.holder.name ?? i.holder.reference ?? i.holder.party}
                    </Link>
                  ) : (
                    '–'
                  )}
                </td>
                <td>{w(itemWords[i.state])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Dialog title={t('notices.item.read')} open={read !== null} onClose={() => setRead(null)}>
        <p>{t('notices.item.read.warn')}</p>
        <p className="value">{read}</p>
      </Dialog>
    </Panel>
  );
}

function Acting({ n, act, onClose }: { readonly n: NoticeShape; readonly act: string; readonly onClose: () => void }) {
  const { t, w } = useReading();
  const [text, setText] = useState('');
  const [judged, setJudged] = useState<string>('');
  const save = useMutation({
    mutationFn: () =>
      ask<NoticeShape>('POST', `/v1/notices/${n.id}/${act}`, {
        body: {
          version: n.version,
          ...(text.trim() ? { text } : {}),
          ...(act === 'assess' && judged ? (n.path === 'ntd' ? { ntd: judged } : { knowledge: judged }) : {}),
        },
      }),
    onSuccess: () => {
      toast({ text: t('notices.done') });
      void queries.invalidateQueries({ queryKey: ['notice', n.id] });
      void queries.invalidateQueries({ queryKey: ['notices'] });
      onClose();
    },
  });
  const choices: readonly { readonly id: string; readonly words: ReactNode }[] =
    n.path === 'ntd'
      ? ntdAnswers.map((a) => ({ id: a, words: w(ntdRules[a].title) }))
      : knowledges.map((k) => ({ id: k, words: w(knowledgeRules[k].title) }));
  return (
    <Dialog
      title={t(`notices.act.${act as 'note'}`)}
      open
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={save.isPending}>
          {t(`notices.act.${act as 'note'}`)}
        </button>
      }
    >
      {save.error ? (
        <p className="wrong" role="alert">
          {save.error.message}
        </p>
      ) : null}
      {act === 'assess' ? (
        <fieldset>
          <legend>{t('notices.knowledge')}</legend>
          {choices.map((c) => (
            <p key={c.id}>
              <label>
                <input
                  type="radio"
                  name="judged"
                  value={c.id}
                  checked={judged === c.id}
                  onChange={() => setJudged(c.id)}
                />{' '}
                {c.words}
              </label>
            </p>
          ))}
        </fieldset>
      ) : null}
      <Field label={t(act === 'assess' || act === 'move' || act === 'reopen' ? 'notices.reason' : 'notices.text')}>
        {(id, described) => (
          <textarea
            className="input"
            id={id}
            aria-describedby={described}
            rows={5}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}

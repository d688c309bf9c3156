/** The record of the live resolver: what it was asked, what came of it, how quick it was, and the last questions. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LiveShape } from '#attribution';
import { useReading } from '../desk/context.tsx';
import { liveQuery } from '../desk/data.ts';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';

const tones: Readonly<Record<LiveShape['last'][number]['state'], string>> = {
  waiting: 'plain',
  answered: 'good',
  nobody: 'plain',
  unfit: 'care',
  failed: 'alarm',
};
const counted = ['answered', 'nobody', 'unfit', 'failed', 'waiting'] as const;

export function LiveRecord({ id }: { readonly id: string }) {
  const { t, code } = useReading();
  const found = useQuery(liveQuery(id));
  const l = found.data;
  if (found.isPending) return <Loading />;
  if (found.isError || !l) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <Panel title={t('live.title')} id="live">
      {l.resting_until ? (
        <p className="notice" data-tone="care">
          ! {t('live.resting')} <When at={l.resting_until} />
        </p>
      ) : null}
      <dl className="facts">
        <dt>{t('live.asked')}</dt>
        <dd>
          {l.asked} <span className="faint">({t('live.days')})</span>
        </dd>
        {counted.map((c) => [<dt key={c}>{t(`live.${c}`)}</dt>, <dd key={`${c} n`}>{l.counts[c]}</dd>])}
        <dt>{t('live.quick')}</dt>
        <dd>{l.median_ms === null ? '–' : t('live.quick.text', { n: l.median_ms, most: l.p95_ms ?? l.median_ms })}</dd>
      </dl>
      {l.last.length === 0 ? (
        <Empty sign="–" title={t('live.none')}>
          {t('live.none.text')}
        </Empty>
      ) : (
        <div className="scroll-x" style={{ marginTop: '0.8rem' }}>
          <table className="grid-table cards">
            <caption className="unseen">{t('live.last')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('live.when')}</th>
                <th scope="col">{t('inventories.resource')}</th>
                <th scope="col">{t('live.outcome')}</th>
                <th scope="col" className="wide">
                  {t('live.holder')}
                </th>
                <th scope="col">{t('live.took')}</th>
              </tr>
            </thead>
            <tbody>
              {l.last.map((q) => (
                <tr key={q.id}>
                  <th scope="row">{q.asked_at ? <When at={q.asked_at} /> : '–'}</th>
                  <td data-label={t('inventories.resource')}>
                    <span className="value">
                      {q.ip}
                      {q.port === null ? '' : `:${q.port}`}
                    </span>
                    <span className="line-2">
                      {t('live.seen')} <When at={q.seen.from} relative={false} />
                    </span>
                  </td>
                  <td>
                    <span className="chip" data-tone={tones[q.state]}>
                      {t(`live.${q.state}`)}
                    </span>
                    {q.fault ? <span className="line-2">{code('live_fault', q.fault)}</span> : null}
                  </td>
                  <td data-label={t('live.holder')}>
                    {q.party ? (
                      <Link to="/parties/$id" params={{ id: q.party.id }}>
                        {q.party.reference} {q.party.name ?? ''}
                      </Link>
                    ) : q.next_at ? (
                      <>
                        {t('live.again')} <When at={q.next_at} />
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td data-label={t('live.took')}>{q.took_ms === null ? '–' : `${q.took_ms} ms`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

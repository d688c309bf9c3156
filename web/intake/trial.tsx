/** What a template would find, message by message, beside what each message is now. */
import type { Tried } from '#intake';
import { useReading } from '../desk/context.tsx';
import { When } from '../parts/parts.tsx';
import { compactTime, harmless, instant } from '../show.ts';

/** One finding of a trial, in a line; of kinds that are never shown only that it was found. */
export function FoundLine({ f }: { readonly f: Tried['would']['first'][number] }) {
  const { t, zone, language, code } = useReading();
  const place =
    f.ip === null ? null : f.port === null ? f.ip : f.ip.includes(':') ? `[${f.ip}]:${f.port}` : `${f.ip}:${f.port}`;
  const values = [place, f.url ?? f.host, f.other].filter((v) => v !== null).map(harmless);
  return (
    <>
      <span className="value">{f.masked ? t('inbox.never_shown') : values.join(' · ')}</span>{' '}
      <span className="small faint">
        {f.kind} · {f.seen_at ? compactTime(instant(f.seen_at), zone, language) : t('app.unknown')}
        {f.time_precision && f.time_precision !== 'exact' ? ` (${code('precision', f.time_precision)})` : ''}
        {f.reference ? ` · ${f.reference}` : ''}
      </span>
    </>
  );
}

export function TrialTable({ tried }: { readonly tried: readonly Tried[] }) {
  const { t } = useReading();
  return (
    <div className="scroll-x">
      <table className="grid-table cards">
        <caption className="label">
          {t('teach.trial.caption', { n: tried.filter((x) => x.would.reads).length, of: tried.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('teach.trial.message')}</th>
            <th scope="col">{t('teach.trial.now')}</th>
            <th scope="col" className="wide">
              {t('teach.trial.would')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tried.map((x) => (
            <tr key={x.id}>
              <th scope="row">
                {x.is_this ? <span className="chip">{t('teach.trial.this')}</span> : null}{' '}
                {x.subject ?? t('manual.no_subject')}
                <span className="line-2 small faint">
                  <When at={x.received_at} />
                </span>
              </th>
              <td data-label={t('teach.trial.now')}>
                {x.now.state === 'manual' ? t('manual.title') : t('teach.trial.findings', { n: x.now.findings })}
                {x.now.format ? <span className="line-2 small faint">{x.now.format}</span> : null}
              </td>
              <td data-label={t('teach.trial.would')}>
                <span className="chip" data-tone={x.would.reads ? 'good' : 'care'}>
                  {x.would.reads ? `✓ ${t('teach.trial.reads')}` : `✗ ${t('teach.trial.not')}`}
                </span>
                <ul className="teach-found">
                  {x.would.reads
                    ? x.would.first.slice(0, 5).map((f, i) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: findings of one message have no id and never move
                        <li key={i}>
                          <FoundLine f={f} />
                        </li>
                      ))
                    : null}
                  {x.would.reads && x.would.findings > 5 ? (
                    <li>{t('teach.trial.more', { n: x.would.findings - 5 })}</li>
                  ) : null}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One letter as it went or will go, with what became of it. That it was read stands in the journal. */
import { useQuery } from '@tanstack/react-query';
import { useReading } from '../desk/context.tsx';
import { letterQuery } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Failed, Loading, StateChip, When } from '../parts/parts.tsx';
import { sizeForPeople } from '../show.ts';
import { ReadState } from './read.tsx';

export function LetterReader({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t, w, code, language } = useReading();
  const { data: l, isPending, error, refetch } = useQuery(letterQuery(id));
  return (
    <Dialog title={l ? w(l.title) : t('letters.read')} open wide onClose={onClose}>
      {isPending ? <Loading /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {l ? (
        <>
          <dl className="facts">
            <dt>{t('letters.state')}</dt>
            <dd>
              <StateChip state={l.state} family="letters" /> {l.why ? code('held', l.why) : null}
            </dd>
            <dt>{t('letter.to')}</dt>
            <dd>{l.to ?? t('app.unknown')}</dd>
            <dt>{t('letter.subject')}</dt>
            <dd>
              <strong>{l.subject ?? t('app.unknown')}</strong>
            </dd>
            <dt>{l.sent_at ? t('letters.sent') : t('letters.made')}</dt>
            <dd>
              <When at={l.sent_at ?? l.created_at} zone />
            </dd>
            {l.directive ? (
              <>
                <dt>{t('directives.rule')}</dt>
                <dd className="value">
                  {l.directive} (
                  {l.directive_version === 0
                    ? t('directives.shipped')
                    : t('directives.version', { n: l.directive_version ?? 0 })}
                  )
                </dd>
              </>
            ) : null}
            {l.sent_at && l.channel === 'mail' ? (
              <>
                <dt>{t('letters.reading')}</dt>
                <dd>
                  <ReadState l={l} />{' '}
                  {l.read_at ? (
                    <span className="faint small">
                      {l.read_how ? code('read_how', l.read_how) : null} <When at={l.read_at} />
                    </span>
                  ) : null}
                </dd>
              </>
            ) : null}
            {l.attachments.length > 0 ? (
              <>
                <dt>{t('letter.attachments')}</dt>
                <dd>{l.attachments.map((a) => `${a.name} (${sizeForPeople(a.size, language)})`).join(', ')}</dd>
              </>
            ) : null}
          </dl>
          {l.text === null ? (
            <p className="notice" data-tone="care">
              {t('letters.erased')}
            </p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
            <section className="letter" tabIndex={0} aria-label={t('letter.title')}>
              {l.text}
            </section>
          )}
          {l.attempts.length > 0 ? (
            <table className="grid-table">
              <caption className="label">{t('letters.attempts')}</caption>
              <tbody>
                {l.attempts.map((a) => (
                  <tr key={a.no}>
                    <th scope="row">
                      <When at={a.at} zone />
                    </th>
                    <td className="value">{a.response ?? a.outcome}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </>
      ) : null}
    </Dialog>
  );
}

/** Why a case stands where it stands: terms that add up to what is shown. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CaseShape } from '#cases';
import { useReading } from '../desk/context.tsx';
import { caseQuery, membersQuery } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Band, Failed, Loading } from '../parts/parts.tsx';
import { withTimes } from '../show.ts';
import { numberIn } from '../words/words.ts';

export function Why({ c }: { readonly c: Pick<CaseShape, 'priority' | 'band_override'> }) {
  const { t, w, zone, language } = useReading();
  const setBy = c.band_override?.by;
  const members = useQuery({ ...membersQuery, enabled: setBy !== undefined }).data?.items;
  const p = c.priority;
  const sum = p.terms.reduce((n, term) => n + term.value, 0);
  const signed = (n: number) => (n > 0 ? `+${numberIn(language, n)}` : numberIn(language, n));
  return (
    <div className="spaced">
      <p className="why-text">{w(p.because)}</p>
      <dl className="why-sum">
        {p.terms.map((term) => (
          <div key={term.id}>
            <dt>{w(term.text)}</dt>
            <dd>{signed(term.value)}</dd>
          </div>
        ))}
        <div className="total">
          <dt>{t('case.why.sum')}</dt>
          <dd>{numberIn(language, sum)}</dd>
        </div>
        <div>
          <dt>× {t('case.why.confidence')}</dt>
          <dd>{numberIn(language, p.confidence)}</dd>
        </div>
        <div className="total">
          <dt>= {t('case.why.score')}</dt>
          <dd>{numberIn(language, p.score)}</dd>
        </div>
      </dl>
      {p.doubt ? (
        <p className="notice" data-tone="care">
          {w(p.doubt.text)}{' '}
          <Link to="/notifiers/$id" params={{ id: p.doubt.notifier.id }}>
            {t('case.why.record')}
          </Link>
        </p>
      ) : null}
      <p className="faint">{t('case.why.urgency', { u: p.urgency, i: p.impact })}</p>
      {p.rules.length > 0 ? (
        <ul className="small spaced">
          {p.rules.map((r) => (
            <li key={r.id}>→ {withTimes(w(r.text), zone, language)}</li>
          ))}
        </ul>
      ) : null}
      {c.band_override ? (
        <p className="notice" data-tone="care">
          {t('case.why.override', {
            name: members?.find((m) => m.id === setBy)?.name ?? c.band_override.by,
            reason: c.band_override.reason,
          })}
        </p>
      ) : null}
    </div>
  );
}

/** The explanation from the band cell of the list. */
export function WhyDialog({
  id,
  band,
  onClose,
}: {
  readonly id: string | undefined;
  readonly band: number;
  readonly onClose: () => void;
}) {
  const { t } = useReading();
  return (
    <Dialog title={t('case.why', { band: `P${band}` })} open={id !== undefined} onClose={onClose}>
      {id ? <Inside id={id} /> : null}
    </Dialog>
  );
}

function Inside({ id }: { readonly id: string }) {
  const { data, isPending, error } = useQuery(caseQuery(id));
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} />;
  return (
    <>
      <p>
        <Band band={data.band} /> <b className="value">{data.reference}</b>
      </p>
      <Why c={data} />
    </>
  );
}

/** What a score is made of: its lines, which add up to it, and what it would be if more were known. */
import { type Term, type TermKind, termWords, whatIfText } from '#screening';
import { useReading } from '../desk/context.tsx';

export function Terms({
  score,
  terms,
  whatIf,
}: {
  readonly score: number;
  readonly terms: readonly Term[];
  readonly whatIf: Readonly<Record<string, number>>;
}) {
  const { t, w, language } = useReading();
  const number = (x: number) => (language === 'nl' ? x.toFixed(4).replace('.', ',') : x.toFixed(4));
  return (
    <>
      <table className="grid-table">
        <caption className="unseen">{t('screening.terms')}</caption>
        <tbody>
          {terms.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a sum have no other name than their place
            <tr key={at}>
              <th scope="row">{w(termWords[line.term as TermKind])}</th>
              <td>{[line.query, line.listed].filter((x) => x !== undefined).join(' ~ ')}</td>
              <td className="value">
                {line.points < 0 ? '−' : '+'}
                {number(Math.abs(line.points))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('screening.score')}</th>
            <td />
            <td className="value">
              <b>{number(score)}</b>
            </td>
          </tr>
        </tfoot>
      </table>
      {Object.keys(whatIf).length > 0 ? (
        <ul className="small">
          {whatIfText(whatIf, language).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

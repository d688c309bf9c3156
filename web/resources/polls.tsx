/** What a poll of an inventory came to: the outcome in a few words, the difference, and what was not taken. */
import type { PollShape } from '#resources';
import { useReading } from '../desk/context.tsx';
import { When } from '../parts/parts.tsx';

const counted = ['new', 'changed', 'ends'] as const;

/** What a poll came to, in a few words; bare: only the numbers. */
export function Outcome({ p, bare = false }: { readonly p: PollShape; readonly bare?: boolean }) {
  const { t, code } = useReading();
  const parts = counted.filter((c) => (p.counts[c] ?? 0) > 0).map((c) => `${p.counts[c]} ${t(`import.${c}`)}`);
  return (
    <>
      {bare ? null : code('poll', p.outcome)}
      {parts.length > 0 ? ` · ${parts.join(' · ')}` : ''}
      {p.fault && p.fault !== p.outcome ? ` · ${code('poll_fault', p.fault)}` : ''}
    </>
  );
}

export function NotTaken({ p }: { readonly p: PollShape }) {
  const { t, code } = useReading();
  return (
    <>
      <h3 className="small">{t('inventories.not_taken')}</h3>
      <ul className="plain">
        {p.problems.slice(0, 50).map((x) => (
          <li key={`${x.where} ${x.code}`}>
            <span className="value">{x.where}</span> {code('stated', x.code)}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Changes({ p }: { readonly p: PollShape }) {
  const { t } = useReading();
  const who = (x: PollShape['changes'][number]['before']) =>
    x === null
      ? t('inventories.nobody')
      : x.reference === null
        ? t('case.us')
        : `${x.reference} ${x.name ?? ''}`.trim();
  if (p.changes.length === 0) return <p>{t('import.nothing')}</p>;
  return (
    <div className="scroll-x" style={{ marginTop: '0.8rem' }}>
      <table className="grid-table diff cards">
        <thead>
          <tr>
            <th scope="col">{t('inventories.resource')}</th>
            <th scope="col">{t('import.change')}</th>
            <th scope="col" className="wide">
              {t('inventories.from_to')}
            </th>
            <th scope="col">{t('inventories.when')}</th>
          </tr>
        </thead>
        <tbody>
          {p.changes.slice(0, 200).map((c) => (
            <tr key={`${c.resource} ${c.ports} ${c.how} ${c.from}`}>
              <th scope="row">
                <span className="value">
                  {c.resource}
                  {c.ports ? `:${c.ports}` : ''}
                </span>
              </th>
              <td>
                <span className="chip" data-tone={c.how === 'new' ? 'good' : 'care'}>
                  {t(`import.${c.how}`)}
                </span>
              </td>
              <td>
                {c.how === 'new' ? null : <del>{who(c.before)}</del>} <ins>{who(c.after)}</ins>
              </td>
              <td>
                {c.from ? <When at={c.from} /> : '–'}
                {c.by ? (
                  <>
                    {' – '}
                    <When at={c.by} />
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

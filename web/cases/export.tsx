/** Findings of a case to take along: in which form, how many, and what is left out and why, before anything leaves. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ExportFormat, exportFormats } from '#cases';
import { pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { exportCountQuery } from '../desk/data.ts';
import { Failed, Field, Loading } from '../parts/parts.tsx';

export function Export({ id }: { readonly id: string }) {
  const { t } = useReading();
  const [open, setOpen] = useState(false);
  return (
    <details className="row-details" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('export.title')}</summary>
      {open ? <Choice id={id} /> : null}
    </details>
  );
}

function Choice({ id }: { readonly id: string }) {
  const { t, w } = useReading();
  const [format, setFormat] = useState<ExportFormat>('xarf');
  const count = useQuery(exportCountQuery(id, format));
  return (
    <>
      <Field label={t('export.format')}>
        {(fid) => (
          <select
            className="input"
            id={fid}
            value={format}
            onChange={(e) => setFormat(e.currentTarget.value as ExportFormat)}
          >
            {exportFormats.map((f) => (
              <option key={f} value={f}>
                {f === 'xarf' ? 'XARF' : f === 'intelmq' ? 'IntelMQ' : f === 'csv' ? 'CSV' : f}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div aria-live="polite">
        {count.isPending ? <Loading /> : null}
        {count.isError ? <Failed error={count.error} /> : null}
        {count.data ? (
          <>
            <p>
              {t('export.written', { n: count.data.written })}
              {count.data.left_out > 0 ? ` ${t('export.left_out', { n: count.data.left_out })}` : ''}
            </p>
            {count.data.reasons.length > 0 ? (
              <ul>
                {count.data.reasons.map((r) => (
                  <li key={r.reason}>
                    {w(r.text)}: {r.count}
                  </li>
                ))}
              </ul>
            ) : null}
          </>
        ) : null}
      </div>
      {count.data && count.data.written > 0 ? (
        <a className="button" download href={pathOf('/v1/findings/export', { format, case: id })}>
          {t('export.download')}
        </a>
      ) : null}
    </>
  );
}

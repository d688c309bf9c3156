/** The register of domain names: what differs from the registrar's file first, then the names, then a file to compare. */
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import type { Compared, DifferenceShape, RegistrationPage } from '#registrants';
import { ask, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Acts } from '../parts/acts.tsx';
import { Facts } from '../parts/facts.tsx';
import { Counts, PageHead, TableFrame } from '../parts/lists.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';

const registrationsQuery = (incomplete: boolean) =>
  queryOptions({
    queryKey: ['registrations', incomplete],
    queryFn: ({ signal }) =>
      ask<RegistrationPage>('GET', pathOf('/v1/registrations', { incomplete, limit: 500 }), { signal }),
  });
const differencesQuery = queryOptions({
  queryKey: ['registration-differences'],
  queryFn: ({ signal }) =>
    ask<{ readonly items: readonly DifferenceShape[] }>('GET', '/v1/registration_differences', { signal }),
});
const again = () => {
  for (const queryKey of [['registrations'], ['registration'], ['registration-differences']])
    void queries.invalidateQueries({ queryKey });
};

export function Registrations() {
  const { t } = useReading();
  const [incomplete, setIncomplete] = useState(false);
  const { data, isPending, error, refetch } = useQuery(registrationsQuery(incomplete));
  useEffect(() => {
    document.title = `${t('registrants.title')} · Bezem`;
  });
  return (
    <div className="page">
      <PageHead title={t('registrants.title')} lead={t('registrants.lead')} />
      <Differences />
      {data ? (
        <Counts
          label={t('registrants.title')}
          chosen={incomplete ? 'incomplete' : 'all'}
          onChoose={(id) => setIncomplete(id === 'incomplete')}
          of={[
            { id: 'all', text: t('registrants.all'), n: data.counts.running },
            { id: 'incomplete', text: t('registrants.incomplete'), n: data.counts.incomplete, tone: 'care' },
          ]}
        />
      ) : null}
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty title={t('registrants.none')}>
          <p>{t('registrants.none.text')}</p>
        </Empty>
      ) : (
        <TableFrame label={t('registrants.title')}>
          <table className="grid-table cards">
            <thead>
              <tr>
                <th scope="col">{t('registrants.col.domain')}</th>
                <th scope="col">{t('registrants.col.registrar')}</th>
                <th scope="col">{t('registrants.col.collected')}</th>
                <th scope="col">{t('registrants.col.missing')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((r) => (
                <tr key={r.id}>
                  <th scope="row">
                    <Link to="/registrations/$id" params={{ id: r.id }}>
                      {r.domain}
                    </Link>{' '}
                    {r.ended_on ? <span className="faint small">{r.ended_on}</span> : null}
                  </th>
                  <td data-label={t('registrants.col.registrar')}>{r.registrar ?? '–'}</td>
                  <td data-label={t('registrants.col.collected')}>{t(`registrants.by.${r.collected_by}`)}</td>
                  <td data-label={t('registrants.col.missing')}>
                    {r.missing.length === 0 ? (
                      '–'
                    ) : (
                      <span className="chip" data-tone="care">
                        {r.missing.length}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <CompareFile />
    </div>
  );
}

function Differences() {
  const { t } = useReading();
  const { data } = useQuery(differencesQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Panel title={t('registrants.differences')} id="differences">
      <p>{t('registrants.differences.lead')}</p>
      {data.items.map((d) => (
        <Difference key={`${d.id} ${d.version}`} d={d} />
      ))}
    </Panel>
  );
}
function Difference({ d }: { readonly d: DifferenceShape }) {
  const { t, w } = useReading();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (act: (typeof d.may)[number]) =>
      ask('POST', `/v1/registration_differences/${encodeURIComponent(d.id)}`, {
        body: { act, reason, version: d.version },
      }),
    onSuccess: again,
  });
  return (
    <section>
      <h3>
        {d.domain} <span className="faint">{w(d.kind_words)}</span>
      </h3>
      <Facts
        of={[
          [t('registrants.field'), d.field_words ? w(d.field_words) : null],
          [t('registrants.ours'), d.ours],
          [d.registrar, d.theirs],
          [t('registrants.found'), <When key="w" at={d.found_at} />],
        ]}
      />
      {d.may.length > 0 ? (
        <>
          <Field label={t('registrants.reason')} hint={t('registrants.reason.hint')} wrong={decide.error?.message}>
            {(id, described) => (
              <input
                className="input"
                id={id}
                aria-describedby={described}
                value={reason}
                onChange={(e) => setReason(e.currentTarget.value)}
              />
            )}
          </Field>
          <Acts
            of={d.may.map((act) => ({
              id: act,
              text: t(`registrants.act.${act}`),
              label: `${t(`registrants.act.${act}`)}: ${d.domain}`,
              disabled: decide.isPending,
              onPress: () => decide.mutate(act),
            }))}
          />
        </>
      ) : null}
    </section>
  );
}

function CompareFile() {
  const { t, language } = useReading();
  const [file, setFile] = useState<File | null>(null);
  const [registrar, setRegistrar] = useState('');
  const compare = useMutation({
    mutationFn: async (keep: boolean) =>
      ask<Compared>('POST', pathOf('/v1/registrar_files', { registrar: registrar.trim(), keep }), {
        text: { content: (await file?.text()) ?? '', type: 'application/octet-stream' },
      }),
    onSuccess: again,
  });
  const ready = file !== null && registrar.trim() !== '' && !compare.isPending;
  const r = compare.data;
  return (
    <Panel title={t('registrants.compare')} id="compare">
      <p>{t('registrants.compare.lead')}</p>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          if (ready) compare.mutate(true);
        }}
      >
        <Field label={t('registrants.col.registrar')}>
          {(id) => (
            <input
              className="input"
              id={id}
              value={registrar}
              maxLength={100}
              onChange={(e) => setRegistrar(e.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('registrants.compare.file')} wrong={compare.error?.message}>
          {(id) => (
            <input
              className="input"
              type="file"
              id={id}
              accept=".csv,.txt"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
        <p className="acts">
          <button type="submit" className="button main" disabled={!ready}>
            {t('registrants.compare.send')}
          </button>
          <button type="button" className="button" disabled={!ready} onClick={() => compare.mutate(false)}>
            {t('registrants.compare.look')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {r ? (
          <Facts
            of={[
              [t('registrants.compare.rows'), numberIn(language, r.rows)],
              [t('registrants.compare.same'), numberIn(language, r.same)],
              [t('registrants.compare.differs'), numberIn(language, r.differs)],
              [t('registrants.compare.missing_here'), numberIn(language, r.missing_here)],
              [t('registrants.compare.missing_there'), numberIn(language, r.missing_there)],
              [
                t('registrants.compare.unread'),
                r.unread.length > 0 ? r.unread.map((u) => `${u.line}: ${u.why}`).join(' · ') : null,
              ],
            ]}
          />
        ) : null}
      </div>
    </Panel>
  );
}

/** One domain name: the four groups of data with what is public and how each was verified, and the checks. Reading it is recorded. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { verificationRules } from '#law';
import type { RegistrationShape } from '#registrants';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Facts, Timeline } from '../parts/facts.tsx';
import { PageHead, TableFrame } from '../parts/lists.tsx';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';

const pathFor = (id: string) => `/v1/registrations/${encodeURIComponent(id)}`;
const tones = {
  verified: 'good',
  not_needed: 'good',
  failed: 'alarm',
  expired: 'care',
  missing: 'care',
  unverified: 'care',
} as const;

export function RegistrationScreen() {
  const { t } = useReading();
  const { id } = useParams({ from: '/registrations/$id' });
  const {
    data: r,
    isPending,
    error,
    refetch,
  } = useQuery({
    queryKey: ['registration', id],
    queryFn: ({ signal }) => ask<RegistrationShape>('GET', pathFor(id), { signal }),
  });
  useEffect(() => {
    document.title = `${r?.domain ?? t('registrants.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <PageHead
        up={<Link to="/registrations">{t('registrants.title')}</Link>}
        title={r.domain}
        marks={r.ended_on ? <span className="chip">{t('registrants.ended', { on: r.ended_on })}</span> : null}
      />
      <Panel title={t('registrants.facts')} id="facts">
        <Facts
          of={[
            [
              t('registrants.holder'),
              r.party ? (
                <Link key="p" to="/parties/$id" params={{ id: r.party.id }}>
                  {r.party.name ?? r.party.reference}
                </Link>
              ) : null,
            ],
            [t('registrants.reseller'), r.reseller?.name ?? r.reseller?.reference],
            [t('registrants.registered'), r.registered_on],
            [t('registrants.col.registrar'), r.registrar],
            [t('registrants.col.collected'), t(`registrants.by.${r.collected_by}`)],
          ]}
        />
      </Panel>
      {r.groups.map((g) => (
        <Group key={g.group} g={g} />
      ))}
      {r.ended_on ? null : <Check key={r.version} r={r} />}
      <Panel title={t('registrants.checks')} id="checks">
        <Checks r={r} />
      </Panel>
    </div>
  );
}

function Group({ g }: { readonly g: RegistrationShape['groups'][number] }) {
  const { t, w } = useReading();
  return (
    <Panel title={w(g.title)} id={g.group}>
      <p className="faint small">
        {g.basis} {g.mark === 'verified' ? '' : `· ${t(`registrants.mark.${g.mark as 'memory'}`)}`}
      </p>
      <TableFrame label={w(g.title)} bare>
        <table className="grid-table cards">
          <thead>
            <tr>
              <th scope="col">{t('registrants.field')}</th>
              <th scope="col">{t('registrants.value')}</th>
              <th scope="col">{t('registrants.public')}</th>
              <th scope="col">{t('registrants.standing')}</th>
            </tr>
          </thead>
          <tbody>
            {g.fields.map((f) => (
              <tr key={f.field}>
                <th scope="row">{w(f.words)}</th>
                <td data-label={t('registrants.value')}>{f.value ?? '–'}</td>
                <td data-label={t('registrants.public')}>{t(f.public ? 'registrants.yes' : 'registrants.no')}</td>
                <td data-label={t('registrants.standing')}>
                  {f.standing ? (
                    <span className="chip" data-tone={tones[f.standing]}>
                      {t(`registrants.standing.${f.standing}`)}
                    </span>
                  ) : (
                    '–'
                  )}{' '}
                  {f.verified_until ? (
                    <span className="faint small">
                      <When at={f.verified_until} />
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  );
}

function Checks({ r }: { readonly r: RegistrationShape }) {
  const { t, w } = useReading();
  const named = new Map(r.groups.flatMap((g) => g.fields).map((f) => [f.field, f.words]));
  return (
    <Timeline
      of={r.checks.map((c) => {
        const field = named.get(c.field);
        return {
          id: String(c.no),
          at: c.checked_at,
          what: `${field ? w(field) : c.field}: ${t(c.verdict === 'verified' ? 'registrants.standing.verified' : 'registrants.standing.failed')} (${w(c.method_words)})`,
          who: c.by.startsWith('mbr_') ? '' : c.by,
          text: c.void_at ? `${c.evidence ?? ''} ${t('registrants.void')}` : c.evidence,
        };
      })}
    />
  );
}

/** How a field was verified, in the way the procedure allows for it. */
function Check({ r }: { readonly r: RegistrationShape }) {
  const { t, w } = useReading();
  const fields = r.groups.flatMap((g) => g.fields).filter((f) => f.value !== null && f.ways.length > 0);
  const [field, setField] = useState(fields.find((f) => f.standing !== 'verified')?.field ?? fields[0]?.field ?? '');
  const ways = fields.find((f) => f.field === field)?.ways ?? [];
  const [method, setMethod] = useState<string>('');
  const [evidence, setEvidence] = useState('');
  const save = useMutation({
    mutationFn: (verdict: 'verified' | 'failed') =>
      ask<RegistrationShape>('POST', `${pathFor(r.id)}/checks`, {
        body: { field, method: method || ways[0], verdict, evidence },
      }),
    onSuccess: () => {
      for (const queryKey of [['registrations'], ['registration']]) void queries.invalidateQueries({ queryKey });
    },
  });
  if (fields.length === 0) return null;
  const off = save.isPending || evidence.trim().length < 3;
  return (
    <Panel title={t('registrants.check')} id="check">
      <form onSubmit={(e: FormEvent) => e.preventDefault()}>
        <Field label={t('registrants.field')}>
          {(id) => (
            <select
              className="input"
              id={id}
              value={field}
              onChange={(e) => {
                setField(e.currentTarget.value);
                setMethod('');
              }}
            >
              {fields.map((f) => (
                <option key={f.field} value={f.field}>
                  {w(f.words)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('registrants.method')}>
          {(id) => (
            <select
              className="input"
              id={id}
              value={method || ways[0]}
              onChange={(e) => setMethod(e.currentTarget.value)}
            >
              {ways.map((m) => (
                <option key={m} value={m}>
                  {w(verificationRules[m].title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('registrants.evidence')} hint={t('registrants.evidence.hint')} wrong={save.error?.message}>
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              value={evidence}
              onChange={(e) => setEvidence(e.currentTarget.value)}
            />
          )}
        </Field>
        <p className="acts">
          <button type="button" className="button main" disabled={off} onClick={() => save.mutate('verified')}>
            {t('registrants.holds')}
          </button>
          <button type="button" className="button" disabled={off} onClick={() => save.mutate('failed')}>
            {t('registrants.fails')}
          </button>
        </p>
      </form>
    </Panel>
  );
}

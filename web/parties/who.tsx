/** Who held this then: an address or site and a moment in, the holder and the chain of that moment out. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, useEffect, useState } from 'react';
import type { AttributeJson } from '#attribution';
import { cleanAddress } from '#kernel';
import { ask, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { serverNow } from '../desk/now.ts';
import { Failed, Field, Loading, Panel, Span } from '../parts/parts.tsx';

type Candidate = AttributeJson['chain'][number];

export function Who() {
  const { t, code, zone } = useReading();
  const [asked, setAsked] = useState<{ readonly ip: string; readonly at: string; readonly host: string }>();
  const [wrong, setWrong] = useState<string>();
  const found = useQuery({
    queryKey: ['parties', 'who', asked],
    enabled: asked !== undefined,
    queryFn: ({ signal }) =>
      ask<AttributeJson>('GET', pathOf('/v1/attribution', { ip: asked?.ip, at: asked?.at, host: asked?.host }), {
        signal,
      }),
  });
  useEffect(() => {
    document.title = `${t('who.title')} · Bezem`;
  });
  const submit = (form: HTMLFormElement) => {
    const given = new FormData(form);
    const ip = cleanAddress(String(given.get('ip') ?? ''));
    const host = String(given.get('host') ?? '').trim();
    if (!ip && !host) return setWrong(t('who.bad_address'));
    setWrong(undefined);
    const at = Temporal.PlainDateTime.from(String(given.get('at')))
      .toZonedDateTime(zone)
      .toInstant();
    setAsked({ ip: ip ?? '', at: at.toString(), host });
  };
  const a = found.data;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('who.title')}</h1>
        <p>{t('who.lead')}</p>
      </header>
      <form
        className="panel"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          submit(e.currentTarget);
        }}
      >
        <div className="in inline">
          <Field label={t('who.ip')} wrong={wrong}>
            {(id, described) => (
              <input
                className="input"
                id={id}
                name="ip"
                aria-describedby={described}
                aria-invalid={wrong ? true : undefined}
                autoCapitalize="none"
              />
            )}
          </Field>
          <Field label={t('who.at')}>
            {(id) => (
              <input
                className="input"
                id={id}
                name="at"
                type="datetime-local"
                required
                defaultValue={serverNow()
                  .toZonedDateTimeISO(zone)
                  .toPlainDateTime()
                  .toString({ smallestUnit: 'minute' })}
              />
            )}
          </Field>
          <Field label={t('who.host')}>
            {(id) => <input className="input" id={id} name="host" autoCapitalize="none" />}
          </Field>
          <button type="submit" className="button main">
            {t('who.ask')}
          </button>
        </div>
      </form>
      {found.isFetching ? <Loading /> : null}
      {found.isError ? <Failed error={found.error} /> : null}
      {a && !found.isFetching ? (
        <Panel
          id="answer"
          title={
            a.status === 'attributed'
              ? t('who.attributed')
              : a.status === 'ambiguous'
                ? t('who.ambiguous')
                : a.status === 'out_of_scope'
                  ? t('who.out_of_scope')
                  : t('who.unattributed')
          }
        >
          {a.holder || a.status === 'attributed' ? (
            <ol className="chain" aria-label={t('case.chain')}>
              <li>
                <span>{t('case.us')}</span>
              </li>
              {a.chain.map((c, i) => (
                <li key={c.contract ?? i} style={{ '--depth': i } as CSSProperties}>
                  <One c={c} />
                </li>
              ))}
            </ol>
          ) : null}
          {a.status === 'ambiguous' ? <p>{t('who.ambiguous.text')}</p> : null}
          {a.alternatives.length > 0 ? (
            <ul className="plain">
              {a.alternatives.map((c) => (
                <li key={`${c.contract} ${c.party}`}>
                  <One c={c} />
                </li>
              ))}
            </ul>
          ) : null}
          {a.layers.length > 1 ? (
            <>
              <h3 className="small">{t('who.layers')}</h3>
              {a.disagree ? (
                <p className="notice" data-tone="care">
                  {t('who.disagree')}
                </p>
              ) : null}
              <ul className="plain">
                {a.layers.map((l) => (
                  <li key={l.record}>
                    <span className="chip">{code('origin', l.origin)}</span> {l.inventory ? `${l.inventory}: ` : ''}
                    {l.holder ? <One c={l.holder} /> : t('case.us')}{' '}
                    <span className="faint">
                      <Span from={l.valid.from} until={l.valid.until} />
                    </span>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          <dl className="facts" style={{ marginTop: '0.75rem' }}>
            {a.reason ? (
              <>
                <dt>{t('form.reason')}</dt>
                <dd>{code('reason', a.reason)}</dd>
              </>
            ) : null}
            {a.method ? (
              <>
                <dt>{t('case.method')}</dt>
                <dd>
                  {code('method', a.method)} · {t('case.confidence')}:{' '}
                  {a.confidence ? code('confidence', a.confidence) : '–'}
                </dd>
              </>
            ) : null}
            {a.record ? (
              <>
                <dt>{t('case.holding')}</dt>
                <dd>
                  <span className="value">{a.record.resource}</span>{' '}
                  <span className="faint">
                    <Span from={a.record.valid.from ?? null} until={a.record.valid.until ?? null} />
                  </span>
                </dd>
              </>
            ) : null}
          </dl>
        </Panel>
      ) : null}
    </div>
  );
}

function One({ c }: { readonly c: Candidate }) {
  const { t } = useReading();
  const name = c.name ?? c.reference;
  return (
    <span>
      {c.party ? (
        <Link to="/parties/$id" params={{ id: c.party }}>
          {name ?? c.party}
        </Link>
      ) : (
        (name ?? t('app.unknown'))
      )}{' '}
      <span className="faint small">{c.reference && c.name ? c.reference : ''}</span>
    </span>
  );
}

/** The police letter about resellers, for who has the right: matches that wait, editions, taking one in, keys and what is shared. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { type EditionMatchRow, type EditionPage, type EditionTaken, editionStateWords } from '#editions';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Acts } from '../parts/acts.tsx';
import { Facts } from '../parts/facts.tsx';
import { PageHead, TableFrame } from '../parts/lists.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { editionMatchesQuery, editionsQuery } from './data.ts';

const again = () => {
  for (const queryKey of [['editions'], ['edition'], ['edition-matches'], ['edition-match']])
    void queries.invalidateQueries({ queryKey });
};

export function Editions() {
  const { t } = useReading();
  const { data, isPending, error, refetch } = useQuery(editionsQuery);
  useEffect(() => {
    document.title = `${t('editions.title')} · Bezem`;
  });
  const noRight = error instanceof Problem && (error.status === 404 || error.status === 403);
  return (
    <div className="page">
      <PageHead title={t('editions.title')} lead={t('editions.lead')} />
      {isPending ? (
        <Loading />
      ) : noRight ? (
        <Empty title={t('editions.no_right')}>
          <p>{t('editions.no_right.text')}</p>
        </Empty>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <>
          <Waiting />
          <List page={data} />
          <Take />
          <Keys page={data} />
          <Sharing page={data} />
        </>
      )}
    </div>
  );
}

export const whoOf = (m: EditionMatchRow, t: ReturnType<typeof useReading>['t']): string =>
  m.party?.name ??
  m.party?.reference ??
  m.name ??
  (m.subject === 'further' ? t('editions.further') : t('editions.application'));

function Waiting() {
  const { t } = useReading();
  const { data, isPending, error, refetch } = useQuery(editionMatchesQuery);
  return (
    <Panel title={t('editions.waiting')} id="waiting">
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p>{t('editions.waiting.none')}</p>
      ) : (
        <TableFrame label={t('editions.waiting')} bare>
          <table className="grid-table cards">
            <thead>
              <tr>
                <th scope="col">{t('editions.col.who')}</th>
                <th scope="col">{t('editions.col.edition')}</th>
                <th scope="col">{t('bans.col.since')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((m) => (
                <tr key={m.id}>
                  <th scope="row">
                    <Link to="/edition-matches/$id" params={{ id: m.id }}>
                      {whoOf(m, t)}
                    </Link>
                  </th>
                  <td data-label={t('editions.col.edition')}>{m.edition_label}</td>
                  <td data-label={t('bans.col.since')}>
                    <When at={m.opened_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

function List({ page }: { readonly page: EditionPage }) {
  const { t, w } = useReading();
  return (
    <Panel title={t('editions.list')} id="editions">
      {page.items.length === 0 ? (
        <p>{t('editions.list.none')}</p>
      ) : (
        <TableFrame label={t('editions.list')} bare>
          <table className="grid-table cards">
            <thead>
              <tr>
                <th scope="col">{t('editions.col.edition')}</th>
                <th scope="col">{t('editions.col.dated')}</th>
                <th scope="col">{t('editions.col.issuer')}</th>
                <th scope="col">{t('editions.col.state')}</th>
                <th scope="col">{t('editions.col.entries')}</th>
                <th scope="col">{t('editions.col.counts')}</th>
                <th scope="col">{t('editions.col.due')}</th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((e) => (
                <tr key={e.id}>
                  <th scope="row">
                    <Link to="/editions/$id" params={{ id: e.id }}>
                      {e.label}
                    </Link>
                  </th>
                  <td data-label={t('editions.col.dated')}>{e.dated_on}</td>
                  <td data-label={t('editions.col.issuer')}>
                    {e.issuer} <span className="faint small">{t(`editions.way.${e.way}`)}</span>
                  </td>
                  <td data-label={t('editions.col.state')}>{w(editionStateWords[e.state])}</td>
                  <td data-label={t('editions.col.entries')}>{e.entries}</td>
                  <td data-label={t('editions.col.counts')}>
                    {e.open} · {e.matches} · {e.actions}
                  </td>
                  <td data-label={t('editions.col.due')}>{e.due_at ? <When at={e.due_at} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

const base64Of = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
};

/** A signed file says itself what it is; of CSV and PDF the person says name, date and who it came from. */
function Take() {
  const { t } = useReading();
  const [file, setFile] = useState<File | null>(null);
  const [edition, setEdition] = useState('');
  const [date, setDate] = useState('');
  const [issuer, setIssuer] = useState('');
  const kind = file ? (/\.pdf$/i.test(file.name) ? 'pdf' : /\.(?:csv|txt)$/i.test(file.name) ? 'csv' : 'file') : null;
  const take = useMutation({
    mutationFn: async (dry: boolean) => {
      if (!file || !kind) throw new Problem(0, 'request.invalid', t('editions.import.file'));
      const plain = { edition, date, ...(issuer.trim() ? { issuer } : {}), dry };
      const body =
        kind === 'file'
          ? { file: await file.text() }
          : kind === 'csv'
            ? { csv: await file.text(), ...plain }
            : { pdf: base64Of(new Uint8Array(await file.arrayBuffer())), ...plain };
      return { dry, taken: await ask<EditionTaken>('POST', '/v1/editions', { body }) };
    },
    onSuccess: again,
  });
  const named = kind === 'file' || (edition.trim() !== '' && date !== '');
  const taken = take.data?.taken;
  return (
    <Panel title={t('editions.import')} id="import">
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          if (kind && named) take.mutate(false);
        }}
      >
        <Field label={t('editions.import.file')} hint={t('editions.import.hint')} wrong={take.error?.message}>
          {(id, described) => (
            <input
              className="input"
              type="file"
              id={id}
              aria-describedby={described}
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
        {kind === 'csv' || kind === 'pdf' ? (
          <>
            <Field label={t('editions.import.label')}>
              {(id) => (
                <input className="input" id={id} value={edition} onChange={(e) => setEdition(e.currentTarget.value)} />
              )}
            </Field>
            <Field label={t('editions.import.date')}>
              {(id) => (
                <input
                  className="input"
                  type="date"
                  id={id}
                  value={date}
                  onChange={(e) => setDate(e.currentTarget.value)}
                />
              )}
            </Field>
            <Field label={t('editions.import.issuer')}>
              {(id) => (
                <input className="input" id={id} value={issuer} onChange={(e) => setIssuer(e.currentTarget.value)} />
              )}
            </Field>
          </>
        ) : null}
        <p className="acts">
          <button type="submit" className="button main" disabled={!kind || !named || take.isPending}>
            {t('editions.import.take')}
          </button>
          {kind === 'csv' || kind === 'pdf' ? (
            <button
              type="button"
              className="button"
              disabled={!named || take.isPending}
              onClick={() => take.mutate(true)}
            >
              {t('editions.import.look')}
            </button>
          ) : null}
        </p>
      </form>
      <div aria-live="polite">
        {taken ? (
          <>
            <p>
              {taken.known
                ? t('editions.import.known')
                : t(take.data?.dry ? 'editions.import.looked' : 'editions.import.taken', { n: taken.entries })}
            </p>
            {taken.problems.length > 0 ? (
              <p className="warn">
                ⚠ {t('editions.import.problems', { lines: taken.problems.map((p) => p.line).join(', ') })}
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function Keys({ page }: { readonly page: EditionPage }) {
  const { t } = useReading();
  const [key, setKey] = useState('');
  const change = useMutation({
    mutationFn: (body: { readonly key: string } | { readonly remove: string }) =>
      ask('POST', '/v1/edition_issuers', { body }),
    onSuccess: () => {
      setKey('');
      again();
    },
  });
  return (
    <Panel title={t('editions.keys')} id="keys">
      <p>{t('editions.keys.ours')}</p>
      <p>
        <code className="break">{page.recipient_key}</code>
      </p>
      <h3>{t('editions.keys.issuers')}</h3>
      {page.issuers.length === 0 ? <p>{t('editions.keys.none')}</p> : null}
      {page.issuers.map((i) => (
        <section key={i.name}>
          <Facts
            of={[
              [i.name, <code key="k">{i.key}</code>],
              [t('editions.keys.since'), <When key="w" at={i.added_at} />],
            ]}
          />
          <Acts
            small
            of={[
              {
                id: 'remove',
                text: t('editions.keys.remove'),
                label: `${t('editions.keys.remove')}: ${i.name}`,
                onPress: () => change.mutate({ remove: i.name }),
                disabled: change.isPending,
              },
            ]}
          />
        </section>
      ))}
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          if (key.trim()) change.mutate({ key: key.trim() });
        }}
      >
        <Field label={t('editions.keys.add')} hint={t('editions.keys.add.hint')} wrong={change.error?.message}>
          {(id, described) => (
            <input
              className="input"
              id={id}
              aria-describedby={described}
              value={key}
              onChange={(e) => setKey(e.currentTarget.value)}
            />
          )}
        </Field>
        <p>
          <button type="submit" className="button" disabled={!key.trim() || change.isPending}>
            {t('editions.keys.add.button')}
          </button>
        </p>
      </form>
    </Panel>
  );
}

/** Off until an administrator turns it on; names never go back. */
function Sharing({ page }: { readonly page: EditionPage }) {
  const { t } = useReading();
  const { me } = useDesk();
  const [chosen, setChosen] = useState(page.settings);
  const save = useMutation({
    mutationFn: () => ask('PUT', '/v1/edition_settings', { body: chosen }),
    onSuccess: again,
  });
  const isAdmin = me.member.role === 'admin';
  return (
    <Panel title={t('editions.sharing')} id="sharing">
      <p>{t('editions.sharing.lead')}</p>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        {(['receipts', 'counts', 'publish'] as const).map((name) => (
          <p key={name}>
            <label>
              <input
                type="checkbox"
                checked={chosen[name]}
                disabled={!isAdmin}
                onChange={(e) => setChosen({ ...chosen, [name]: e.currentTarget.checked })}
              />{' '}
              {t(`editions.sharing.${name}`)}
            </label>
          </p>
        ))}
        {isAdmin ? (
          <p>
            <button type="submit" className="button" disabled={save.isPending}>
              {t('editions.sharing.save')}
            </button>
          </p>
        ) : null}
        {save.error ? <Failed error={save.error} /> : null}
      </form>
    </Panel>
  );
}

/** Points of contact (DSA art. 11 to 13): what is published, and what the articles still miss in it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import type { ContactPoints } from '#notices';
import { ask } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Failed, Loading, Panel } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { type ContactAnswer, contactQuery } from './asking.ts';

/** A form's fields as points of contact; what is wrong the desk says. */
function read(form: FormData, before: ContactPoints | null) {
  const one = (name: string) => String(form.get(name) ?? '').trim();
  const point = (who: string) => ({
    name: one(`${who}-name`),
    email: one(`${who}-email`),
    phone: one(`${who}-phone`) || null,
    url: null,
    languages: one(`${who}-languages`)
      .split(/[\s,]+/)
      .filter(Boolean),
  });
  return {
    authorities: point('authorities'),
    recipients: { ...point('recipients'), human: form.get('human') === 'on' },
    representative: before?.representative ?? null,
  };
}

export function ContactPointsScreen() {
  const { t, w } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(contactQuery);
  useEffect(() => {
    document.title = `${t('contact.title')} · Bezem`;
  });
  const save = useMutation({
    mutationFn: (form: FormData) =>
      ask<ContactAnswer>('POST', '/v1/contact_points', {
        body: { version: data?.version ?? 0, content: read(form, data?.content ?? null) },
      }),
    onSuccess: () => {
      toast({ text: t('contact.saved') });
      void queries.invalidateQueries({ queryKey: ['contact_points'] });
    },
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  const may = me.member.role === 'admin';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('contact.title')}</h1>
        <p>
          {t('contact.lead')} <a href={data.page}>{t('contact.page')}</a>
        </p>
      </header>
      {data.faults.map((f) => (
        <p className="chip" data-tone="care" key={f.en}>
          {w(f)}
        </p>
      ))}
      {save.error ? (
        <p className="wrong" role="alert">
          {save.error.message}
        </p>
      ) : null}
      <form
        key={data.version}
        onSubmit={(e: FormEvent<HTMLFormElement>) => {
          e.preventDefault();
          save.mutate(new FormData(e.currentTarget));
        }}
      >
        {(['authorities', 'recipients'] as const).map((who) => {
          const p = data.content?.[who];
          const fields = [
            ['name', p?.name ?? ''],
            ['email', p?.email ?? ''],
            ['phone', p?.phone ?? ''],
            ['languages', p?.languages.join(', ') ?? 'nl, en'],
          ] as const;
          return (
            <Panel title={t(`contact.${who}`)} id={who} key={who}>
              {fields.map(([name, value]) => (
                <div className="field" key={name}>
                  <label htmlFor={`${who}-${name}`}>{t(`contact.${name}`)}</label>
                  <input
                    className="input"
                    id={`${who}-${name}`}
                    name={`${who}-${name}`}
                    defaultValue={value}
                    readOnly={!may}
                    autoComplete="off"
                  />
                </div>
              ))}
              {who === 'recipients' ? (
                <p>
                  <label>
                    <input type="checkbox" name="human" defaultChecked={data.content?.recipients.human ?? true} />{' '}
                    {t('contact.human')}
                  </label>
                </p>
              ) : null}
            </Panel>
          );
        })}
        {may ? (
          <p>
            <button type="submit" className="button main">
              {t('contact.save')}
            </button>
          </p>
        ) : null}
      </form>
    </div>
  );
}

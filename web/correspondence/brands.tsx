/** What letters look like: brands, and the house's own words for each letter, checked and shown before they are saved. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { BrandLine, WordingList, wordingPreviewShape } from '#correspondence';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { brandsQuery, queries, wordingsQuery } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

type Content = BrandLine['content'];
type Template = WordingList['items'][number];
type Preview = z.infer<typeof wordingPreviewShape>;

const said = (error: unknown) => (error instanceof Problem ? error.message : String(error));

export function Brands() {
  const { t } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(brandsQuery);
  const [editing, setEditing] = useState<BrandLine | 'new'>();
  const mayAdmin = me.member.role === 'admin';
  useEffect(() => {
    document.title = `${t('brands.title')} · Bezem`;
  });
  const running = (data?.items ?? []).filter((b) => b.ended_at === null);
  const end = async (b: BrandLine) => {
    try {
      await ask('POST', `/v1/brands/${encodeURIComponent(b.id)}/end`);
    } catch (e) {
      toast({ text: said(e), tone: 'alarm' });
    }
    void queries.invalidateQueries({ queryKey: ['brands'] });
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('brands.title')}</h1>
        <p>{t('brands.lead')}</p>
      </header>
      <Panel title={t('brands.list')} id="brands">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : running.length === 0 ? (
          <Empty title={t('brands.empty')}>
            <p>{t('brands.empty.text')}</p>
          </Empty>
        ) : (
          <ul>
            {running.map((b) => (
              <li key={b.id} className="finding">
                <span className="first">
                  <span
                    className="brand-mark"
                    aria-hidden="true"
                    style={{ background: b.content.colours.accent, color: b.content.colours.on_accent }}
                  >
                    {b.content.name.slice(0, 1)}
                  </span>
                  <strong>{b.content.name}</strong>
                  {b.is_default ? (
                    <span className="chip" data-tone="accent">
                      {t('brands.default')}
                    </span>
                  ) : null}
                  <span className="faint small">
                    v{b.version} · <When at={b.saved_at} />
                  </span>
                </span>
                {mayAdmin ? (
                  <span>
                    <button
                      type="button"
                      className="button small"
                      aria-label={`${t('brands.edit')}: ${b.content.name}`}
                      onClick={() => setEditing(b)}
                    >
                      {t('brands.edit')}
                    </button>{' '}
                    <button
                      type="button"
                      className="button small"
                      aria-label={`${t('brands.end')}: ${b.content.name}`}
                      onClick={() => void end(b)}
                    >
                      {t('brands.end')}
                    </button>
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {mayAdmin ? (
          <button type="button" className="button" onClick={() => setEditing('new')}>
            {t('brands.add')}
          </button>
        ) : null}
      </Panel>
      <Wordings brands={running} mayAdmin={mayAdmin} />
      {editing ? (
        <BrandEditor brand={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      ) : null}
    </div>
  );
}

const blank: Content = {
  name: '',
  logo: null,
  colours: { accent: '#1f3a5f', on_accent: '#ffffff' },
  sender: {},
  phone: null,
  signature: { nl: '', en: '' },
  footer: { nl: '', en: '' },
};

function BrandEditor({ brand, onClose }: { readonly brand: BrandLine | undefined; readonly onClose: () => void }) {
  const { t } = useReading();
  const [b, setB] = useState<Content>(brand?.content ?? blank);
  const [isDefault, setDefault] = useState(brand?.is_default ?? false);
  const [parties, setParties] = useState((brand?.parties ?? []).join(', '));
  const [contracts, setContracts] = useState((brand?.contracts ?? []).join(', '));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const ids = (text: string) =>
    text
      .split(',')
      .map((x) => x.trim())
      .filter((x) => x !== '');
  const save = useMutation({
    mutationFn: () =>
      ask('POST', brand ? `/v1/brands/${encodeURIComponent(brand.id)}` : '/v1/brands', {
        body: {
          version: brand?.version ?? 0,
          content: b,
          is_default: isDefault,
          parties: ids(parties),
          contracts: ids(contracts),
        },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['brands'] });
      toast({ text: t('directives.saved') });
      onClose();
    },
    onError: (e) => setFaults(e instanceof Problem && Object.keys(e.fields).length > 0 ? e.fields : { name: said(e) }),
  });
  const pick = async (file: File | undefined) => {
    if (!file) return setB((x) => ({ ...x, logo: null }));
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    const type = file.type === 'image/svg+xml' ? 'image/svg+xml' : 'image/png';
    setB((x) => ({ ...x, logo: { type, data: btoa(text) } }));
  };
  const line = (label: string, value: string, on: (v: string) => void, fault?: string, type = 'text') => (
    <Field label={label} wrong={fault}>
      {(id, described) => (
        <input
          id={id}
          type={type}
          aria-describedby={described}
          className="input"
          value={value}
          onChange={(e) => on(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  const area = (label: string, value: string, on: (v: string) => void, fault?: string) => (
    <Field label={label} wrong={fault}>
      {(id, described) => (
        <textarea
          id={id}
          aria-describedby={described}
          className="input"
          rows={2}
          value={value}
          onChange={(e) => on(e.currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      title={brand ? t('brands.edit') : t('brands.add')}
      open
      wide
      onClose={onClose}
      onSubmit={() => save.mutate()}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={save.isPending}>
          {t('brands.save')}
        </button>
      }
    >
      {line(t('brands.name'), b.name, (name) => setB({ ...b, name }), faults['name'])}
      {line(
        t('brands.accent'),
        b.colours.accent,
        (accent) => setB({ ...b, colours: { ...b.colours, accent } }),
        faults['colours'],
        'color',
      )}
      {line(
        t('brands.on_accent'),
        b.colours.on_accent,
        (on_accent) => setB({ ...b, colours: { ...b.colours, on_accent } }),
        undefined,
        'color',
      )}
      <Field label={t('brands.logo')} hint={t('brands.logo.hint')} wrong={faults['logo'] ?? faults['logo.data']}>
        {(id, described) => (
          <input
            id={id}
            aria-describedby={described}
            type="file"
            accept="image/png,image/svg+xml"
            onChange={(e) => void pick(e.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {line(
        t('brands.sender'),
        b.sender.address ?? '',
        (address) => setB({ ...b, sender: address ? { ...b.sender, address } : {} }),
        faults['sender.address'],
      )}
      {line(t('brands.phone'), b.phone ?? '', (phone) => setB({ ...b, phone: phone || null }))}
      {area(
        t('brands.signature.nl'),
        b.signature.nl,
        (nl) => setB({ ...b, signature: { ...b.signature, nl } }),
        faults['signature'],
      )}
      {area(t('brands.signature.en'), b.signature.en, (en) => setB({ ...b, signature: { ...b.signature, en } }))}
      {area(t('brands.footer.nl'), b.footer.nl, (nl) => setB({ ...b, footer: { ...b.footer, nl } }), faults['footer'])}
      {area(t('brands.footer.en'), b.footer.en, (en) => setB({ ...b, footer: { ...b.footer, en } }))}
      {line(t('brands.parties'), parties, setParties)}
      {line(t('brands.contracts'), contracts, setContracts)}
      <label className="case-head">
        <input type="checkbox" checked={isDefault} onChange={(e) => setDefault(e.currentTarget.checked)} />
        {t('brands.is_default')}
      </label>
    </Dialog>
  );
}

/** The words of each letter; own ones are laid over the shipped text, seen with sample data, and saved only whole. */
function Wordings({ brands, mayAdmin }: { readonly brands: readonly BrandLine[]; readonly mayAdmin: boolean }) {
  const { t, w } = useReading();
  const { data } = useQuery(wordingsQuery);
  const [name, setName] = useState('ltr-warn');
  const [brand, setBrand] = useState('');
  const template = data?.items.find((x) => x.template === name);
  if (!data || !template) return null;
  return (
    <Panel title={t('wording.title')} id="wordings">
      <p className="faint small">{t('wording.lead')}</p>
      <div className="filters">
        <label className="case-head">
          <span className="faint small">{t('wording.letter')}</span>
          <select className="input" value={name} onChange={(e) => setName(e.currentTarget.value)}>
            {data.items.map((x) => (
              <option key={x.template} value={x.template}>
                {w(x.title)}
                {x.own.some((o) => o.content !== null) ? ' *' : ''}
              </option>
            ))}
          </select>
        </label>
        <label className="case-head">
          <span className="faint small">{t('wording.brand')}</span>
          <select className="input" value={brand} onChange={(e) => setBrand(e.currentTarget.value)}>
            <option value="">{t('wording.any')}</option>
            {brands.map((b) => (
              <option key={b.id} value={b.id}>
                {b.content.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <WordingEditor key={`${name} ${brand}`} template={template} brand={brand} mayAdmin={mayAdmin} />
    </Panel>
  );
}

function WordingEditor({
  template,
  brand,
  mayAdmin,
}: {
  readonly template: Template;
  readonly brand: string;
  readonly mayAdmin: boolean;
}) {
  const { t, language } = useReading();
  const own = template.own.find((o) => o.audience === template.audience && o.brand === brand);
  const start = {
    subject: {
      nl: own?.content?.subject.nl ?? template.subject.nl,
      en: own?.content?.subject.en ?? template.subject.en,
    },
    body: { nl: own?.content?.body.nl ?? template.body.nl, en: own?.content?.body.en ?? template.body.en },
  };
  const [text, setText] = useState(start);
  const [shown, setShown] = useState<Preview>();
  const place = { template: template.template, audience: template.audience, brand };
  const again = () => void queries.invalidateQueries({ queryKey: ['wordings'] });
  const preview = useMutation({
    mutationFn: () => ask<Preview>('POST', '/v1/wordings/preview', { body: { ...place, content: text, language } }),
    onSuccess: setShown,
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  const save = useMutation({
    mutationFn: () => ask('POST', '/v1/wordings', { body: { ...place, version: own?.version ?? 0, content: text } }),
    onSuccess: () => {
      toast({ text: t('directives.saved') });
      again();
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  const revert = useMutation({
    mutationFn: () => ask('POST', '/v1/wordings/revert', { body: { ...place, version: own?.version ?? 0 } }),
    onSuccess: () => {
      setText({ subject: template.subject, body: template.body });
      again();
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  return (
    <div className="spaced">
      <p className="small">
        {t('wording.fields')}: <span className="value">{template.fields.map((f) => `{{${f}}}`).join(' ')}</span>
        {template.optional.length > 0 ? (
          <span className="faint value"> {template.optional.map((f) => `{{#${f}}}`).join(' ')}</span>
        ) : null}
      </p>
      {(['nl', 'en'] as const).map((l) => (
        <fieldset className="field" key={l}>
          <legend>{t(`wording.${l}`)}</legend>
          <Field label={`${t('letter.subject')} (${l})`}>
            {(id) => (
              <input
                id={id}
                className="input"
                lang={l}
                value={text.subject[l]}
                readOnly={!mayAdmin}
                onChange={(e) => setText({ ...text, subject: { ...text.subject, [l]: e.currentTarget.value } })}
              />
            )}
          </Field>
          <Field label={`${t('wording.body')} (${l})`}>
            {(id) => (
              <textarea
                id={id}
                className="input"
                lang={l}
                rows={10}
                value={text.body[l]}
                readOnly={!mayAdmin}
                onChange={(e) => setText({ ...text, body: { ...text.body, [l]: e.currentTarget.value } })}
              />
            )}
          </Field>
        </fieldset>
      ))}
      <div className="filters">
        <button type="button" className="button" disabled={preview.isPending} onClick={() => preview.mutate()}>
          {t('wording.preview')}
        </button>
        {mayAdmin ? (
          <>
            <button type="button" className="button main" disabled={save.isPending} onClick={() => save.mutate()}>
              {t('wording.save')}
            </button>
            {own?.content ? (
              <button type="button" className="button" disabled={revert.isPending} onClick={() => revert.mutate()}>
                {t('wording.revert')}
              </button>
            ) : null}
          </>
        ) : null}
      </div>
      {shown ? (
        <div role="status" className="spaced">
          {shown.faults.length > 0 ? (
            <div className="notice" data-tone="alarm">
              <strong>{t('wording.faults')}</strong>
              <ul>
                {shown.faults.map((f) => (
                  <li key={f} lang="en">
                    {f}
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          {shown.text ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
            <section className="letter" tabIndex={0} aria-label={t('letter.title')}>
              {`${shown.subject ?? ''}\n\n${shown.text}`}
            </section>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

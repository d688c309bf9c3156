/** A message of the manual queue is a notice: what a person reads in it, so that it becomes the same notice as one from the form. */
import { useState } from 'react';
import { noticeKinds } from '#law';
import { useReading } from '../desk/context.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/parts.tsx';

export function FromMail({
  from,
  onClose,
  onGo,
}: {
  /** Who sent the mail, where known. */
  readonly from: string | null;
  readonly onClose: () => void;
  readonly onGo: (body: Record<string, unknown>) => void;
}) {
  const { t, w, language } = useReading();
  const [kind, setKind] = useState('unknown');
  const [where, setWhere] = useState('');
  const [why, setWhy] = useState('');
  const [email, setEmail] = useState(/[^\s<>"]+@[^\s<>"]+/.exec(from ?? '')?.[0] ?? '');
  const [name, setName] = useState('');
  const [faith, setFaith] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const go = () => {
    const locations = where.split('\n').flatMap((l) => (l.trim() ? [l.trim()] : []));
    if (locations.length === 0) return setWrong(t('who.bad_address'));
    onGo({
      kind,
      language,
      locations,
      explanation: why,
      good_faith: faith,
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(email.trim() ? { email: email.trim() } : {}),
    });
  };
  return (
    <Dialog
      title={t('notices.from_mail')}
      open
      onClose={onClose}
      onSubmit={go}
      actions={
        <button type="submit" form="dialog-form" className="button main">
          {t('notices.from_mail')}
        </button>
      }
    >
      <Field label={t('notices.col.what')}>
        {(id) => (
          <select className="input" id={id} value={kind} onChange={(e) => setKind(e.currentTarget.value)}>
            {noticeKinds.map((k) => (
              <option value={k.id} key={k.id}>
                {w(k.words)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('notices.items')} hint={t('notices.from_mail.where')} wrong={wrong}>
        {(id, described) => (
          <textarea
            className="input"
            id={id}
            aria-describedby={described}
            rows={3}
            value={where}
            onChange={(e) => setWhere(e.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('notices.explanation')}>
        {(id) => (
          <textarea className="input" id={id} rows={5} value={why} onChange={(e) => setWhy(e.currentTarget.value)} />
        )}
      </Field>
      <Field label={t('contact.name')}>
        {(id) => <input className="input" id={id} value={name} onChange={(e) => setName(e.currentTarget.value)} />}
      </Field>
      <Field label={t('contact.email')}>
        {(id) => <input className="input" id={id} value={email} onChange={(e) => setEmail(e.currentTarget.value)} />}
      </Field>
      <p>
        <label>
          <input type="checkbox" checked={faith} onChange={(e) => setFaith(e.currentTarget.checked)} />{' '}
          {t('notices.from_mail.faith')}
        </label>
      </p>
    </Dialog>
  );
}

/** The log-in page: e-mail address and password, in either language; password managers can fill it. */
import { useEffect, useId, useState } from 'react';
import type { Language } from '#kernel';
import type { Me } from '#organisations';
import { ask, Problem } from '../ask.ts';
import { Tongues } from '../desk/tongues.tsx';
import { type Fill, type Key, say } from '../words/words.ts';

export function LogIn({
  language,
  setLanguage,
  why,
  onIn,
}: {
  readonly language: Language;
  readonly setLanguage: (l: Language) => void;
  readonly why: 'ended' | 'link' | undefined;
  readonly onIn: (me: Me) => void;
}) {
  const id = useId();
  const t = (key: Key, fill?: Fill) => say(language, key, fill);
  const [askOrganisation, setAskOrganisation] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `${say(language, 'login.title')} · Bezem`;
  }, [language]);
  useEffect(() => {
    ask<{ ask_organisation: boolean }>('GET', '/v1/session', { stranger: true }).then(
      (door) => setAskOrganisation(door.ask_organisation),
      () => undefined,
    );
  }, []);

  const submit = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const [email, password] = [String(given.get('email') ?? ''), String(given.get('password') ?? '')];
    const organisation = String(given.get('organisation') ?? '').trim();
    if (!email || !password) return setWrong(t('login.empty'));
    setBusy(true);
    setWrong(undefined);
    try {
      const body = { email, password, ...(organisation ? { organisation } : {}) };
      onIn(await ask<Me>('POST', '/v1/session', { body, stranger: true }));
    } catch (error) {
      setWrong(error instanceof Problem ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };

  const said = wrong ?? (why === 'link' ? t('login.link_used') : why === 'ended' ? t('login.ended') : undefined);
  return (
    <main className="login">
      <div className="login-card">
        <div className="case-head">
          <span className="brand">
            <Mark />
            Bezem
          </span>
          <Tongues language={language} setLanguage={setLanguage} />
        </div>
        <h1>{t('login.title')}</h1>
        <div role="alert">
          {said ? (
            <p className="notice" data-tone={wrong ? 'alarm' : 'care'}>
              {said}
            </p>
          ) : null}
        </div>
        <form
          noValidate
          onSubmit={(e) => {
            e.preventDefault();
            void submit(e.currentTarget);
          }}
        >
          {askOrganisation ? (
            <div className="field">
              <label htmlFor={`${id}o`}>{t('login.organisation')}</label>
              <input
                className="input"
                id={`${id}o`}
                name="organisation"
                autoComplete="organization"
                autoCapitalize="none"
                aria-describedby={`${id}h`}
              />
              <span className="hint" id={`${id}h`}>
                {t('login.organisation.hint')}
              </span>
            </div>
          ) : null}
          <div className="field">
            <label htmlFor={`${id}e`}>{t('login.email')}</label>
            <input
              className="input"
              id={`${id}e`}
              name="email"
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              required
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}p`}>{t('login.password')}</label>
            <input
              className="input"
              id={`${id}p`}
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
          </div>
          <button type="submit" className="button main" disabled={busy}>
            {t('login.button')}
          </button>
        </form>
      </div>
    </main>
  );
}

/** The broom. */
export function Mark({ size = 30 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M22.5 6.5 15 16" />
        <path d="m11.2 13.4 7.4 5.9" />
        <path d="M11.2 13.4 6.800 21l9 5 2.800-6.700" />
        <path d="m11.600 17.800-1.700 4.600M15 20.400l-1.600 3.800" />
      </g>
    </svg>
  );
}

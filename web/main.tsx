/** The desk in the browser: who is logged in decides between the log-in page and the shell. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useCallback, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import type { Language } from '#kernel';
import type { Me } from '#organisations';
import { ask, askIn, Problem, whenStranger } from './ask.ts';
import { type Desk, DeskProvider, setTheme, themeNow } from './desk/context.tsx';
import { queries } from './desk/data.ts';
import { setServerTime } from './desk/now.ts';
import { router } from './desk/router.tsx';
import { LogIn } from './organisations/login.tsx';
import { say } from './words/words.ts';

const languageKey = 'bezem.language';

function firstLanguage(): Language {
  const kept = localStorage.getItem(languageKey);
  if (kept === 'nl' || kept === 'en') return kept;
  return navigator.languages.find((l) => /^(nl|en)/.test(l))?.startsWith('en') ? 'en' : 'nl';
}

type Standing =
  | { readonly is: 'asking' }
  | { readonly is: 'stranger'; readonly why?: 'ended' | 'link' }
  | { readonly is: 'in'; readonly me: Me };

function App() {
  const [language, setLanguageState] = useState<Language>(firstLanguage);
  const [standing, setStanding] = useState<Standing>({ is: 'asking' });

  const enter = useCallback((me: Me) => {
    setServerTime(me.now);
    if (!localStorage.getItem(languageKey)) setLanguageState(me.member.language);
    setStanding({ is: 'in', me });
  }, []);

  useEffect(() => {
    askIn(language);
    document.documentElement.lang = language;
  }, [language]);

  useEffect(() => {
    const used = new URLSearchParams(location.search).get('link') === 'used';
    if (used) history.replaceState(null, '', '/');
    whenStranger(() => {
      queries.clear();
      setStanding((s) => (s.is === 'in' ? { is: 'stranger', why: 'ended' } : s));
    });
    ask<Me>('GET', '/v1/me', { stranger: true }).then(enter, (error) => {
      if (error instanceof Problem && error.status === 0) setTimeout(() => location.reload(), 3000);
      setStanding({ is: 'stranger', ...(used ? { why: 'link' as const } : {}) });
    });
  }, [enter]);

  const setLanguage = (l: Language) => {
    localStorage.setItem(languageKey, l);
    askIn(l);
    setLanguageState(l);
    // The member's own language follows, so that the next machine starts in it; a failure here changes nothing.
    if (standing.is === 'in') void ask('POST', '/v1/me', { body: { language: l } }).catch(() => undefined);
  };

  if (standing.is === 'asking') return null;
  if (standing.is === 'stranger')
    return <LogIn language={language} setLanguage={setLanguage} why={standing.why} onIn={enter} />;
  const desk: Desk = {
    me: standing.me,
    language,
    setLanguage,
    logOut: () => {
      void ask('DELETE', '/v1/session').finally(() => {
        queries.clear();
        setStanding({ is: 'stranger' });
      });
    },
  };
  return (
    <I18nProvider locale={language === 'nl' ? 'nl-NL' : 'en-GB'}>
      <QueryClientProvider client={queries}>
        <DeskProvider desk={desk}>
          <RouterProvider router={router} />
        </DeskProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

setTheme(themeNow());
const root = document.getElementById('root');
if (root) {
  // Times are computed with Temporal, which some browsers do not have yet; better said than half working.
  if (!('Temporal' in globalThis)) root.textContent = `${say('nl', 'app.old_browser')} ${say('en', 'app.old_browser')}`;
  else
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
}

/** Who is logged in and how they read: language, zone, theme; handed to every screen. */
import { createContext, type ReactNode, useContext } from 'react';
import type { Language, Words } from '#kernel';
import type { Me } from '#organisations';
import { type CodeFamily, codeIn } from '../words/codes.ts';
import { type Fill, type Key, say } from '../words/words.ts';

export interface Desk {
  readonly me: Me;
  readonly language: Language;
  readonly setLanguage: (l: Language) => void;
  readonly logOut: () => void;
}

const deskContext = createContext<Desk | undefined>(undefined);

export function DeskProvider({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }) {
  return <deskContext.Provider value={desk}>{children}</deskContext.Provider>;
}

/** Only below the log-in. */
export function useDesk(): Desk {
  const desk = useContext(deskContext);
  if (!desk) throw new Error('used above the log-in');
  return desk;
}

export interface Reading {
  readonly language: Language;
  readonly zone: string;
  readonly t: (key: Key, fill?: Fill) => string;
  /** A text of the law library or the server, in the language of the screen. */
  readonly w: (words: Words) => string;
  /** A code of the program as words; one that is not known is shown as it is. */
  readonly code: (family: CodeFamily, code: string) => string;
}

export function useReading(): Reading {
  const { language, me } = useDesk();
  return {
    language,
    zone: me.organisation.zone,
    t: (key, fill) => say(language, key, fill),
    w: (words) => words[language],
    code: (family, code) => codeIn(language, family, code),
  };
}

export type Theme = 'system' | 'light' | 'dark';
const themeKey = 'bezem.theme';

export function themeNow(): Theme {
  const kept = localStorage.getItem(themeKey);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(themeKey);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(themeKey, theme);
    document.documentElement.dataset['theme'] = theme;
  }
}

/** Every legal form that is known, ready to be looked for at the words of a name. */
import { latinOf, settle } from '../name/script.ts';
import asia from './asia.ts';
import de from './de.ts';
import en from './en.ts';
import type { FormFamily } from './form.ts';
import fr from './fr.ts';
import nl from './nl.ts';
import north from './north.ts';
import ru from './ru.ts';

export type { FormFamily } from './form.ts';

export interface KnownForm {
  readonly family: FormFamily;
  /** Words of the phrase in plain letters. */
  readonly words: readonly string[];
}

/** First word → forms that begin with it, longest first. */
export const formsByWord: ReadonlyMap<string, readonly KnownForm[]> = (() => {
  const found = new Map<string, KnownForm[]>();
  for (const file of [nl, en, de, fr, ru, north, asia])
    for (const [family, phrases] of Object.entries(file.forms))
      for (const phrase of phrases) {
        const words = settle(phrase)
          .split(/\s+/)
          .map((word) => latinOf(word))
          .filter((word) => word !== '');
        const first = words[0];
        if (first === undefined) continue;
        const there = found.get(first) ?? [];
        if (!there.some((f) => f.words.join(' ') === words.join(' ')))
          there.push({ family: family as FormFamily, words });
        found.set(first, there);
      }
  for (const list of found.values()) list.sort((a, b) => b.words.length - a.words.length);
  return found;
})();

/** Forms written without spaces at the end or the beginning of a word in Han, kana or Hangul. */
export const gluedForms: readonly string[] =
  asia.forms.limited
    ?.concat(asia.forms.public ?? [], asia.forms.any ?? [])
    .filter((phrase) => /[\u3040-\u9fff\uac00-\ud7af]/.test(phrase))
    .sort((a, b) => b.length - a.length) ?? [];

/** NL | EN. */
import type { Language } from '#kernel';
import { say } from '../words/words.ts';

export function Tongues({
  language,
  setLanguage,
}: {
  readonly language: Language;
  readonly setLanguage: (l: Language) => void;
}) {
  return (
    <fieldset className="tongues" aria-label={say(language, 'app.language')}>
      {(['nl', 'en'] as const).map((l) => (
        <button
          key={l}
          type="button"
          lang={l}
          aria-label={l === 'nl' ? 'NL: Nederlands' : 'EN: English'}
          aria-pressed={language === l}
          onClick={() => setLanguage(l)}
        >
          {l.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

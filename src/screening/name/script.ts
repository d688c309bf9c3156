/** Scripts: which one a word is written in, and how it reads in plain Latin letters. */
import anyAscii from 'any-ascii';

/** `abjad`: consonants are written, short vowels mostly not (Arabic, Persian, Hebrew). `alphabet`: everything else that spells sounds. */
export type Script = 'latin' | 'alphabet' | 'abjad' | 'hangul' | 'han' | 'kana';

/** Script of a word by its first letter that says so; digits and unknown signs count as Latin. */
export function scriptOf(word: string): Script {
  for (const sign of word) {
    const at = sign.codePointAt(0) ?? 0;
    if (at < 0x250) continue;
    if (at < 0x530) return 'alphabet';
    if (at < 0x590) return 'alphabet';
    if (at < 0x780 || (at >= 0xfb1d && at <= 0xfeff)) return 'abjad';
    if (at >= 0x1e00 && at <= 0x1eff) continue;
    if ((at >= 0x1100 && at <= 0x11ff) || (at >= 0xac00 && at <= 0xd7af)) return 'hangul';
    if (at >= 0x3040 && at <= 0x30ff) return 'kana';
    if ((at >= 0x3400 && at <= 0x9fff) || (at >= 0xf900 && at <= 0xfaff) || at >= 0x20000) return 'han';
    return 'alphabet';
  }
  return 'latin';
}

/** Signs that stand inside a word and say nothing about which name it is: apostrophes, ʿayn and hamza signs, tatweel, vowel points. */
const silent = /['’‘‛`´ʹʺʻʼʽʾʿˈ′ـ\u064b-\u065f\u0670\u0591-\u05c7\u200b-\u200f\u202a-\u202e\ufeff]/gu;

/** One spelling of a text before it is taken apart: compatibility forms folded, silent signs gone. */
export function settle(text: string): string {
  return text.normalize('NFKC').replace(silent, '').replace(/[＆&]/g, ' and ');
}

/** Letters whose usual Latin spelling in names differs from a sign-by-sign table. */
const spelt: Readonly<Record<string, string>> = {
  ø: 'o',
  å: 'a',
  ъ: '',
  ь: '',
  ё: 'e',
  э: 'e',
  щ: 'shch',
  х: 'kh',
  ц: 'ts',
  ж: 'zh',
  ї: 'i',
  є: 'ie',
  ў: 'u',
  ß: 'ss',
};

/** Lower-case letters a–z and digits of a word, whatever it is written in; what has no sound is left out. */
export function latinOf(word: string): string {
  let plain = true;
  for (let i = 0; i < word.length; i++)
    if (word.charCodeAt(i) > 0x7f) {
      plain = false;
      break;
    }
  const lower = word.toLowerCase();
  if (plain) return lower.replace(/[^a-z0-9]/g, '');
  let out = '';
  for (const sign of lower.normalize('NFC')) out += spelt[sign] ?? anyAscii(sign);
  return out.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const runs =
  /[\uac00-\ud7af]+|[\u3040-\u30ff]+|[\u3400-\u9fff\uf900-\ufaff]+|[^\uac00-\ud7af\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/gu;

/** Words of a settled text as written; a Hangul or Han word falls apart in its syllables, since it has no spaces to trust. */
export function wordsOf(text: string): { readonly shown: string; readonly script: Script }[] {
  const words: { shown: string; script: Script }[] = [];
  for (const part of text.split(/[^\p{L}\p{N}\p{M}]+/u)) {
    if (part === '') continue;
    for (const run of part.match(runs) ?? []) {
      const script = scriptOf(run);
      if (script === 'hangul' || script === 'han') for (const sign of run) words.push({ shown: sign, script });
      else words.push({ shown: run, script });
    }
  }
  return words;
}

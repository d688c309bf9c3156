/** A name taken apart: its words with what each is and how much it says, in the order written. */
import { type FormFamily, formsByWord, gluedForms } from '../forms/index.ts';
import { bonesOfLatin, bonesOfNative, nativeOf, phonemes } from './abjad.ts';
import { koreanFold, romaniseSyllable } from './korean.ts';
import { latinOf, type Script, settle, wordsOf } from './script.ts';
import { skeleton } from './sound.ts';
import { commonNames, generalWords, numberOf, particles, placeWords, titles } from './words.ts';

/** What a name belongs to. `unknown` is matched as either. */
export const entryKinds = ['person', 'organisation', 'vessel', 'aircraft', 'unknown'] as const;
export type EntryKind = (typeof entryKinds)[number];

export type WordClass = 'name' | 'general' | 'place' | 'particle' | 'title' | 'number' | 'initial' | 'form';

export interface NameWord {
  /** As it stood in the text; glued words with a space between. */
  readonly shown: string;
  /** Letters a–z and digits. */
  readonly text: string;
  readonly script: Script;
  readonly is: WordClass;
  /** How much it costs when it is left out on one side, 0–1. */
  readonly weight: number;
  /** How much it proves when it agrees, 0–1. */
  readonly proof: number;
  readonly sound: string;
  /** Codes of an abjad's letters, else empty. */
  readonly native: string;
  readonly number?: number;
  readonly family?: FormFamily;
  /** The word before it was "bin", "ibn" or alike: it is somebody's father. */
  readonly father?: boolean;
}

export interface Name {
  readonly text: string;
  readonly kind: EntryKind;
  /** Words that are compared one by one; legal forms stand apart. */
  readonly words: readonly NameWord[];
  readonly forms: readonly NameWord[];
  /** Compared words without spaces. */
  readonly whole: string;
  /** The same name without gluing "Abd al-Rahman" to one word, where that makes a difference. */
  readonly loose?: Name;
}

/** Most words of a name that are compared; the longest listed names have about thirty. */
const mostWords = 28;

const commonSounds = new Set([...commonNames].map(skeleton));
const father = /^(?:bin|ibn|ben|bint|binti|wuld|ould)$/;
const abjadParticles = new Set('بن ابن بنت آل ال בן בת'.split(' '));
const abjadCommon = new Set(
  'محمد احمد أحمد علی علي حسین حسين حسن عبدالله ابراهيم امیر مهدی רחמן כהן לוי משה'.split(' '),
);
const article = new Set(['al', 'el', 'ul', 'ol', 'ur', 'ad', 'as', 'ash', 'at', 'az', 'an', 'ar']);
const servant = /^(?:abd|abdul|abdal|abdel|abdol|abdur|abdoul|abdou)$/;
const personForms = new Set(['llc', 'ltd', 'inc', 'gmbh', 'corp', 'limited', 'plc', 'bv']);

interface Raw {
  shown: string;
  text: string;
  script: Script;
  native: string;
}

/** Arabic letters of a word: the article is told apart, so that الرحمن meets Rahman. */
function rawAbjad(shown: string): Raw[] {
  const bare = shown.replace(/^(?:و)?(?:ال|أل)(?=.{3})/u, '');
  const letters = nativeOf(bare);
  const text = bonesOfNative(bare);
  return letters === '' ? [] : [{ shown, text: text === '' ? 'a' : text, script: 'abjad', native: letters }];
}

function rawWords(text: string, kind: EntryKind): Raw[] {
  let settled = settle(text);
  // Dotted letters are one word where an organisation has them (p.l.c.), initials where a person has them.
  if (kind === 'person') settled = settled.replace(/(?<=\p{L})\.(?=\p{L})/gu, ' ');
  else
    settled = settled.replace(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu, (run) =>
      run.replaceAll('.', ''),
    );
  for (const form of gluedForms) if (settled.includes(form)) settled = settled.replaceAll(form, ` ${form} `);
  const raw: Raw[] = [];
  for (const part of settled.split(/\s+/)) {
    const glued = gluedForms.includes(part);
    if (glued) {
      raw.push({ shown: part, text: latinOf(part), script: 'latin', native: '' });
      continue;
    }
    for (const { shown, script } of wordsOf(part)) {
      if (script === 'abjad') raw.push(...rawAbjad(shown));
      else {
        const letters = script === 'hangul' ? romaniseSyllable(shown) || latinOf(shown) : latinOf(shown);
        if (letters !== '') raw.push({ shown, text: letters, script, native: '' });
      }
    }
  }
  return raw;
}

/** "Abd al-Rahman", "Abdul Rahman" and "Abdulrahman" are one word; so are "Shams ud-Din" and "Saif Allah". */
function glue(words: readonly Raw[]): Raw[] {
  const out: Raw[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Raw;
    if (word.script === 'abjad') {
      const next = words[i + 1];
      const before = out.at(-1);
      if (/^عبد(?:ال)?$/u.test(word.shown) && next?.script === 'abjad') {
        out.push({
          shown: `${word.shown} ${next.shown}`,
          text: bonesOfNative('عبد') + next.text,
          script: 'abjad',
          native: nativeOf('عبد') + next.native,
        });
        i++;
      } else if (/^(?:ال)?(?:دين|الله|الدين|الله)$/u.test(word.shown) && before?.script === 'abjad' && out.length > 0) {
        out[out.length - 1] = {
          shown: `${before.shown} ${word.shown}`,
          text: before.text + word.text,
          script: 'abjad',
          native: before.native + word.native,
        };
      } else out.push(word);
      continue;
    }
    if (servant.test(word.text)) {
      let at = i + 1;
      while (article.has(words[at]?.text ?? '') && words[at + 1]) at++;
      const next = words[at];
      if (next && next.script !== 'abjad' && next.text.length > 2) {
        out.push({
          shown: words
            .slice(i, at + 1)
            .map((w) => w.shown)
            .join(' '),
          text: `abd${next.text}`,
          script: word.script,
          native: '',
        });
        i = at;
        continue;
      }
    }
    const joined = /^abd(?:u|a|e|o|ou)(?:l|(?=(.)\1))([a-z]{4,})$/.exec(word.text);
    if (joined && !/^abd.ll?ah?$/.test(word.text)) {
      out.push({ ...word, text: `abd${(joined[2] ?? '').replace(/^(.)\1/, '$1')}` });
      continue;
    }
    if (/^(?:din|deen|eddin|uddin|addin|allah|ullah|ollah)$/.test(word.text) && out.length > 0) {
      let before = out.pop() as Raw;
      if (article.has(before.text) && out.length > 0) before = { ...(out.pop() as Raw) };
      const tail = /n$/.test(word.text) ? 'din' : 'ullah';
      out.push({ ...before, shown: `${before.shown} ${word.shown}`, text: before.text + tail });
      continue;
    }
    const faith = /^(.{3,}?)(?:al|a|e|u|o)dd?(?:in|een|ine)$/.exec(word.text);
    const god = /^(.{3,}?)(?:u|a|o)(?:ll|l)ah?$/.exec(word.text);
    if (faith && word.text.length > 7) out.push({ ...word, text: `${faith[1]}din` });
    else if (god && word.text.length > 7 && word.text !== 'abdallah') out.push({ ...word, text: `${god[1]}ullah` });
    else out.push(word);
  }
  return out;
}

function asForm(raw: Raw, family: FormFamily): NameWord {
  return { ...raw, is: 'form', weight: 0.05, proof: 0, sound: '', family };
}

/** Legal forms at the beginning and the end are told apart from the words that name the body. */
function takeForms(words: Raw[], kind: EntryKind): { rest: Raw[]; forms: NameWord[] } {
  const forms: NameWord[] = [];
  let rest = words;
  if (kind === 'person') {
    const last = rest.at(-1);
    if (last && rest.length > 1 && personForms.has(last.text))
      return { rest: rest.slice(0, -1), forms: [asForm(last, 'limited')] };
    return { rest, forms };
  }
  const fits = (at: number, most: number) =>
    formsByWord
      .get(rest[at]?.text ?? '')
      ?.find((f) => f.words.length <= most && f.words.every((w, k) => w === rest[at + k]?.text));
  for (let again = true; again && rest.length > 1; ) {
    again = false;
    const head = fits(0, rest.length - 1);
    if (head) {
      forms.push(asForm(joinRaw(rest.slice(0, head.words.length)), head.family));
      rest = rest.slice(head.words.length);
      again = true;
      continue;
    }
    for (let at = Math.max(1, rest.length - 6); at < rest.length; at++) {
      const tail = fits(at, rest.length);
      if (tail && at + tail.words.length === rest.length) {
        forms.push(asForm(joinRaw(rest.slice(at)), tail.family));
        rest = rest.slice(0, at);
        again = true;
        break;
      }
    }
  }
  return { rest, forms };
}

const joinRaw = (words: readonly Raw[]): Raw => ({
  shown: words.map((w) => w.shown).join(' '),
  text: words.map((w) => w.text).join(''),
  script: words[0]?.script ?? 'latin',
  native: words.map((w) => w.native).join(''),
});

function wordFrom(raw: Raw, kind: EntryKind, hasFather: boolean, first: boolean): NameWord {
  const { text, script } = raw;
  const person = kind === 'person';
  const base = { ...raw, sound: script === 'abjad' ? '' : skeleton(text) };
  const whole = script !== 'hangul' && script !== 'han';
  if (script !== 'abjad' && whole) {
    const isParticle = person && text.length === 1 ? /^[yei]$/.test(raw.shown) : particles.has(text);
    if (isParticle && !(first && (text === 'ben' || text === 'an')))
      return { ...base, is: 'particle', weight: 0.04, proof: 0 };
    if (titles.has(text) && !(text === 'ii' && !person)) {
      if (kind !== 'organisation' || /^(?:mv|mt|ss)$/.test(text))
        return { ...base, is: 'title', weight: 0.05, proof: 0.1 };
    }
    const number = numberOf(text, !person);
    if (number !== undefined && !(person && !/\d/.test(text)))
      return { ...base, is: 'number', weight: 0.45, proof: 0.3, number };
    if (text.length === 1) return { ...base, is: 'initial', weight: 0.25, proof: 0.2 };
    if (!person && generalWords.has(text)) return { ...base, is: 'general', weight: 0.35, proof: 0.3 };
    if (!person && placeWords.has(text)) return { ...base, is: 'place', weight: 0.5, proof: 0.35 };
  }
  const letters = raw.native === '' ? text.length : raw.native.length + 1;
  const short = script === 'hangul' || script === 'han' ? 0.7 : letters <= 2 ? 0.6 : letters === 3 ? 0.8 : 1;
  if (abjadParticles.has(raw.shown)) return { ...base, is: 'particle', weight: 0.04, proof: 0 };
  if (servant.test(text)) return { ...base, is: 'name', weight: 0.4, proof: 0.3 };
  const syllable = script === 'hangul' || script === 'han';
  const common = abjadCommon.has(raw.shown) || commonSounds.has(base.sound) ? 0.8 : 1;
  return {
    ...base,
    is: 'name',
    weight: short * (common < 1 ? 0.9 : 1),
    proof: syllable ? 0.5 : short * common,
    ...(hasFather ? { father: true } : {}),
  };
}

const looksLikeBody = (words: readonly Raw[], forms: readonly NameWord[]) =>
  forms.length > 0 || words.some((w) => generalWords.has(w.text) && w.text.length > 3);

/** Takes a name apart. A name of unknown kind with a legal form or a word only organisations have is read as an organisation's. */
export function readName(text: string, kind: EntryKind = 'unknown'): Name {
  let as: EntryKind = kind;
  let words = rawWords(text.slice(0, 600), as);
  let { rest, forms } = takeForms(words, as);
  if (as === 'unknown') {
    as = looksLikeBody(rest, forms) ? 'organisation' : 'person';
    if (as === 'person') {
      words = rawWords(text.slice(0, 600), as);
      ({ rest, forms } = takeForms(words, as));
    }
  }
  const name = nameFrom(text, kind, as, rest, forms);
  if (as !== 'person' && !rest.some((w) => servant.test(w.text))) return name;
  const glued = glue(rest);
  if (glued.every((w, at) => w.text === rest[at]?.text)) return name;
  return { ...nameFrom(text, kind, as, glued, forms), loose: name };
}

function nameFrom(
  text: string,
  kind: EntryKind,
  as: EntryKind,
  rest: readonly Raw[],
  forms: readonly NameWord[],
): Name {
  const read: NameWord[] = [];
  let afterFather = false;
  let single: Raw[] = [];
  const flush = () => {
    // Letters that stand alone are one word of an organisation: "S C Johnson", "J P Morgan".
    if (single.length > 1 && as !== 'person') read.push(wordFrom(joinRaw(single), as, false, read.length === 0));
    else for (const s of single) read.push(wordFrom(s, as, false, read.length === 0));
    single = [];
  };
  for (const raw of rest.slice(0, mostWords)) {
    if (raw.text.length === 1 && /[a-z]/.test(raw.text) && raw.script === 'latin' && as !== 'person') {
      single.push(raw);
      continue;
    }
    flush();
    read.push(wordFrom(raw, as, afterFather, read.length === 0));
    afterFather = father.test(raw.text) || raw.shown === 'بن' || raw.shown === 'ابن';
  }
  flush();
  joinNumbers(read);
  return {
    text,
    kind,
    words: read,
    forms,
    whole: read
      .filter((w) => w.is !== 'title')
      .map((w) => w.text)
      .join(''),
  };
}

/** "Forty-four" is one number. */
function joinNumbers(words: NameWord[]) {
  for (let i = 0; i + 1 < words.length; i++) {
    const [tens, unit] = [words[i] as NameWord, words[i + 1] as NameWord];
    if (tens.number === undefined || unit.number === undefined || /\d/.test(tens.text + unit.text)) continue;
    if (tens.number < 20 || tens.number % 10 !== 0 || unit.number < 1 || unit.number > 9) continue;
    const number = tens.number + unit.number;
    words.splice(i, 2, {
      ...tens,
      shown: `${tens.shown} ${unit.shown}`,
      text: `${number}`,
      sound: `${number}`,
      number,
    });
  }
}

/** Sounds of a word in Latin letters, for comparing with an abjad; kept, as one word is asked many times. */
const soundsOf = new Map<string, string>();
export function phonemesOf(text: string): string {
  let sounds = soundsOf.get(text);
  if (sounds === undefined) {
    sounds = phonemes(text);
    if (soundsOf.size > 50_000) soundsOf.clear();
    soundsOf.set(text, sounds);
  }
  return sounds;
}

const folded = new Map<string, string>();
/** Korean fold of a word, kept. */
export function koreanOf(text: string): string {
  let fold = folded.get(text);
  if (fold === undefined) {
    fold = koreanFold(text);
    if (folded.size > 50_000) folded.clear();
    folded.set(text, fold);
  }
  return fold;
}

/** Key under which a word meets its spellings in an abjad. */
export const bonesOf = (word: Pick<NameWord, 'script' | 'text'>) =>
  word.script === 'abjad' ? word.text : bonesOfLatin(phonemesOf(word.text));

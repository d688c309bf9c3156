/** When two words of names are one: letters that languages write in two ways count as the same, a letter more or less does not. */
import { type Name, scoreNames } from '#screening';

interface Word {
  readonly shown: string;
  readonly text: string;
  readonly name: Name;
}

/** ij and y, ks and x: ways to write one sound, not other names. */
const fold = (text: string): string =>
  text
    .replace(/ij/g, 'y')
    .replace(/ks/g, 'x')
    .replace(/ph/g, 'f')
    .replace(/tsj|tch/g, 'ch')
    .replace(/sj/g, 'sh');
/** Müller is Mueller; Bloem is not Blom. */
const unfolded = (text: string): string => fold(text.replace(/ue/g, 'u').replace(/oe/g, 'o').replace(/ae|aa/g, 'a'));
const marked = /[äöüåæøÄÖÜÅÆØ]/;

const foreign = (w: Word) => w.name.words.some((x) => x.script !== 'latin');

/** One word written in two ways, or in two scripts. */
export function sameWord(a: Word, b: Word): boolean {
  if (a.text === b.text || fold(a.text) === fold(b.text)) return true;
  if (marked.test(a.shown) !== marked.test(b.shown) && unfolded(a.text) === unfolded(b.text)) return true;
  return foreign(a) !== foreign(b) && scoreNames(a.name, b.name).score >= 0.9;
}

/** Given names that cross alphabets in many spellings; a surname that only looks alike stays another surname. */
const spellings: readonly (readonly string[])[] = [
  'mohammed mohamed muhammad muhammed mohammad mohamad mehmet'.split(' '),
  'alexander aleksandr alexandr oleksandr aleksander'.split(' '),
  'yusuf youssef yousef yosef yousuf joesoef'.split(' '),
  'abdullah abdulah abdallah abdellah'.split(' '),
  'hussein husein husayn hossein hoessein'.split(' '),
  'sergei sergey serhii sergej'.split(' '),
  'nikolai nikolay mykola nikolaj'.split(' '),
  'mikhail mikhael michail mykhailo'.split(' '),
  'dmitri dmitry dmytro dmitrij dimitri'.split(' '),
  'evgeni yevgeny evgeny evgenii yevhen'.split(' '),
  'giorgos georgios yiorgos jorgos'.split(' '),
  'fatima fatma fatimah'.split(' '),
  'ahmed ahmad ahmet achmed'.split(' '),
  'ivan yvan iwan'.split(' '),
  'yulia julia yuliya iuliia'.split(' '),
];
export const sameGiven = (a: Word, b: Word): boolean =>
  spellings.some((group) => group.includes(a.text) && group.includes(b.text));

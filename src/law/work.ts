/** Loads the law folders: adding a rule is adding one file, whose name is its id. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  Action,
  Authority,
  Category,
  Clock,
  Directive,
  Duty,
  HolidayList,
  Kind,
  Ladder,
  Law,
  LetterTemplate,
  OrderType,
  Pack,
  Regime,
  Retention,
} from './index.ts';

/** Every default export of a folder, by file name. Throws where a file's id is not its name. */
async function folder<T extends { readonly id: string }>(name: string): Promise<Map<string, T>> {
  const at = join(import.meta.dirname, name);
  const found = new Map<string, T>();
  const files = (await readdir(at)).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts')).sort();
  const loaded = await Promise.all(
    files.map(async (f) => (await import(pathToFileURL(join(at, f)).href)) as { default: T }),
  );
  files.forEach((file, i) => {
    const it = loaded[i]?.default;
    if (!it || it.id !== file.slice(0, -3)) throw new Error(`${name}/${file}: its id is not its file name`);
    found.set(it.id, it);
  });
  return found;
}

let loaded: Promise<Law> | undefined;

/** The whole library; read from disk once. */
export function loadLaw(): Promise<Law> {
  loaded ??= (async () => {
    const [
      kinds,
      actions,
      clocks,
      letters,
      holidays,
      categories,
      retention,
      duties,
      authorities,
      orders,
      ladders,
      directives,
      regimes,
      packs,
    ] = await Promise.all([
      folder<Kind>('kinds'),
      folder<Action>('actions'),
      folder<Clock>('clocks'),
      folder<LetterTemplate>('letters'),
      folder<HolidayList>('holidays'),
      folder<Category>('categories'),
      folder<Retention>('retention'),
      folder<Duty>('duties'),
      folder<Authority>('authorities'),
      folder<OrderType>('orders'),
      folder<Ladder>('ladders'),
      folder<Directive>('directives'),
      folder<Regime>('regimes'),
      folder<Pack>('packs'),
    ]);
    return {
      kinds,
      actions,
      clocks,
      letters,
      holidays,
      categories,
      retention,
      duties,
      authorities,
      orders,
      ladders,
      directives,
      regimes,
      packs,
    };
  })();
  return loaded;
}

/** Loads the format plug-ins: adding a format is adding one file in this folder, whose name is its id. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Format } from './format.ts';

/** Files of this folder that are no plug-in: the door, the contract and this file. */
const others = new Set(['index.ts', 'finding.ts', 'format.ts', 'work.ts']);

let loaded: Promise<readonly Format[]> | undefined;

/**
 * Every format, by the name of its file; read from disk once.
 * @throws where a file's default export is no format, or its id is not its file name
 */
export function loadFormats(): Promise<readonly Format[]> {
  loaded ??= (async () => {
    const folder = import.meta.dirname;
    const files = (await readdir(folder)).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && !others.has(f));
    const modules = await Promise.all(
      files.sort().map(async (f) => (await import(pathToFileURL(join(folder, f)).href)) as { default?: Format }),
    );
    return modules.map((module, i) => {
      const file = files[i] ?? '';
      const it = module.default;
      if (!it || typeof it.read !== 'function') throw new Error(`formats/${file}: no format is its default export`);
      if (it.id !== file.slice(0, -3)) throw new Error(`formats/${file}: its id ${it.id} is not its file name`);
      return it;
    });
  })();
  return loaded;
}

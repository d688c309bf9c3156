/** Loads the adapters: adding one is adding one file in `inventories/`, whose name is its id. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InventoryKind } from '../inventory.ts';

const folder = join(import.meta.dirname, '..', 'inventories');
let loaded: Promise<ReadonlyMap<string, InventoryKind>> | undefined;

/**
 * Every kind of inventory, by its id; read from disk once.
 * @throws where a file's default export is no adapter, or its id is not its file name
 */
export function inventoryKinds(): Promise<ReadonlyMap<string, InventoryKind>> {
  loaded ??= (async () => {
    const files = (await readdir(folder)).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts')).sort();
    const all = new Map<string, InventoryKind>();
    for (const file of files) {
      const { default: it } = (await import(pathToFileURL(join(folder, file)).href)) as { default?: InventoryKind };
      if (!it || (it.reach === 'http' ? typeof it.read : typeof it.readText) !== 'function')
        throw new Error(`inventories/${file}: no adapter is its default export`);
      if (it.id !== file.slice(0, -3)) throw new Error(`inventories/${file}: its id ${it.id} is not its file name`);
      all.set(it.id, it);
    }
    return all;
  })();
  return loaded;
}

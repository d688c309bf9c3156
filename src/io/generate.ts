/** Writes what is derived from the migrations: db/schema.sql and schema.types.ts. With `check`, says what differs instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrations } from './migrate.ts';
import { schemaText, schemaTypes } from './schema.ts';
import { startCluster } from './testing.ts';

const root = join(import.meta.dirname, '..', '..');

/** @returns the files that differ from what the migrations say; written unless `check` */
export async function generateSchema(check: boolean): Promise<readonly string[]> {
  const cluster = await startCluster();
  try {
    const name = `bezem_template_${migrations().at(-1)?.sha256.slice(0, 8)}`;
    const client = new pg.Client({ connectionString: cluster.adminUrl.replace('/postgres?', `/${name}?`) });
    await client.connect();
    const files: Record<string, string> = {
      'db/schema.sql': await schemaText(client),
      'src/io/schema.types.ts': await schemaTypes(client),
    };
    await client.end();
    const drifted: string[] = [];
    for (const [file, now] of Object.entries(files)) {
      let before = '';
      try {
        before = readFileSync(join(root, file), 'utf8');
      } catch {
        // not there yet: it differs
      }
      if (before === now) continue;
      drifted.push(file);
      if (!check) writeFileSync(join(root, file), now);
    }
    return drifted;
  } finally {
    await cluster.stop();
  }
}

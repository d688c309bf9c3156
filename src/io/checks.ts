/** `./bezem test` and `./bezem check`: what must hold before a change lands, run the same way by people and by CI. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchema } from './generate.ts';
import { startCluster } from './testing.ts';

const root = join(import.meta.dirname, '..', '..');

/** Runs a program with our output; answers its exit code. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', fail);
    child.on('exit', (code, signal) => done(signal ? 1 : (code ?? 1)));
  });
}

/** Every test file, or those named; one database cluster for the whole run. */
export async function runTests(files: readonly string[]): Promise<number> {
  const all =
    files.length > 0
      ? files
      : globSync(['src/**/*.test.ts', 'web/**/*.test.ts', 'stories/**/*.test.ts', 'bench/**/*.test.ts'], {
          cwd: root,
        }).sort();
  process.stderr.write('Starting the test database ...\n');
  const cluster = await startCluster();
  try {
    return await run(process.execPath, ['--test', '--test-concurrency=2', '--test-timeout=600000', ...all], {
      BEZEM_TEST_CLUSTER: cluster.folder,
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    });
  } finally {
    await cluster.stop();
  }
}

const bin = (name: string) => join(root, 'node_modules', '.bin', name);

export interface Check {
  readonly name: string;
  run(): Promise<boolean>;
}

/** Everything but the tests: lint, types, unused code, drift. More checks (openapi, docs) are handed in by main. */
export function checks(more: readonly Check[] = []): readonly Check[] {
  return [
    { name: 'format and lint', run: async () => (await run(bin('biome'), ['ci', '--error-on-warnings', '.'])) === 0 },
    { name: 'types', run: async () => (await run(process.execPath, [bin('tsc'), '-p', '.'])) === 0 },
    {
      name: 'unused code and dependencies',
      run: async () => (await run(process.execPath, [bin('knip'), '--no-progress'])) === 0,
    },
    {
      name: 'drift of db/schema.sql and schema.types.ts',
      run: async () => {
        const drifted = await generateSchema(true);
        for (const file of drifted)
          process.stderr.write(`${file} is not what the migrations say. Run: ./bezem generate\n`);
        return drifted.length === 0;
      },
    },
    ...more,
  ];
}

/** Runs every check; answers 0 only if all hold. */
export async function runChecks(list: readonly Check[]): Promise<number> {
  let failed = 0;
  for (const check of list) {
    process.stderr.write(`\n== ${check.name}\n`);
    const began = process.hrtime.bigint();
    const held = await check.run();
    process.stderr.write(
      `${held ? 'holds' : 'DOES NOT HOLD'} (${Math.round(Number(process.hrtime.bigint() - began) / 1e6)} ms)\n`,
    );
    if (!held) failed++;
  }
  return failed === 0 ? 0 : 1;
}

/** Builds the web app with Vite at first start, into the state folder, and holds the result ready to serve. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');

/** Everything the build reads: a change in any of it is another build. Tests are no part of it. */
function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      if (!['dist', 'fixture', 'samples', 'node_modules'].includes(name)) yield* sources(path);
    } else if (!/\.test\.tsx?$/.test(name)) yield path;
  }
}

/** What the web app is made from: its own files, the pure rooms it may import, and the lock file. */
function sourceHash(): string {
  const hash = createHash('sha256');
  const files = [
    ...sources(join(root, 'web')),
    ...[...sources(join(root, 'src'))].filter((f) => !/\/(store|work|api|cli|pages)\.ts$/.test(f)),
    join(root, 'package-lock.json'),
  ];
  for (const file of files)
    hash
      .update(relative(root, file))
      .update('\0')
      .update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex').slice(0, 16);
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

export interface WebFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

export interface Web {
  /** The page every screen starts from. */
  readonly shell: WebFile;
  /** By path, `/assets/….js`: the name holds a hash of the content. */
  readonly assets: ReadonlyMap<string, WebFile>;
  /** The stand-alone page that checks dossiers and receipts. */
  readonly verifier: WebFile;
  /** Whether this start built it, or found it. */
  readonly built: boolean;
}

/** Builds where there is no build of these sources yet. */
async function buildInto(folder: string): Promise<void> {
  const { build } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  await build({
    root: join(root, 'web'),
    configFile: false,
    logLevel: 'error',
    clearScreen: false,
    plugins: [react()],
    // Nothing is inlined: the content security policy allows no data URLs for scripts and styles.
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'esnext',
      chunkSizeWarningLimit: 2000,
      reportCompressedSize: false,
    },
  });
}

/** The stand-alone page that checks dossiers and receipts: one file, script and all, that needs no server. */
async function buildVerifier(): Promise<string> {
  const { build } = await import('vite');
  const made = await build({
    root: join(root, 'web', 'verify'),
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      reportCompressedSize: false,
      lib: { entry: join(root, 'web', 'verify', 'main.ts'), formats: ['iife'], name: 'verify' },
    },
  });
  const outputs = (Array.isArray(made) ? made : [made]).flatMap((m) => ('output' in m ? m.output : []));
  const code = outputs.find((o) => o.type === 'chunk')?.code ?? '';
  const page = readFileSync(join(root, 'web', 'verify', 'page.html'), 'utf8');
  // A script in a page ends at the first `</script`, also inside a text of its own.
  return page.replace('/*code*/', () => code.replaceAll('</script', '<\\/script'));
}

/**
 * The web app, built where that was not done before. Builds go beside each other under the state folder and are
 * moved into place whole: a start that was cut off leaves no half build.
 * @param state the state folder
 * @param say told what takes time
 */
export async function openWeb(state: string, say: (line: string) => void = () => {}): Promise<Web> {
  const hash = sourceHash();
  const folder = join(state, 'web', hash);
  let built = false;
  if (!existsSync(join(folder, '.whole'))) {
    const began = process.hrtime.bigint();
    say('Building the desk (once per version) ...');
    await mkdir(join(state, 'web'), { recursive: true });
    const fresh = join(state, 'web', `.new-${hash}-${process.pid}`);
    await buildInto(fresh);
    writeFileSync(join(fresh, 'verify.html'), await buildVerifier());
    writeFileSync(join(fresh, '.whole'), '');
    try {
      renameSync(fresh, folder);
    } catch {
      // Another start was first, or an older half build is in the way: what stands there is used when it is whole.
      if (existsSync(join(folder, '.whole'))) rmSync(fresh, { recursive: true, force: true });
      else {
        rmSync(folder, { recursive: true, force: true });
        renameSync(fresh, folder);
      }
    }
    for (const name of readdirSync(join(state, 'web')))
      if (name !== hash && !name.startsWith('.new-'))
        rmSync(join(state, 'web', name), { recursive: true, force: true });
    built = true;
    say(`Built the desk in ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)} s.`);
  }
  const file = (path: string): WebFile => {
    const plain = readFileSync(path);
    return {
      type: types[extname(path)] ?? 'application/octet-stream',
      plain,
      br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
      gzip: gzipSync(plain),
    };
  };
  const assets = new Map<string, WebFile>();
  for (const name of readdirSync(join(folder, 'assets')))
    assets.set(`/assets/${name}`, file(join(folder, 'assets', name)));
  return { shell: file(join(folder, 'index.html')), assets, verifier: file(join(folder, 'verify.html')), built };
}

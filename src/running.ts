/** The commands that run the program: demo, serve, doctor. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { loadDemo } from '#demo/load';
import { madeAt } from '#desk/backup';
import { listChannels } from '#intake/channels';
import { shiftedClock, wallClock } from '#io/clock';
import { type Command, readFlags } from '#io/command';
import { type Config, readConfig } from '#io/config';
import { sql } from '#io/db';
import { startEmbedded } from '#io/postgres';
import { openWorld } from '#io/start';
import { engine, type Id, Refused } from '#kernel';
import { listMembers, listOrganisations, makeLoginLink } from '#organisations/work';
import { listLists } from '#screening/work';
import { type Bench, type Figure, misses } from '../bench/bench.ts';
import { netInDemo } from './demo/net.ts';
import { startServing, untilToldToStop } from './serve.ts';

/** A port nobody uses: letters carry the address, so it must be known before anything listens. */
async function freePort(host: string): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, host, () => {
      const at = probe.address();
      probe.close(() => (typeof at === 'object' && at ? done(at.port) : fail(new Error('no address'))));
    });
  });
}

async function settled(config: Config): Promise<Config> {
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return {
    ...config,
    port,
    publicUrl: config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
  };
}

const seconds = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`;

/** Each benchmark is loaded only when it is asked for. */
const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  ingest: () => import('../bench/ingest.ts'),
  attribute: () => import('../bench/attribute.ts'),
  urgent: () => import('../bench/urgent.ts'),
  notices: () => import('../bench/notices.ts'),
  list: () => import('../bench/list.ts'),
  fuzz: () => import('../bench/fuzz.ts'),
  xarf: () => import('../bench/xarf.ts'),
  mail: () => import('../bench/mail.ts'),
  facets: () => import('../bench/facets.ts'),
  memory: () => import('../bench/memory.ts'),
  dossier: () => import('../bench/dossier.ts'),
  screening: () => import('../bench/screening.ts'),
  words: () => import('../bench/words.ts'),
};

export const runningCommands: readonly Command[] = [
  {
    name: 'demo',
    summary: {
      nl: 'Een voorbeeldprovider met klanten, resellers en dertig dagen meldingen',
      en: 'A sample provider with customers, resellers and thirty days of reports',
    },
    usage: 'demo [--port N] [--reset] [--at TIME]',
    needs: 'nothing',
    async run(args, output) {
      const read = readFlags(args, ['port', 'at'], ['reset']);
      if (typeof read === 'string' || read.words.length > 0) {
        output.err(typeof read === 'string' ? `bezem: ${read}` : `bezem: ${read.words[0]}?`);
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const began = performance.now();
      const nl = output.language === 'nl';
      const given = readConfig();
      const port = read.flags.get('port');
      if (port !== undefined && !/^\d{1,5}$/.test(String(port))) {
        output.err(`bezem: --port ${nl ? 'is een getal van 0 tot 65535' : 'is a number from 0 to 65535'}`);
        return 2;
      }
      let at: Temporal.Instant | undefined;
      try {
        at = read.flags.has('at') ? Temporal.Instant.from(String(read.flags.get('at'))) : undefined;
      } catch {
        output.err(
          `bezem: --at ${nl ? 'is een moment zoals 2026-11-22T10:00:00Z' : 'is a moment such as 2026-11-22T10:00:00Z'}`,
        );
        return 2;
      }
      const state = join(given.state, 'demo');
      if (read.flags.has('reset') && existsSync(join(state, 'database'))) {
        // A running demo is stopped first, then everything of it goes; nothing outside its own folder.
        const running = await startEmbedded(state, () => {});
        await running.stop();
      }
      if (read.flags.has('reset')) rmSync(state, { recursive: true, force: true });
      const config = await settled({
        ...given,
        state,
        databaseUrl: undefined,
        masterKeyFile: join(state, 'master.key'),
        port: port === undefined ? given.port : Number(port),
        smtp: given.smtp ? { ...given.smtp, port: process.env['BEZEM_SMTP_PORT'] ? given.smtp.port : 0 } : undefined,
        mail: { kind: 'file', folder: join(state, 'mail') },
        mailFrom: 'abuse@voorbeeldhost.example',
        logLevel: process.env['BEZEM_LOG'] ? given.logLevel : 'error',
        watchFolder: given.watchFolder && join(state, 'in'),
      });
      const say = (line: string) => output.err(`… ${line}`);
      const started = await openWorld(config, {
        say,
        ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
        clock: at ? shiftedClock(at) : wallClock,
      });
      // The sample provider reaches nobody outside: what its channels bring lies in the demo itself.
      const world = { ...started.world, net: netInDemo() };
      try {
        let link = '';
        const serving = await startServing(world, config, {
          url: started.url,
          say,
          sample: true,
          before: async (plan) => {
            const loaded = await loadDemo(
              world,
              { intake: plan.intake, cases: plan.cases, jobs: plan.jobs, onboarding: plan.onboarding },
              { at: world.clock.now(), progress: (line) => output.progress(`… ${line}`) },
            );
            link = `${config.publicUrl}/login/${await makeLoginLink(world, loaded.org, loaded.member)}`;
          },
        });
        output.out(`ready ${serving.url}`);
        output.out(nl ? `inloggen (één keer, 30 minuten): ${link}` : `log in (once, 30 minutes): ${link}`);
        output.err(
          nl
            ? `klaar na ${seconds(began)}; brieven staan in ${join(state, 'mail')}; stoppen met Ctrl-C`
            : `ready after ${seconds(began)}; letters are in ${join(state, 'mail')}; stop with Ctrl-C`,
        );
        await untilToldToStop();
        await serving.stop();
      } finally {
        await started.close({ database: true });
      }
      return 0;
    },
  },
  {
    name: 'serve',
    summary: { nl: 'Desk, mailontvangst en werk, voor het echt', en: 'Desk, mail intake and jobs, for real' },
    usage: 'serve',
    needs: 'nothing',
    async run(args, output) {
      if (args.length > 0) {
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const config = await settled(readConfig());
      const started = await openWorld(config, {
        say: (line) => output.err(`… ${line}`),
        ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      });
      try {
        const serving = await startServing(started.world, config, {
          url: started.url,
          say: (line) => output.err(`… ${line}`),
        });
        output.out(`ready ${serving.url}`);
        if (serving.smtpPort !== undefined)
          output.err(`${config.smtp?.protocol ?? 'smtp'} ${config.smtp?.host}:${serving.smtpPort}`);
        if ((await listOrganisations(started.world)).length === 0)
          output.err(
            output.language === 'nl'
              ? 'Er is nog geen organisatie: bezem organisation add SLUG --name NAAM'
              : 'There is no organisation yet: bezem organisation add SLUG --name NAME',
          );
        await untilToldToStop();
        await serving.stop();
      } finally {
        await started.close({ database: true });
      }
      return 0;
    },
  },
  {
    name: 'login-link',
    summary: { nl: 'Een eenmalige inloglink voor een medewerker', en: 'A one-time log-in link for a member' },
    usage: 'login-link --as MEMBER [--org SLUG]',
    needs: 'member',
    async run(_args, output, inside) {
      const { world, organisation, actor, config } = await inside();
      if (actor.kind !== 'member') throw new Refused('member.needed');
      const token = await makeLoginLink(world, organisation, actor.id);
      output.out(`${config.publicUrl ?? world.publicUrl}/login/${token}`);
      return 0;
    },
  },
  {
    name: 'bench',
    summary: {
      nl: 'Meet tegen een grens of een ander in dezelfde run',
      en: 'Measures against a limit or a peer of the same run',
    },
    usage:
      'bench ingest|attribute|urgent|notices|list|xarf|mail|facets|memory|dossier|screening|words|fuzz [--size N] [--url POSTGRES] [--gate] [--json]; fuzz: [--inputs N] [--seed S] [--format NAME] [--out FOLDER]',
    needs: 'nothing',
    async run(args, output) {
      const read = readFlags(args, ['size', 'inputs', 'url', 'seed', 'format', 'out'], ['json', 'gate']);
      const name = typeof read === 'string' ? undefined : read.words[0];
      const load = name ? benches[name] : undefined;
      const size = typeof read === 'string' ? undefined : (read.flags.get('inputs') ?? read.flags.get('size'));
      const seed = typeof read === 'string' ? undefined : read.flags.get('seed');
      if (
        typeof read === 'string' ||
        !load ||
        read.words.length !== 1 ||
        (size !== undefined && !/^\d{1,9}$/.test(String(size))) ||
        (seed !== undefined && !/^\d{1,9}$/.test(String(seed)))
      ) {
        output.err(typeof read === 'string' ? `bezem: ${read}` : `bezem: ${Object.keys(benches).join(', ')}`);
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const url = read.flags.get('url');
      const text = (flag: string) => {
        const value = read.flags.get(flag);
        return typeof value === 'string' ? value : undefined;
      };
      const format = text('format');
      const out = text('out');
      const missed: Figure[] = [];
      const held = await (await load()).bench.run(
        {
          ...(size === undefined ? {} : { size: Number(size) }),
          ...(typeof url === 'string' ? { url } : {}),
          ...(seed === undefined ? {} : { seed: Number(seed) }),
          ...(format === undefined ? {} : { format }),
          ...(out === undefined ? {} : { out }),
        },
        (f) => {
          if (misses(f)) missed.push(f);
          output.out(
            read.flags.has('json')
              ? JSON.stringify(f)
              : `${f.name.padEnd(20)} ${f.figure} ${f.unit}${f.limit === null ? '' : ` · limit ${f.limit} · ratio ${f.ratio}`}${f.note ? ` · ${f.note}` : ''}`,
          );
        },
        (line) => output.err(`… ${line}`),
      );
      if (held === false) return 1;
      if (!read.flags.has('gate')) return 0;
      const nl = output.language === 'nl';
      for (const f of missed)
        output.err(
          nl
            ? `bezem: ${f.name} haalt de grens niet: verhouding ${f.ratio}, gevraagd ${f.gate?.least === undefined ? `hoogstens ${f.gate?.most}` : `ten minste ${f.gate.least}`}`
            : `bezem: ${f.name} misses its gate: ratio ${f.ratio}, asked ${f.gate?.least === undefined ? `at most ${f.gate?.most}` : `at least ${f.gate.least}`}`,
        );
      return missed.length > 0 ? 1 : 0;
    },
  },
  {
    name: 'doctor',
    summary: {
      nl: 'Kijkt of alles klopt en zegt wat er te doen is',
      en: 'Looks whether all is well and says what to do',
    },
    usage: 'doctor [--json]',
    needs: 'nothing',
    async run(args, output) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string' || read.words.length > 0) {
        output.err(typeof read === 'string' ? `bezem: ${read}` : `bezem: ${read.words[0]}?`);
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const found: { name: string; ok: boolean; note: string }[] = [];
      const add = (name: string, ok: boolean, note: string) => found.push({ name, ok, note });
      const config = readConfig();
      add('node', Number(process.versions.node.split('.')[0]) >= 26, `Node.js ${process.versions.node}`);
      add('configuration', true, 'every variable is valid');
      add(
        'state folder',
        existsSync(config.state),
        existsSync(config.state) ? config.state : `${config.state} will be made at first start`,
      );
      if (existsSync(config.masterKeyFile)) {
        const shut = (statSync(config.masterKeyFile).mode & 0o077) === 0;
        const beside = config.masterKeyFile.startsWith(config.state);
        add(
          'master key',
          shut && !beside,
          !shut
            ? `others may read ${config.masterKeyFile}: chmod 600`
            : beside
              ? `it lies beside the data: move ${config.masterKeyFile} to another disk and set BEZEM_MASTER_KEY_FILE`
              : config.masterKeyFile,
        );
      } else add('master key', true, 'will be made at first start');
      add(
        'letters',
        config.mail.kind !== 'off',
        config.mail.kind === 'off' ? 'BEZEM_MAIL_URL is off: letters wait' : config.mail.kind,
      );
      add(
        'public address',
        config.publicUrl !== undefined,
        config.publicUrl ?? 'BEZEM_PUBLIC_URL is not set: links in letters point to this machine',
      );
      try {
        const started = await openWorld(config, {});
        try {
          const world = started.world;
          const version = await world.db.owner((tx) =>
            tx.rows(sql<{ v: string }>`select current_setting('server_version') as v`),
          );
          add('database', true, `PostgreSQL ${version[0]?.v}${config.databaseUrl ? '' : ' (embedded)'}`);
          for (const o of await listOrganisations(world)) {
            const org = o.id as Id<'org'>;
            const state = await world.db.in(org, (tx) =>
              tx.rows(sql<{ manual: number; failed: number; waiting: number; overdue: number }>`
                select (select count(*)::int from message where organisation_id = ${org} and state = 'manual') as manual,
                       (select count(*)::int from job where organisation_id = ${org} and failed_at is not null) as failed,
                       (select count(*)::int from job where organisation_id = ${org} and done_at is null and failed_at is null and run_at < now() - interval '10 minutes') as waiting,
                       (select count(*)::int from deadline where organisation_id = ${org} and state = 'breached' and ended_at is null) as overdue`),
            );
            const s = state[0];
            add(
              `organisation ${o.slug}`,
              (s?.failed ?? 0) === 0 && (s?.waiting ?? 0) === 0,
              `${(await listMembers(world, org, engine)).length} members, ${s?.manual} in the manual queue, ${s?.overdue} overdue, ${s?.failed} failed jobs, ${s?.waiting} jobs waiting too long`,
            );
            for (const c of (await listChannels(world, { watchFolder: config.watchFolder }, org, engine)).items)
              add(
                `channel ${o.slug}/${c.name}`,
                c.health !== 'failing' && c.health !== 'silent',
                c.health === 'silent'
                  ? `silent: it should have brought something before ${c.silence.from} (every ${c.silence.rhythm_minutes} minutes as a rule)`
                  : c.health === 'failing'
                    ? `${c.failures} times in a row: ${c.fault?.text.en ?? ''} ${c.fault?.detail ?? ''}`.trim()
                    : `${c.health}; last new ${c.last_new_at ?? 'never'}, next look ${c.state === 'paused' ? 'none: paused' : c.next_at}`,
              );
            for (const l of await listLists(world, org))
              add(
                `list ${o.slug}/${l.list}`,
                !l.stale,
                l.stale
                  ? `stale: last seen to be the newest at ${l.checked_at}; bezem lists fetch ${l.list}, or lists import`
                  : `${l.entries} entries, last seen to be the newest at ${l.checked_at}`,
              );
          }
        } finally {
          await started.close({ database: true });
        }
      } catch (cause) {
        add('database', false, (cause as Error).message);
      }
      const backups = join(config.state, 'backup');
      const newest = existsSync(backups)
        ? readdirSync(backups)
            .filter((file) => madeAt(file))
            .sort()
            .at(-1)
        : undefined;
      add('backup', newest !== undefined, newest ?? 'none yet: bezem backup --out FOLDER');
      if (read.flags.has('json')) output.out(JSON.stringify({ checks: found }));
      else for (const f of found) output.out(`${f.ok ? '✓' : '!'} ${f.name.padEnd(24)} ${f.note}`);
      return found.every((f) => f.ok) ? 0 : 3;
    },
  },
];

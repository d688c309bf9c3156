/** From configuration to a world: state folder, database, schema, keys, mail; each with a clear word where it cannot be. */
import { chmodSync, chownSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, wallClock } from './clock.ts';
import { type Config, makeState } from './config.ts';
import { openDb } from './db.ts';
import { trueDice } from './dice.ts';
import { openMasterKey } from './keys.ts';
import { openLines } from './lines.ts';
import { openLog } from './log.ts';
import { outsideLook } from './look.ts';
import { openMail } from './mail.ts';
import { makeDatabase, migrate, prepareForeign } from './migrate.ts';
import { openNet } from './net.ts';
import { startEmbedded } from './postgres.ts';
import type { World } from './world.ts';

export interface Started {
  readonly world: World;
  /** Connection string of the program's log-in, for a second connection. */
  readonly url: string;
  /** Ends connections; with `database: true` also stops an embedded database this start began. */
  close(options?: { readonly database?: boolean }): Promise<void>;
}

export interface StartOptions {
  /** Name of the database in the embedded server. */
  readonly database?: string;
  readonly clock?: Clock;
  readonly say?: (what: string) => void;
  readonly publicUrl?: string;
}

/** Opens everything; a running embedded database is joined, an old schema is brought up to date. */
export async function openWorld(config: Config, options: StartOptions = {}): Promise<Started> {
  const say = options.say ?? (() => {});
  makeState(config);
  const keys = openMasterKey(config.masterKeyFile, trueDice);
  let url: string;
  let stop = async () => {};
  if (config.databaseUrl) {
    url = config.databaseUrl;
    await prepareForeign(url);
  } else {
    letPass(config.state);
    const embedded = await startEmbedded(config.state, say);
    const name = options.database ?? 'bezem';
    await makeDatabase(embedded.adminUrl, name, 'bezem_login');
    url = embedded.url(name);
    if (embedded.started) stop = () => embedded.stop();
  }
  const applied = await migrate(url);
  if (applied > 0) say(`schema: ${applied} migrations applied`);
  const db = openDb({ url });
  const mail = openMail(config);
  const world: World = {
    clock: options.clock ?? wallClock,
    dice: trueDice,
    db,
    keys,
    log: openLog(config.logLevel),
    mail,
    look: outsideLook,
    net: openNet({ named: config.privateHosts }),
    erasures: openLines(join(dirname(config.masterKeyFile), 'erasures.jsonl')),
    publicUrl: options.publicUrl ?? config.publicUrl ?? `http://${config.host}:${config.port}`,
  };
  return {
    world,
    url,
    async close(end = {}) {
      await mail.close();
      await db.close();
      if (end.database) await stop();
    },
  };
}

/** As root the database runs as another account: the state folder lets it pass, the key file stays shut. */
function letPass(state: string): void {
  if (process.getuid?.() !== 0) return;
  const mode = statSync(state).mode;
  if ((mode & 0o001) === 0) chmodSync(state, (mode & 0o777) | 0o011);
  chownSync(state, 0, statSync(dirname(state)).gid);
}

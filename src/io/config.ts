/** Configuration comes from the environment, is checked at start, and says which variable is wrong and what it should be. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '#kernel';

/** Every variable: what it does, its default, and how its value is read. docs/configuration.md is printed from this list. */
export const variables = {
  BEZEM_STATE: {
    en: 'Folder for database, keys and kept bytes.',
    nl: 'Map voor database, sleutels en bewaarde bytes.',
    default: '/var/lib/bezem as root, else $XDG_STATE_HOME/bezem',
  },
  DATABASE_URL: {
    en: 'PostgreSQL 15 or newer to use instead of the embedded one: postgres://…',
    nl: 'PostgreSQL 15 of nieuwer in plaats van de ingebouwde.',
    default: 'embedded PostgreSQL 18',
  },
  BEZEM_MASTER_KEY_FILE: {
    en: 'File with the 32-byte master key; made at first start, mode 0600.',
    nl: 'Bestand met de hoofdsleutel van 32 bytes; gemaakt bij de eerste start, modus 0600.',
    default: 'master.key in the state folder',
  },
  BEZEM_HOST: { en: 'Address the desk listens on.', nl: 'Adres waarop de desk luistert.', default: '127.0.0.1' },
  BEZEM_PORT: {
    en: 'Port of the desk; 0 picks a free one.',
    nl: 'Poort van de desk; 0 kiest een vrije.',
    default: '8080',
  },
  BEZEM_SMTP_HOST: {
    en: 'Address mail intake listens on.',
    nl: 'Adres waarop de mailontvangst luistert.',
    default: '127.0.0.1',
  },
  BEZEM_SMTP_PORT: {
    en: 'Port of mail intake; 0 picks a free one, "off" none.',
    nl: 'Poort van de mailontvangst; 0 kiest een vrije, "off" geen.',
    default: '2525',
  },
  BEZEM_SMTP_PROTOCOL: { en: 'smtp or lmtp.', nl: 'smtp of lmtp.', default: 'smtp' },
  BEZEM_SMTP_MAX_BYTES: {
    en: 'Largest mail accepted, in bytes.',
    nl: 'Grootste mail die wordt aangenomen, in bytes.',
    default: '52428800',
  },
  BEZEM_PUBLIC_URL: {
    en: 'Address under which others reach the desk; used in letters.',
    nl: 'Adres waarop anderen de desk bereiken; staat in brieven.',
    default: 'http://HOST:PORT',
  },
  BEZEM_MAIL_URL: {
    en: 'SMTP server for letters, smtp://user:password@host:587; "file:FOLDER" writes them to a folder; "off" keeps them waiting.',
    nl: 'SMTP-server voor brieven; "file:MAP" schrijft ze in een map; "off" laat ze wachten.',
    default: 'off',
  },
  BEZEM_MAIL_FROM: { en: 'Sender of letters.', nl: 'Afzender van brieven.', default: 'abuse@localhost' },
  BEZEM_WATCH_FOLDER: {
    en: 'Folder whose subfolders, one per organisation by its short name, are watched for reports; "off" watches none.',
    nl: 'Map waarvan de submappen, één per organisatie met haar korte naam, op meldingen worden bekeken; "off" bekijkt er geen.',
    default: 'in, in the state folder',
  },
  BEZEM_PRIVATE_HOSTS: {
    en: 'Hosts in private space that channels may reach all the same: names or addresses, with or without :port, separated by commas.',
    nl: "Hosts in private adresruimte die kanalen toch mogen bereiken: namen of adressen, met of zonder :poort, gescheiden door komma's.",
    default: 'none',
  },
  BEZEM_MEASURE_PATHS: {
    en: 'Programs, files and folders (ending in /) that measures may run and write, absolute and separated by commas; what is not named is refused.',
    nl: "Programma's, bestanden en mappen (eindigend op /) die maatregelen mogen draaien en schrijven, absoluut en gescheiden door komma's; wat er niet bij staat wordt geweigerd.",
    default: 'none',
  },
  BEZEM_MEMBER: {
    en: 'E-mail address of the member as whom the command line acts.',
    nl: 'E-mailadres van de medewerker namens wie de opdrachtregel handelt.',
    default: 'none',
  },
  BEZEM_LOG: {
    en: 'Log level: silent, error, warn, info, debug.',
    nl: 'Logniveau: silent, error, warn, info, debug.',
    default: 'info',
  },
  BEZEM_LANG: {
    en: 'Language of the command line: nl or en.',
    nl: 'Taal van de opdrachtregel: nl of en.',
    default: 'en',
  },
} as const;
export type Variable = keyof typeof variables;

export interface Config {
  readonly state: string;
  readonly databaseUrl: string | undefined;
  readonly masterKeyFile: string;
  readonly host: string;
  readonly port: number;
  readonly smtp:
    | { readonly host: string; readonly port: number; readonly protocol: 'smtp' | 'lmtp'; readonly maxBytes: number }
    | undefined;
  readonly publicUrl: string | undefined;
  readonly mail:
    | { readonly kind: 'off' }
    | { readonly kind: 'file'; readonly folder: string }
    | { readonly kind: 'smtp'; readonly url: string };
  readonly mailFrom: string;
  /** Root of the watched folders; undefined where none is watched. */
  readonly watchFolder: string | undefined;
  readonly privateHosts: readonly string[];
  /** Programs, files and folders (ending in a slash) that measures may run and write. */
  readonly measurePaths: readonly string[];
  readonly member: string | undefined;
  readonly logLevel: string;
  readonly language: 'nl' | 'en';
}

type Env = Readonly<Record<string, string | undefined>>;

function wrong(name: Variable, should: string): never {
  throw new Refused('config.invalid', `${name} ${should}`);
}

function port(env: Env, name: 'BEZEM_PORT' | 'BEZEM_SMTP_PORT', normal: number): number {
  const text = env[name];
  if (text === undefined || text === '') return normal;
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65535)
    wrong(name, `is "${text}"; it should be a port number from 0 to 65535.`);
  return value;
}

/**
 * Reads and checks the whole configuration.
 * @throws Refused `config.invalid` naming the variable and what it should be; the program does not start
 */
export function readConfig(env: Env = process.env): Config {
  for (const name of Object.keys(env))
    if (name.startsWith('BEZEM_') && !Object.hasOwn(variables, name) && !inner.has(name))
      throw new Refused(
        'config.invalid',
        `${name} is not a variable of Bezem. See docs/configuration.md for the list.`,
      );
  const asRoot = process.getuid?.() === 0;
  const state =
    env['BEZEM_STATE'] ||
    (asRoot ? '/var/lib/bezem' : join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'bezem'));
  if (!state.startsWith('/')) wrong('BEZEM_STATE', `is "${state}"; it should be an absolute path.`);
  const databaseUrl = env['DATABASE_URL'] || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) wrong('DATABASE_URL', 'should start with postgres://');
  const url = env['BEZEM_PUBLIC_URL'] || undefined;
  if (url && !/^https?:\/\/[^/]+(\/.*)?$/.test(url))
    wrong('BEZEM_PUBLIC_URL', `is "${url}"; it should be like https://abuse.example.org`);
  const protocol = env['BEZEM_SMTP_PROTOCOL'] || 'smtp';
  if (protocol !== 'smtp' && protocol !== 'lmtp')
    wrong('BEZEM_SMTP_PROTOCOL', `is "${protocol}"; it should be smtp or lmtp.`);
  const maxBytes = Number(env['BEZEM_SMTP_MAX_BYTES'] || 50 * 1024 * 1024);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 10_000)
    wrong('BEZEM_SMTP_MAX_BYTES', 'should be a whole number of bytes, 10000 or more.');
  const mailText = env['BEZEM_MAIL_URL'] || 'off';
  let mail: Config['mail'];
  if (mailText === 'off') mail = { kind: 'off' };
  else if (mailText.startsWith('file:/')) mail = { kind: 'file', folder: mailText.slice('file:'.length) };
  else if (/^smtps?:\/\/[^/]+$/.test(mailText.replace(/\/$/, ''))) mail = { kind: 'smtp', url: mailText };
  else wrong('BEZEM_MAIL_URL', 'should be smtp://user:password@host:port, file:/FOLDER or off.');
  const logLevel = env['BEZEM_LOG'] || 'info';
  if (!['silent', 'error', 'warn', 'info', 'debug'].includes(logLevel))
    wrong('BEZEM_LOG', `is "${logLevel}"; it should be silent, error, warn, info or debug.`);
  const language = env['BEZEM_LANG'] || 'en';
  if (language !== 'nl' && language !== 'en') wrong('BEZEM_LANG', `is "${language}"; it should be nl or en.`);
  const mailFrom = env['BEZEM_MAIL_FROM'] || 'abuse@localhost';
  if (!/^[^@\s<>]+@[^@\s<>]+$/.test(mailFrom))
    wrong('BEZEM_MAIL_FROM', `is "${mailFrom}"; it should be a mail address.`);
  const watch = env['BEZEM_WATCH_FOLDER'] || join(state, 'in');
  if (watch !== 'off' && !watch.startsWith('/'))
    wrong('BEZEM_WATCH_FOLDER', `is "${watch}"; it should be an absolute path or off.`);
  const privateHosts = (env['BEZEM_PRIVATE_HOSTS'] ?? '')
    .split(',')
    .map((h) => h.trim().toLowerCase())
    .filter((h) => h !== '');
  for (const h of privateHosts)
    if (!/^(\[[0-9a-f:.]+\](:\d{1,5})?|[a-z0-9.-]+(:\d{1,5})?|[0-9a-f:.]+)$/.test(h))
      wrong('BEZEM_PRIVATE_HOSTS', `holds "${h}"; each should be a host name or address, with or without :port.`);
  const measurePaths = (env['BEZEM_MEASURE_PATHS'] ?? '')
    .split(',')
    .map((p) => p.trim())
    .filter((p) => p !== '');
  for (const p of measurePaths)
    if (!p.startsWith('/') || p === '/' || p.includes('/../'))
      wrong('BEZEM_MEASURE_PATHS', `holds "${p}"; each should be an absolute path of a program, a file or a folder.`);
  return {
    state,
    databaseUrl,
    masterKeyFile: env['BEZEM_MASTER_KEY_FILE'] || join(state, 'master.key'),
    host: env['BEZEM_HOST'] || '127.0.0.1',
    port: port(env, 'BEZEM_PORT', 8080),
    smtp:
      env['BEZEM_SMTP_PORT'] === 'off'
        ? undefined
        : { host: env['BEZEM_SMTP_HOST'] || '127.0.0.1', port: port(env, 'BEZEM_SMTP_PORT', 2525), protocol, maxBytes },
    publicUrl: url?.replace(/\/$/, ''),
    mail,
    mailFrom,
    watchFolder: watch === 'off' ? undefined : watch,
    privateHosts,
    measurePaths,
    member: env['BEZEM_MEMBER'] || undefined,
    logLevel,
    language,
  };
}

/** Set by the launcher and the tests, not by operators. */
const inner = new Set(['BEZEM_CALLED_FROM', 'BEZEM_TEST_CLUSTER', 'BEZEM_SEED', 'BEZEM_BENCH_URL']);

/** Makes the state folder, or says why it cannot. */
export function makeState(config: Config): void {
  try {
    mkdirSync(config.state, { recursive: true, mode: 0o755 });
    accessSync(config.state, constants.W_OK);
  } catch (cause) {
    throw new Refused(
      'config.invalid',
      `BEZEM_STATE is "${config.state}", which cannot be written (${(cause as Error).message}). Name a folder you may write in.`,
    );
  }
}

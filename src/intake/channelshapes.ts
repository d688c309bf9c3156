/** The shapes of channels and notifiers as the API gives them; screens and command line share them. */
import { z } from 'zod';
import { channelKinds } from './channel.ts';
import { identityKinds, verdicts } from './notifier.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

export const silenceShape = z.object({
  /** learning, watched, silent (an alarm), off */
  state: z.enum(['learning', 'watched', 'silent', 'off']),
  /** Minutes between two deliveries it is reckoned with. */
  rhythm_minutes: z.number().int().nullable(),
  /** From here on its silence is an alarm. */
  from: instant.nullable(),
});

export const channelShape = z.object({
  id: z.string(),
  kind: z.enum(channelKinds),
  name: z.string(),
  state: z.enum(['running', 'paused']),
  /** What is wrong, in one word: well, failing, silent, paused, new. */
  health: z.enum(['well', 'failing', 'silent', 'paused', 'new']),
  settings: z.record(z.string(), z.unknown()),
  /** Names of the secrets that are set; never what they are. */
  secrets: z.array(z.string()),
  where: z.string(),
  next_at: instant,
  working: z.boolean(),
  failures: z.number().int(),
  last_try_at: instant.nullable(),
  last_good_at: instant.nullable(),
  last_new_at: instant.nullable(),
  fault: z.object({ code: z.string(), text: words, detail: z.string().nullable() }).nullable(),
  silence: silenceShape,
  /** Days a daily report was expected and none came. */
  missing_days: z.array(z.string()),
  messages: z.number().int(),
  bytes: z.number().int(),
  rows: z.number().int(),
  findings: z.number().int(),
  manual: z.number().int(),
  version: z.number().int(),
  created_at: instant,
});
export type ChannelShape = z.infer<typeof channelShape>;

export const tryShape = z.object({
  at: instant,
  outcome: z.enum(['new', 'nothing', 'failed']),
  messages: z.number().int(),
  duplicates: z.number().int(),
  bytes: z.number().int(),
  ms: z.number().int(),
  address: z.string().nullable(),
  fault: z.object({ code: z.string(), text: words, detail: z.string().nullable() }).nullable(),
});
export const channelDetail = channelShape.extend({
  tries: z.array(tryShape),
  /** What it could not take: it lies where it lay, and is not forgotten. */
  refused: z.array(
    z.object({ item: z.string(), at: instant, size: z.number().int().nullable(), text: words.nullable() }),
  ),
});
export type ChannelDetail = z.infer<typeof channelDetail>;

export const testedShape = z.object({
  ok: z.boolean(),
  fault: z.object({ code: z.string(), text: words }).nullable(),
  detail: z.string(),
});
export type TestedShape = z.infer<typeof testedShape>;

export const channelPage = z.object({
  items: z.array(channelShape),
  /** Addresses at which our own mail server takes reports. */
  mail: z.object({ addresses: z.array(z.string()), last_at: instant.nullable(), messages: z.number().int() }),
  /** Whether folders are watched on this machine, and where those of this organisation lie. */
  watched_folder: z.string().nullable(),
});
export type ChannelPage = z.infer<typeof channelPage>;

export const shareShape = z.object({
  k: z.number().int(),
  n: z.number().int(),
  share: z.number().nullable(),
  /** Wilson interval at 95%. */
  low: z.number(),
  high: z.number(),
});
export const notifierShape = z.object({
  id: z.string(),
  name: z.string(),
  identities: z.array(
    z.object({
      kind: z.enum(identityKinds),
      identity: z.string(),
      name: z.string().nullable(),
      revoked: z.boolean(),
    }),
  ),
  messages: z.number().int(),
  findings: z.number().int(),
  last_at: instant.nullable(),
  confirmed: z.number().int(),
  wrong: z.number().int(),
  unclear: z.number().int(),
  /** Right among right and wrong. */
  right: shareShape,
  /** Steps of confidence its record takes away from a case only it reported: 0, 1 or 2. */
  steps_lost: z.number().int(),
  per_minute: z.number().int(),
  per_day: z.number().int(),
  told_to_wait: z.number().int(),
  told_to_wait_at: instant.nullable(),
  created_at: instant,
});
export type NotifierShape = z.infer<typeof notifierShape>;

export const notifierDetail = notifierShape.extend({
  months: z.array(
    z.object({ month: z.string(), confirmed: z.number().int(), wrong: z.number().int(), unclear: z.number().int() }),
  ),
  decided: z.array(
    z.object({
      case_id: z.string(),
      reference: z.string().nullable(),
      verdict: z.enum(verdicts),
      why: z.string(),
      at: instant,
    }),
  ),
  recent: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      channel: z.string(),
      received_at: instant,
      state: z.string(),
      findings: z.number().int(),
    }),
  ),
});
export type NotifierDetail = z.infer<typeof notifierDetail>;

/** What a notifier hears of what it handed in. */
export const handedInShape = z.object({
  id: z.string(),
  name: z.string().nullable(),
  sha256: z.string(),
  received_at: instant,
  /** received, looked_at (a person reads it), read (nothing was found in it), found */
  progress: z.enum(['received', 'looked_at', 'read', 'found']),
  findings: z.number().int(),
  /** What its reports became, in coarse words. */
  cases: z.array(
    z.object({
      reference: z.string().nullable(),
      state: z.enum(['open', 'passed_on', 'ended_solved', 'ended_not_upheld', 'ended']),
    }),
  ),
});
export type HandedIn = z.infer<typeof handedInShape>;

const proof = z.object({ by: z.enum(['own', 'server']), result: z.string(), domain: z.string().nullable() });
export const senderProof = z.object({
  checked_at: instant,
  from_domain: z.string().nullable(),
  dkim: z.array(proof.extend({ selector: z.string().nullable(), aligned: z.boolean() })),
  spf: proof.nullable(),
  dmarc: proof.extend({ policy: z.string().nullable() }).nullable(),
  arc: proof.nullable(),
  domain: z.string().nullable(),
  why_not: z.string().nullable(),
});

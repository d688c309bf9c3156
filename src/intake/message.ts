/** What a message is on its way in: its lane, its life, and the id of each finding it holds. */

import type { End } from '#formats';

/** state → act → where it leads and who may. Every message ends in exactly one of the ends; none is lost. */
export const messageLife = {
  kept: { read: { to: 'reading', by: 'engine' } },
  reading: { done: { to: 'done', by: 'engine' }, give_up: { to: 'manual', by: 'engine' } },
  manual: {
    read_again: { to: 'kept', by: 'handler' },
    add_finding: { to: 'done', by: 'handler' },
    not_abuse: { to: 'done', by: 'handler' },
    mark_csam: { to: 'done', by: 'handler' },
  },
  done: { read_again: { to: 'kept', by: 'handler' }, mark_csam: { to: 'done', by: 'handler' } },
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: 'engine' | 'handler' }>>;
export type MessageState = keyof typeof messageLife;

export const channels = ['smtp', 'lmtp', 'http', 'file', 'form', 'imap', 'folder', 'feed', 'shadowserver'] as const;
export type Channel = (typeof channels)[number];
export type IntakeLane = 'urgent' | 'bulk';

/** From this size on, a file is a feed: it is read as a stream and never delays a person's report. */
export const bulkFrom = 1024 * 1024;

/** The lane is chosen before anything is parsed: mail, API, form and small files are urgent, large files are bulk. */
export function laneFor(channel: Channel, size: number): IntakeLane {
  const isFile = channel === 'file' || channel === 'folder' || channel === 'feed' || channel === 'shadowserver';
  return isFile && size >= bulkFrom ? 'bulk' : 'urgent';
}

/** Counts of a run of intake, as `ingest --json` prints them. */
export interface IntakeCounts {
  messages: number;
  /** Messages whose bytes were here already. */
  duplicate_messages: number;
  findings: number;
  /** Findings that were here already. */
  duplicates: number;
  cases_opened: number;
  cases_updated: number;
  manual: number;
  unattributed: number;
  ambiguous: number;
  out_of_scope: number;
}

export const noCounts = (): IntakeCounts => ({
  messages: 0,
  duplicate_messages: 0,
  findings: 0,
  duplicates: 0,
  cases_opened: 0,
  cases_updated: 0,
  manual: 0,
  unattributed: 0,
  ambiguous: 0,
  out_of_scope: 0,
});

/** Adds one run's counts to another's. */
export function addCounts(to: IntakeCounts, more: Partial<IntakeCounts>): void {
  for (const key of Object.keys(to) as (keyof IntakeCounts)[]) to[key] += more[key] ?? 0;
}

/** Whether an end leaves nothing for a person to do. */
export function isSettled(end: End): boolean {
  return end !== 'manual';
}

/** What an adapter is: one other system, by its documented interface. Adapters are pure; the doors are handed to them. */
import type { z } from 'zod';
import type { Words } from '#kernel';
import type { Measure } from '#law';
import type { Target } from './decision.ts';

/** The only ways an adapter reaches outside. Everything passes the guarded door; programs and files only where the operator named them. */
export interface Doors {
  http(ask: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }): Promise<{ readonly status: number; readonly text: string }>;
  /** A program by its argument vector, no shell, with a time limit. */
  run(argv: readonly string[], input?: string): Promise<{ readonly code: number | null; readonly out: string }>;
  /** A whole file, or null where there is none. */
  read(path: string): Promise<string | null>;
  /** A whole file at once: a reader sees the old text or the new. */
  write(path: string, text: string): Promise<void>;
  /** Adds to a pipe or file. */
  append(path: string, text: string): Promise<void>;
  /** Headers of a signed webhook (Standard Webhooks). */
  signed(secret: string, id: string, body: string): Readonly<Record<string, string>>;
}

/** One try: `key` is the same for a repeated try after a crash, so that the other side knows the copy. */
export interface Ask {
  readonly what: Measure;
  readonly target: Target;
  readonly key: string;
  /** Number of the decision, for the log of the other side. Never names or facts. */
  readonly reference: string;
  /** What `execute` answered, needed to undo it. */
  readonly handle: Readonly<Record<string, string>> | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export type Done =
  | { readonly ok: true; readonly handle?: Readonly<Record<string, string>>; readonly said: string }
  /** `again`: may pass by itself. */
  | { readonly ok: false; readonly again: boolean; readonly said: string };
export type Standing = 'in_force' | 'not_in_force' | 'unclear';

export interface Adapter {
  /** File name in measures/adapters. */
  readonly id: string;
  readonly title: Words;
  /** Where its interface is documented. */
  readonly docs: string;
  readonly options: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Names of secrets it needs; sealed, never shown again. */
  readonly secrets: readonly string[];
  readonly can: readonly Measure[];
  /** Measures it cannot undo. */
  readonly final: readonly Measure[];
  /** What of the target it needs for a measure. */
  readonly needs: (what: Measure) => readonly (keyof Target)[];
  /** What it will do, in a sentence, without doing it. */
  readonly says: (a: Pick<Ask, 'what' | 'target' | 'options'>) => Words;
  execute(a: Ask, doors: Doors): Promise<Done>;
  /** Whether the restriction stands, asked of the other system; it looks at no content. */
  verify(a: Ask, doors: Doors): Promise<Standing>;
  revert(a: Ask, doors: Doors): Promise<Done>;
}

export const adapter = (a: Adapter): Adapter => a;

/** A refusal of the other side: what it said, shortened, without what we sent. */
export const refused = (said: string, again = false): Done => ({ ok: false, again, said: said.slice(0, 300) });
export const accepted = (said: string, handle?: Readonly<Record<string, string>>): Done => ({
  ok: true,
  said: said.slice(0, 300),
  ...(handle ? { handle } : {}),
});

/** An answer's status, read as everybody reads it: 5xx and 429 may pass, other refusals stay. */
export const refusedBy = (status: number, said: string): Done =>
  refused(`HTTP ${status} ${said}`.trim(), status >= 500 || status === 429);

/** JSON of an answer, or undefined where it is none. */
export function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export const optionText = (a: Pick<Ask, 'options'>, name: string): string => String(a.options[name] ?? '');
/** An address of the other system below its base. */
export const under = (a: Pick<Ask, 'options'>, path: string): string =>
  `${optionText(a, 'url').replace(/\/+$/, '')}${path}`;

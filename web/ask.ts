/** How screens ask the desk: one function, answers typed by the shapes of the rooms, every "no" as a Problem. */
import type { Language } from '#kernel';

/** A "no" of the desk (RFC 9457), in the language it was asked in. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

let language: Language = 'nl';
/** The language in which problems are answered. */
export function askIn(l: Language): void {
  language = l;
}

let onStranger: () => void = () => {};
/** Called when the desk says the session has ended. */
export function whenStranger(what: () => void): void {
  onStranger = what;
}

export interface AskOptions {
  readonly body?: unknown;
  /** Sent as it is, with this content type, instead of JSON. */
  readonly text?: { readonly content: string; readonly type: string };
  readonly signal?: AbortSignal;
  /** A 401 is an answer here, not the end of a session. */
  readonly stranger?: boolean;
}

/**
 * Asks the desk. Every change carries an Idempotency-Key, so that a retry after a lost connection acts once.
 * @throws Problem for every "no"; also where the network gave none (`network`)
 */
export async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  options: AskOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
  // Files change nothing twice by themselves: an import writes only what differs.
  if (method !== 'GET' && !options.text) headers['idempotency-key'] = crypto.randomUUID();
  let body: string | undefined;
  if (options.text) {
    headers['content-type'] = options.text.type;
    body = options.text.content;
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Problem(0, 'network', language === 'nl' ? 'De desk is niet bereikbaar.' : 'The desk cannot be reached.');
  }
  const given: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return given as T;
  throw refused(answer.status, given, options.stranger ?? false);
}

function refused(status: number, given: unknown, stranger: boolean): Problem {
  const problem = (given ?? {}) as {
    code?: string;
    title?: string;
    detail?: string;
    fields?: Record<string, string>;
  };
  if (status === 401 && !stranger) onStranger();
  const message = [problem.title ?? `HTTP ${status}`, problem.detail].filter(Boolean).join(' ');
  return new Problem(status, problem.code ?? 'unknown', message, problem.fields ?? {});
}

/** A path with its query; what is empty is left out. */
export function pathOf(path: string, query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const all = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== '') all.set(k, String(v));
  const text = all.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Asks for a file and lets the browser keep it.
 * @throws Problem for every "no"
 */
export async function takeFile(path: string): Promise<void> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'accept-language': language },
    credentials: 'same-origin',
  });
  if (!answer.ok) throw refused(answer.status, await answer.json().catch(() => undefined), false);
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'file';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

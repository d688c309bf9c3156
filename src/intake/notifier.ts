/** Who reports: how a notifier is known, what could be proven about a sender, and how the end of a case counts for its record. */
import { getDomain } from 'tldts';
import type { Words } from '#kernel';

export const identityKinds = ['domain', 'key', 'feed'] as const;
export type IdentityKind = (typeof identityKinds)[number];

export const verdicts = ['confirmed', 'wrong', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * What the end of a case says about who reported it. That it went quiet, was not ours or could not be acted on says nothing
 * about whether the report was right.
 * @param outcome an outcome of #cases
 */
export function verdictOf(outcome: string): Verdict {
  switch (outcome) {
    case 'fixed':
    case 'mitigated':
      return 'confirmed';
    case 'not_abuse':
    case 'false_positive':
      return 'wrong';
    default:
      return 'unclear';
  }
}

export const verdictWords: Readonly<Record<Verdict, Words>> = {
  confirmed: { nl: 'terecht', en: 'right' },
  wrong: { nl: 'onterecht', en: 'wrong' },
  unclear: { nl: 'onduidelijk', en: 'unclear' },
};

/** One check of a sender, as it came out. Results are those of RFC 8601. */
export interface Proof {
  /** `own`: checked by us. `server`: written by the mailbox's own server, whose name the operator gave. */
  readonly by: 'own' | 'server';
  readonly result: string;
  readonly domain: string | null;
}
/** What could be proven about the sender of a message; a method that was not there or could not be checked is absent. */
export interface SenderProof {
  readonly checked_at: string;
  readonly from_domain: string | null;
  readonly dkim: readonly (Proof & { readonly selector: string | null; readonly aligned: boolean })[];
  readonly spf: Proof | null;
  readonly dmarc: (Proof & { readonly policy: string | null }) | null;
  readonly arc: Proof | null;
  /** The organisational domain that stands behind it, where one does. */
  readonly domain: string | null;
  /** Why none does, in a code: no_from, unaligned, failed, none, public, own, limit. */
  readonly why_not: string | null;
}

/** Mailbox providers: what one of their customers writes says nothing about the next. */
const publicMailboxes: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.nl live.com live.nl msn.com yahoo.com ymail.com icloud.com me.com aol.com
   gmx.net gmx.de gmx.com web.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com pm.me tutanota.com tuta.io zoho.com
   fastmail.com ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl hetnet.nl home.nl upcmail.nl casema.nl chello.nl telfort.nl
   online.nl quicknet.nl zonnet.nl telenet.be skynet.be orange.fr free.fr t-online.de qq.com 163.com`.split(/\s+/),
);

/** The organisational domain of a host name (public suffix list); undefined where the text is none. */
export function organisationalDomain(host: string | null | undefined): string | undefined {
  return (host && getDomain(host.toLowerCase(), { allowPrivateDomains: true })) || undefined;
}

/**
 * Which domain stands behind a sender. DMARC decides where it passes; else an aligned DKIM signature; else SPF for the same
 * domain. A signature of another domain (a mailing service) proves that service, not the sender.
 */
export function domainBehind(
  proof: Omit<SenderProof, 'domain' | 'why_not'>,
  own: ReadonlySet<string>,
): Pick<SenderProof, 'domain' | 'why_not'> {
  const no = (why_not: string) => ({ domain: null, why_not });
  const from = organisationalDomain(proof.from_domain);
  if (!from) return no('no_from');
  const sameAs = (d: string | null) => organisationalDomain(d) === from;
  const passed = [...proof.dkim, ...(proof.spf ? [proof.spf] : [])].filter((p) => p.result === 'pass');
  const stands =
    proof.dmarc?.result === 'pass' ||
    // Where the domain says how it wants to be checked and that failed, nothing weaker counts.
    (proof.dmarc?.result !== 'fail' && passed.some((p) => sameAs(p.domain)));
  if (!stands) {
    if (proof.dmarc?.result === 'fail') return no('failed');
    if (passed.length > 0) return no('unaligned');
    return no(
      [...proof.dkim, ...(proof.spf ? [proof.spf] : [])].some((p) => p.result === 'fail' || p.result === 'softfail')
        ? 'failed'
        : 'none',
    );
  }
  if (publicMailboxes.has(from)) return no('public');
  if (own.has(from)) return no('own');
  return { domain: from, why_not: null };
}

/** The results a mailbox's own server wrote, from its topmost `Authentication-Results` of that name (RFC 8601, 2.2). */
export function resultsOfServer(
  headers: readonly { readonly name: string; readonly value: string }[],
  authservId: string,
): { readonly spf: Proof | null; readonly dmarc: (Proof & { readonly policy: string | null }) | null } {
  const none = { spf: null, dmarc: null };
  const mine = headers.find(
    (h) =>
      h.name.toLowerCase() === 'authentication-results' &&
      h.value.trim().split(/[\s;]/)[0]?.toLowerCase() === authservId.toLowerCase(),
  );
  if (!mine) return none;
  // Comments may hold anything, brackets within brackets too: they are taken out before anything is read.
  let bare = mine.value.slice(0, 8000);
  for (let i = 0; i < 5 && /\([^()]*\)/.test(bare); i++) bare = bare.replace(/\([^()]*\)/g, ' ');
  const parts = bare.split(';').map((p) => p.trim().replace(/\s+/g, ' '));
  const find = (method: string, property: RegExp): Proof | null => {
    const part = parts.find((p) => p.toLowerCase().startsWith(`${method}=`));
    const result = part && new RegExp(`^${method}=([a-z]+)`, 'i').exec(part)?.[1]?.toLowerCase();
    if (!part || !result) return null;
    const value = property.exec(part)?.[1] ?? '';
    const domain = (value.includes('@') ? value.slice(value.lastIndexOf('@') + 1) : value).toLowerCase();
    return { by: 'server', result, domain: /^[a-z0-9._-]{1,253}$/.test(domain) ? domain : null };
  };
  const dmarc = find('dmarc', /header\.from=(\S+)/i);
  return { spf: find('spf', /smtp\.mailfrom=(\S+)/i), dmarc: dmarc && { ...dmarc, policy: null } };
}

/** What the bucket of a minute allows now. */
export interface Allowance {
  readonly perMinute: number;
  readonly left: number;
  readonly at: Temporal.Instant;
}

/**
 * Takes one from a bucket that fills up evenly to `perMinute`.
 * @returns what is left, or the seconds to wait where it is empty
 */
export function takeOne(
  a: Allowance,
  now: Temporal.Instant,
): { readonly left: number } | { readonly waitSeconds: number } {
  const minutes = Math.max(0, a.at.until(now).total('minutes'));
  const filled = Math.min(a.perMinute, a.left + minutes * a.perMinute);
  // A hair of tolerance: whoever waits exactly as long as was asked is let in.
  if (filled >= 1 - 1e-6) return { left: Math.max(0, filled - 1) };
  return { waitSeconds: Math.max(1, Math.ceil(((1 - filled) / a.perMinute) * 60)) };
}

/** How far a message handed in has got, in coarse words: what its sender may know, and no more. */
export function progressOf(
  state: string,
  ended: string | null,
  findings: number,
): 'received' | 'found' | 'read' | 'looked_at' {
  if (state === 'manual') return 'looked_at';
  if (state !== 'done') return 'received';
  return ended === 'findings' && findings > 0 ? 'found' : 'read';
}

/** What became of a case, in words that tell nothing about a customer. */
export function coarseState(
  state: string,
  outcome: string | null,
): 'open' | 'passed_on' | 'ended_solved' | 'ended_not_upheld' | 'ended' {
  if (state === 'waiting' || state === 'answered' || state === 'restricted') return 'passed_on';
  if (state !== 'resolved' && state !== 'rejected') return 'open';
  const verdict = verdictOf(outcome ?? '');
  return verdict === 'confirmed' ? 'ended_solved' : verdict === 'wrong' ? 'ended_not_upheld' : 'ended';
}

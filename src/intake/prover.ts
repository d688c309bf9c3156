/**
 * The proving process: a mail and what is known of its delivery come in, DNS questions go out as lines and their answers come
 * back, and what could be proven comes out. It has no network: whoever started it asks the guarded resolver.
 */
import { authenticate } from 'mailauth';
import { onFrames, sayLine } from '#io/child';

interface Ask {
  readonly ip?: string;
  readonly helo?: string;
  readonly sender?: string;
}

const waiting = new Map<number, { done: (v: unknown) => void; fail: (e: Error) => void }>();
let asked = 0;
/** DNS questions one mail may ask: SPF allows ten that look up names (RFC 7208, 4.6.4); signatures and policies a few each. */
const mostQuestions = 80;

const resolver = (name: string, type: string): Promise<unknown> => {
  const n = ++asked;
  if (n > mostQuestions) return Promise.reject(Object.assign(new Error('too many questions'), { code: 'ETIMEOUT' }));
  sayLine({ t: 'dns', n, name, type });
  return new Promise((done, fail) => waiting.set(n, { done, fail }));
};

interface Status {
  readonly result?: string;
  readonly aligned?: unknown;
  readonly policy?: { readonly 'dkim-rules'?: string };
}

async function prove(bytes: Uint8Array, ask: Ask): Promise<void> {
  asked = 0;
  waiting.clear();
  const found = (await authenticate(Buffer.from(bytes), {
    ...(ask.ip ? { ip: ask.ip } : {}),
    ...(ask.helo ? { helo: ask.helo } : {}),
    ...(ask.sender ? { sender: ask.sender } : {}),
    mta: 'bezem',
    disableBimi: true,
    trustReceived: false,
    resolver,
  } as never)) as unknown as {
    dkim?: {
      headerFrom?: string[];
      results?: { signingDomain?: string; selector?: string; status?: Status }[];
      headers?: { parsed?: { key: string; line: Buffer | string; casedKey?: string }[] };
    };
    spf?: { domain?: string; status?: Status } | false;
    dmarc?: { domain?: string; p?: string; status?: Status } | false;
    arc?: { status?: Status; signature?: { signingDomain?: string } } | false;
  };
  const from = found.dkim?.headerFrom ?? [];
  sayLine({
    t: 'proved',
    // Two senders in one From is a trick: neither is believed.
    from: from.length === 1 ? (from[0]?.split('@').pop()?.toLowerCase() ?? null) : null,
    dkim: (found.dkim?.results ?? [])
      .filter((r) => r.status?.result && r.status.result !== 'none')
      .slice(0, 10)
      .map((r) => ({
        result: r.status?.result ?? 'none',
        domain: r.signingDomain ?? null,
        selector: r.selector ?? null,
        aligned: Boolean(r.status?.aligned),
      })),
    spf: found.spf && ask.ip ? { result: found.spf.status?.result ?? 'none', domain: found.spf.domain ?? null } : null,
    dmarc: found.dmarc
      ? {
          result: found.dmarc.status?.result ?? 'none',
          domain: found.dmarc.domain ?? null,
          policy: found.dmarc.p ?? null,
        }
      : null,
    arc:
      found.arc && found.arc.status?.result !== 'none'
        ? { result: found.arc.status?.result ?? 'none', domain: found.arc.signature?.signingDomain ?? null }
        : null,
    // Only the names asked for: what a mailbox's own server wrote, topmost first.
    headers: (found.dkim?.headers?.parsed ?? [])
      .filter((h) => h.key === 'authentication-results')
      .slice(0, 20)
      .map((h) => {
        const line = h.line.toString().replace(/\r?\n/g, ' ');
        return { name: 'authentication-results', value: line.slice(line.indexOf(':') + 1, 8000).trim() };
      }),
  });
}

onFrames((frame) => {
  if (!frame) process.exit(0);
  if (frame.header['t'] === 'prove')
    prove(frame.body, frame.header['ask'] as Ask).catch((cause: Error) =>
      sayLine({ t: 'unproved', why: cause.message.slice(0, 300) }),
    );
  else if (frame.header['t'] === 'answer') {
    const n = Number(frame.header['n']);
    const w = waiting.get(n);
    waiting.delete(n);
    if ('error' in frame.header) w?.fail(Object.assign(new Error('dns'), { code: String(frame.header['error']) }));
    else w?.done(JSON.parse(Buffer.from(frame.body).toString('utf8')));
  }
});
sayLine({ t: 'ready' });

/** What the receiving side says about a letter later: delivery status reports as RFC 3464 writes them. */

export interface BounceRecipient {
  readonly address: string | null;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** `5.1.1` (RFC 3463); null where the report gives none. */
  readonly status: string | null;
  readonly diagnostic: string | null;
}

export interface Bounce {
  /** Message-ID of our letter, with its angle brackets. */
  readonly messageId: string;
  readonly recipients: readonly BounceRecipient[];
}

/** One part of a mail, its transfer encoding already undone. */
export interface MailPart {
  /** Lower case, without parameters: `message/delivery-status`. */
  readonly type: string;
  readonly text: string;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const mostText = 200_000;

/** Header-like fields of a block, folded lines joined; the first of a name counts. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** `rfc822; a@example.org` without its type. */
const afterType = (value: string | undefined) => value?.replace(/^[^;]{1,40};\s*/, '').trim() || null;

/** Every Message-ID in a text, in order, with angle brackets. */
export function messageIdsIn(text: string): readonly string[] {
  return [...text.slice(0, 20_000).matchAll(/<[^<>\s@]{1,200}@[^<>\s@]{1,250}>/g)].map((m) => m[0]);
}

/**
 * Reads a delivery status report from the parts of the mail it came in (RFC 3464: `message/delivery-status` beside the
 * headers of the original). Whether the Message-ID is of a letter of ours is asked of the table: without that, anyone could
 * say that a letter bounced.
 * @returns undefined where there is no such report, or it does not say which letter it is about
 */
export function readBounce(parts: readonly MailPart[]): Bounce | undefined {
  const status = parts.find((p) => p.type === 'message/delivery-status' || p.type === 'message/global-delivery-status');
  if (!status) return undefined;
  const original = parts.find((p) =>
    ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'].includes(p.type),
  );
  const [messageHead = '', ...groups] = status.text
    .slice(0, mostText)
    .trim()
    .split(/\r?\n[ \t]*\r?\n/);
  const head = original && fieldsOf(original.text.slice(0, mostText).split(/\r?\n\r?\n/)[0] ?? '').get('message-id');
  const messageId = head && messageIdsIn(head)[0];
  if (!messageId) return undefined;
  const recipients: BounceRecipient[] = [];
  // Some senders leave the per-message fields out: then the first group is a recipient already.
  for (const group of fieldsOf(messageHead).has('action') ? [messageHead, ...groups] : groups) {
    const fields = fieldsOf(group);
    const action = fields.get('action')?.toLowerCase().split(/\s/)[0];
    const known = actions.find((a) => a === action);
    if (!known) continue;
    recipients.push({
      address: afterType(fields.get('final-recipient')) ?? afterType(fields.get('original-recipient')),
      action: known,
      status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null,
      diagnostic: afterType(fields.get('diagnostic-code'))?.slice(0, 500) ?? null,
    });
  }
  return recipients.length > 0 ? { messageId, recipients } : undefined;
}

/** What the report means for a letter to one recipient: the worst that is said. `relayed` and `expanded` prove no delivery. */
export function bounceOutcome(bounce: Bounce): 'failed' | 'delayed' | 'delivered' | 'unclear' {
  const said = new Set(bounce.recipients.map((r) => r.action));
  if (said.has('failed')) return 'failed';
  if (said.has('delayed')) return 'delayed';
  return said.has('delivered') ? 'delivered' : 'unclear';
}

/**
 * Whether every refusal in the report can pass: a transient status (4.x.x, RFC 3463), or a mailbox that is full or for now
 * not taking mail (5.2.1, 5.2.2). No status says no such thing.
 */
export function isSoft(bounce: Bounce): boolean {
  const failed = bounce.recipients.filter((r) => r.action === 'failed');
  return failed.length > 0 && failed.every((r) => r.status !== null && /^(?:4\.|5\.2\.[12]$)/.test(r.status));
}

/** A receipt of a mail program (RFC 8098): of which letter, and what became of it. */
export interface Receipt {
  readonly messageId: string;
  /** `displayed`, `deleted`, `dispatched` or `processed`; the first alone says that a person saw it. */
  readonly disposition: string;
  /** Whether a person let it be sent, or the program did so by itself. */
  readonly byHand: boolean;
}

/**
 * Reads a receipt (`message/disposition-notification`, RFC 8098). A receipt proves that the mail was displayed, never that
 * it was understood.
 */
export function readReceipt(parts: readonly MailPart[]): Receipt | undefined {
  const part = parts.find((p) => p.type === 'message/disposition-notification');
  if (!part) return undefined;
  const fields = fieldsOf(part.text.slice(0, mostText));
  const messageId = messageIdsIn(fields.get('original-message-id') ?? '')[0];
  const said = /^\s*([a-z-]+)(?:\/[a-z-]+)?\s*;\s*([a-z]+)/i.exec(fields.get('disposition') ?? '');
  const disposition = said?.[2]?.toLowerCase();
  if (!messageId || !disposition) return undefined;
  return { messageId, disposition, byHand: said?.[1]?.toLowerCase() === 'manual-action' };
}

/**
 * A complaint of a mailbox provider about a letter of our own (RFC 5965 feedback report with the letter in it): the
 * Message-ID it names. Whether it is ours is asked of the table; ours is no report of abuse, or each letter about spam would
 * open a case about itself.
 */
export function complainedOf(parts: readonly MailPart[]): string | undefined {
  if (!parts.some((p) => p.type === 'message/feedback-report')) return undefined;
  for (const p of parts) {
    if (!['message/rfc822', 'text/rfc822-headers', 'message/global', 'text/rfc822-header'].includes(p.type)) continue;
    const head = fieldsOf(p.text.slice(0, mostText).split(/\r?\n\r?\n/)[0] ?? '');
    const id = messageIdsIn(head.get('message-id') ?? '')[0];
    if (id && /^<let_/.test(id)) return id;
  }
  return undefined;
}

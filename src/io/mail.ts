/** Mail going out: an SMTP server, a folder, or held back. The outcome is an answer, not an exception. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Unique for ever; a second try sends the same one, so that a receiver can tell. */
  readonly messageId: string;
  readonly replyTo?: string;
  readonly inReplyTo?: string;
  /** Message-IDs of the thread, the oldest first; where left out, what it replies to. */
  readonly references?: readonly string[];
  readonly copyTo?: readonly string[];
  /** Address to which a mail program may send a receipt (RFC 8098). */
  readonly receiptTo?: string;
  /** Further header lines; names and values of the house only. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
    /** Shown inside the HTML part under this name. */
    readonly cid?: string;
  }[];
}

export type MailOutcome =
  | { readonly outcome: 'accepted'; readonly response: string }
  /** Will never be accepted (5xx): the address or the mail itself. */
  | { readonly outcome: 'refused'; readonly response: string }
  /** Try again later (4xx, no connection). */
  | { readonly outcome: 'deferred'; readonly response: string }
  /** No way out is configured: letters wait. */
  | { readonly outcome: 'held'; readonly response: string };

export interface MailOut {
  send(mail: Mail): Promise<MailOutcome>;
  close(): Promise<void>;
}

function compose(mail: Mail) {
  return {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
    ...(mail.references?.length
      ? { references: [...mail.references] }
      : mail.inReplyTo
        ? { references: [mail.inReplyTo] }
        : {}),
    ...(mail.copyTo?.length ? { cc: [...mail.copyTo] } : {}),
    headers: {
      // Bulk senders and vacation answers keep quiet towards these (RFC 3834; the second is Exchange's word for it).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      ...(mail.receiptTo ? { 'Disposition-Notification-To': mail.receiptTo } : {}),
      ...mail.headers,
    },
    attachments: mail.attachments.map((a) => ({
      filename: a.name,
      contentType: a.type,
      content: Buffer.from(a.bytes),
      ...(a.cid ? { cid: a.cid, contentDisposition: 'inline' as const } : {}),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The way out that the configuration names. */
export function openMail(config: Pick<Config, 'mail'>): MailOut {
  const mail = config.mail;
  if (mail.kind === 'off')
    return { send: async () => ({ outcome: 'held', response: 'BEZEM_MAIL_URL is off' }), close: async () => {} };
  if (mail.kind === 'file') return folderMail(mail.folder);
  const transport = createTransport(mail.url, {
    pool: true,
    maxConnections: 2,
    connectionTimeout: 20_000,
    socketTimeout: 60_000,
  } as object);
  return {
    async send(m) {
      try {
        const sent = await transport.sendMail(compose(m));
        return { outcome: 'accepted', response: String(sent.response ?? 'accepted') };
      } catch (cause) {
        const code = (cause as { responseCode?: number }).responseCode ?? 0;
        const response = (cause as Error).message.slice(0, 500);
        return { outcome: code >= 500 && code < 600 ? 'refused' : 'deferred', response };
      }
    },
    close: async () => transport.close(),
  };
}

/** Writes each mail as a .eml file: the demo's on-screen mailbox, and sites whose own mailer picks files up. */
export function folderMail(folder: string): MailOut {
  mkdirSync(folder, { recursive: true });
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    async send(m) {
      const built = await transport.sendMail(compose(m));
      const name = `${m.messageId.replace(/[^a-zA-Z0-9._-]/g, '_')}.eml`;
      // Whole or not at all: written beside, then renamed.
      writeFileSync(join(folder, `.${name}`), built.message as Buffer);
      renameSync(join(folder, `.${name}`), join(folder, name));
      return { outcome: 'accepted', response: `written to ${name}` };
    },
    close: async () => {},
  };
}

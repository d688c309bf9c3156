/** Outlook's `.msg` files as the mails they are: its library is loaded only when one comes. */
import { type Problem, readRich, sniff, type WrittenPart, writtenMail } from '#formats';

/** What the library tells of a message or an attachment; only what is used here. */
interface Fields {
  readonly headers?: string;
  readonly subject?: string;
  readonly senderName?: string;
  readonly senderEmail?: string;
  readonly senderSmtpAddress?: string;
  readonly clientSubmitTime?: string;
  readonly messageDeliveryTime?: string;
  readonly body?: string;
  readonly bodyHtml?: string;
  readonly html?: Uint8Array;
  readonly compressedRtf?: Uint8Array;
  readonly attachments?: readonly Fields[];
  readonly fileName?: string;
  readonly fileNameShort?: string;
  readonly name?: string;
  readonly attachMimeTag?: string;
  readonly innerMsgContent?: boolean;
  readonly innerMsgContentFields?: Fields;
  readonly error?: string;
}
interface Reader {
  getFileData(): Fields;
  getAttachment(attachment: Fields): { readonly content: Uint8Array };
}

const mostDepth = 5;
const mostAttachments = 200;

/** Whether a file calls itself a message of Outlook: other programs pack their documents the same way. */
export const isOutlook = (name: string, type: string): boolean =>
  /\.(?:msg|oft)$/i.test(name) || /^application\/(?:vnd\.ms-outlook|msg|x-msg)$/.test(type);

/** The message as raw bytes of a mail; pictures are named and left out. Undefined with a problem where it cannot be read. */
export async function outlookMail(
  bytes: Uint8Array,
  at: string,
): Promise<{ readonly bytes?: Uint8Array; readonly problems: Problem[] }> {
  const problems: Problem[] = [];
  try {
    const module = (await import('@kenjiuno/msgreader')) as unknown as {
      default: { default?: new (b: ArrayBuffer) => Reader } & (new (b: ArrayBuffer) => Reader);
    };
    const Message = module.default.default ?? module.default;
    const copy = Uint8Array.from(bytes);
    const reader = new Message(copy.buffer as ArrayBuffer);
    const fields = reader.getFileData();
    if (fields.error) throw new Error(fields.error);
    const { headers, subject, body, bodyHtml, html, compressedRtf, attachments } = fields;
    if (![headers, subject, body, bodyHtml, html, compressedRtf].some((f) => f?.length) && !attachments?.length)
      throw new Error('it holds no message');
    return { bytes: written(reader, fields, problems, at, 0), problems };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.slice(0, 160) : String(fault);
    problems.push({ code: 'mail.unreadable', message: `this Outlook message cannot be read: ${why}`, at });
    return { problems };
  }
}

function written(reader: Reader, fields: Fields, problems: Problem[], at: string, depth: number): Uint8Array {
  const parts: WrittenPart[] = [];
  const text = (s: string) => new TextEncoder().encode(s);
  if (fields.body?.trim()) parts.push({ type: 'text/plain', bytes: text(fields.body) });
  const html = fields.bodyHtml ?? (fields.html ? Buffer.from(fields.html).toString('utf8') : undefined);
  if (html?.trim()) parts.push({ type: 'text/html', bytes: text(html) });
  if (parts.length === 0 && fields.compressedRtf) {
    const rich = readRich(fields.compressedRtf);
    if (rich.text) parts.push({ type: 'text/plain', bytes: text(rich.text) });
    else if (rich.html) parts.push({ type: 'text/html', bytes: text(rich.html) });
    else
      problems.push({
        code: 'mail.rich-text',
        message: 'its text is there only as compressed RTF, and that cannot be read',
        at,
      });
  }
  for (const attachment of (fields.attachments ?? []).slice(0, mostAttachments)) {
    const name = attachment.fileName ?? attachment.fileNameShort ?? attachment.name ?? '';
    if (attachment.innerMsgContent && attachment.innerMsgContentFields) {
      if (depth >= mostDepth)
        problems.push({
          code: 'mail.too-deep',
          message: `messages nested deeper than ${mostDepth}; the rest stays closed`,
          at,
        });
      else
        parts.push({
          type: 'message/rfc822',
          bytes: written(reader, attachment.innerMsgContentFields, problems, at, depth + 1),
        });
      continue;
    }
    const content = reader.getAttachment(attachment).content;
    parts.push({
      type: attachment.attachMimeTag?.toLowerCase() ?? typeBy(content),
      name: name || 'attachment',
      bytes: content,
    });
  }
  return writtenMail(headOf(fields), parts);
}

const typeBy = (bytes: Uint8Array) =>
  ({ text: 'text/plain', json: 'application/json', xml: 'application/xml', mail: 'message/rfc822' })[
    sniff(bytes.subarray(0, 4096)) as 'text'
  ] ?? 'application/octet-stream';

/** The header as it travelled, where the message kept it; else what its properties say. */
function headOf(fields: Fields): (readonly [string, string | undefined])[] {
  const kept: [string, string][] = [];
  for (const line of (fields.headers ?? '').split(/\r?\n/)) {
    const last = kept.at(-1);
    if (/^[ \t]/.test(line) && last) last[1] += ` ${line.trim()}`;
    else {
      const found = /^([\x21-\x39\x3b-\x7e]{1,100})[ \t]*:(.*)$/.exec(line);
      if (found) kept.push([found[1] ?? '', (found[2] ?? '').trim()]);
    }
  }
  // What they say of the parts is true of the mail that travelled, not of this one.
  const head: (readonly [string, string | undefined])[] = kept.filter(([n]) => !/^(?:content-|mime-version$)/i.test(n));
  const has = (name: string) => kept.some(([n]) => n.toLowerCase() === name);
  const address = fields.senderSmtpAddress ?? fields.senderEmail;
  const sender = address?.includes('@')
    ? fields.senderName
      ? `${fields.senderName.replace(/[<>"]/g, '')} <${address}>`
      : address
    : undefined;
  if (!has('from')) head.push(['From', sender]);
  if (!has('subject')) head.push(['Subject', fields.subject]);
  if (!has('date')) head.push(['Date', fields.clientSubmitTime ?? fields.messageDeliveryTime]);
  return head;
}

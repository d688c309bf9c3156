/** What a mail carries besides its words, taken out of its containers: archives, mailboxes, messages of Outlook, `winmail.dat`, saved mails. */
import {
  type FileUnit,
  fileOf,
  headerOf,
  innerMails,
  isPicture,
  leaves,
  type MailPart,
  type MailUnit,
  mboxMessages,
  type Problem,
  readTnef,
  sniff,
  type WrittenPart,
  writtenMail,
} from '#formats';
import { type ArchiveBudget, openArchive } from './archive.ts';
import { documentText } from './document.ts';
import { isOutlook, outlookMail } from './outlook.ts';

export interface InnerMessage {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** It is what the mail around it says, in another container: words in it count as words of that mail. */
  readonly isBody?: boolean;
}
export interface Unwrapped {
  readonly messages: InnerMessage[];
  readonly files: FileUnit[];
  readonly problems: Problem[];
  /** Documents that are read only where nothing else said anything. */
  readonly documents: MailPart[];
}

const mostMessages = 500;

/** Takes out what lies in the parts of a mail. Pictures stay closed wherever they lie. */
export async function unwrap(unit: MailUnit, budget: ArchiveBudget): Promise<Unwrapped> {
  const found: Unwrapped = { messages: [], files: [], problems: [], documents: [] };
  for (const part of leaves(unit.root)) {
    if ((part.type.startsWith('text/') && !part.filename) || part.type.startsWith('message/')) continue;
    if (isPicture(part.type, part.filename)) continue;
    const bytes = part.bytes();
    if (bytes.length === 0) continue;
    const look = sniff(bytes.subarray(0, 4096));
    const name = part.filename ?? '';
    if (look === 'zip' || look === 'gzip') {
      const opened = await openArchive(bytes, name, part.path, budget);
      found.problems.push(...opened.problems);
      for (const entry of opened.entries)
        if (entry.look === 'mail') addMail(found, entry.bytes, entry.name, part.path);
        else found.files.push(fileOf(entry.name, typeOf(entry.look), entry.bytes, part.path, unit));
    } else if (look === 'mail') addMail(found, bytes, name, part.path);
    else if (look === 'tnef') addTnef(found, unit, bytes, part.path);
    else if (look === 'ole' && isOutlook(name, part.type)) {
      const read = await outlookMail(bytes, part.path);
      found.problems.push(...read.problems);
      if (read.bytes) found.messages.push({ bytes: read.bytes, name });
    } else if (look === 'pdf') found.documents.push(part);
  }
  return found;
}

/** Media type of a file by what its first bytes say. */
export const typeOf = (look: ReturnType<typeof sniff>): string =>
  look === 'json' ? 'application/json' : look === 'xml' ? 'application/xml' : 'text/plain';

/** A saved mail, or a mailbox of them. */
function addMail(found: Unwrapped, bytes: Uint8Array, name: string, at: string): void {
  const box = mboxMessages(bytes, mostMessages);
  for (const message of box?.messages ?? [bytes]) found.messages.push({ bytes: message, name });
  if (box && box.left > 0)
    found.problems.push({
      code: 'mail.too-many-messages',
      message: `${mostMessages + box.left} messages in one mailbox; the first ${mostMessages} are read`,
      at,
    });
}

/** The header of a mail, for what stands in it in another container. */
const headOf = (unit: MailUnit): (readonly [string, string | undefined])[] =>
  ['From', 'Date', 'Subject'].map((n) => [n, headerOf(unit.root, n)] as const);

function addTnef(found: Unwrapped, unit: MailUnit, bytes: Uint8Array, at: string): void {
  const message = readTnef(bytes);
  if (!message) return;
  if (message.isRichOnly)
    found.problems.push({
      code: 'mail.rich-text',
      message: 'its text is there only as compressed RTF, and that cannot be read',
      at,
    });
  const text = (s: string) => new TextEncoder().encode(s);
  const parts: WrittenPart[] = [
    ...(message.body ? [{ type: 'text/plain', bytes: text(message.body) }] : []),
    ...(message.html ? [{ type: 'text/html', bytes: text(message.html) }] : []),
    ...message.attachments.map((a) => ({
      type: a.type || typeOf(sniff(a.bytes.subarray(0, 4096))),
      name: a.name || 'attachment',
      bytes: a.bytes,
    })),
  ];
  if (parts.length > 0)
    found.messages.push({ bytes: writtenMail(headOf(unit), parts), name: 'winmail.dat', isBody: true });
}

/** The words of the documents of a mail, each as a message of its own under the header of the mail. At most three. */
export async function documentsOf(
  unit: MailUnit,
  documents: readonly MailPart[],
  problems: Problem[],
): Promise<InnerMessage[]> {
  const found: InnerMessage[] = [];
  for (const part of documents.slice(0, 3)) {
    const { text, problems: told } = await documentText(part.bytes(), part.path);
    problems.push(...told);
    if (text !== undefined)
      found.push({
        bytes: writtenMail(headOf(unit), [{ type: 'text/plain', bytes: new TextEncoder().encode(text) }]),
        name: part.filename ?? 'document.pdf',
        isBody: true,
      });
  }
  return found;
}

/** Whether a mail holds anything that could be taken out and read in turn. */
export function holdsMore(unit: MailUnit): boolean {
  if (innerMails(unit.root).length > 0) return true;
  for (const part of leaves(unit.root)) {
    if ((part.type.startsWith('text/') && !part.filename) || part.type.startsWith('message/')) continue;
    if (isPicture(part.type, part.filename)) continue;
    if (['zip', 'gzip', 'mail', 'tnef', 'ole'].includes(sniff(part.bytes().subarray(0, 4096)))) return true;
  }
  return false;
}

/** What a mail says in words: its text parts in order, HTML as text, without what a ticket system wrote above it. */
import type { MailPart, MailUnit } from '../format.ts';
import { htmlText } from './html.ts';
import { withoutTicketHead } from './passing.ts';
import { leaves } from './unit.ts';

const most = 1_000_000;

/** Text of the outermost message: plain text where there is any, else HTML made text. At most a million characters. */
export function mailText(unit: MailUnit): string {
  const plain: string[] = [];
  const html: string[] = [];
  let size = 0;
  for (const part of leaves(unit.root)) {
    if (size > most) break;
    if (part.type === 'text/plain' || (part.type.startsWith('text/') && isBare(part) && part.type !== 'text/html')) {
      const text = part.text().slice(0, most);
      if (part === unit.root && /^\s*<(?:!doctype html|html|body)\b/i.test(text.slice(0, 300))) html.push(text);
      else plain.push(text);
      size += text.length;
    } else if (part.type === 'text/html') {
      const text = part.text().slice(0, most);
      html.push(text);
      size += text.length;
    } else if (part.type.startsWith('multipart/') && part.children.length === 0) plain.push(part.text().slice(0, most));
  }
  const words = plain.join('\n\n').trim();
  // A plain part that only says "see the HTML" is no report.
  const all = words.length > 60 || html.length === 0 ? words : `${words}\n\n${html.map(htmlText).join('\n\n')}`;
  return withoutTicketHead(all.slice(0, most));
}

const isBare = (part: MailPart) => part.disposition !== 'attachment' && part.filename === undefined;

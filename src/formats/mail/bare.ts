/** A message laid open for people: its text as text, and a copy without its pictures. Nothing is rendered, nothing decoded that is a picture. */
import type { MailPart } from '../format.ts';
import { decodeText } from './charset.ts';
import { mboxMessages } from './mbox.ts';
import { readMail } from './mime.ts';
import { isPicture, sniff } from './sniff.ts';

export interface OpenText {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly parts: readonly {
    readonly path: string;
    readonly type: string;
    readonly name: string | null;
    readonly size: number;
    /** Null for pictures and for what is no text. */
    readonly text: string | null;
    readonly cut: boolean;
  }[];
}

const mostCharacters = 200_000;

function* leavesOf(part: MailPart): Generator<MailPart> {
  if (part.children.length === 0) yield part;
  else for (const child of part.children) yield* leavesOf(child);
}

/** The same as far as ranges are of the raw bytes. */
function* rawLeavesOf(part: MailPart): Generator<MailPart> {
  if (part.children.length === 0 || part.isRebased) yield part;
  else for (const child of part.children) yield* rawLeavesOf(child);
}

const isText = (type: string) => /^(text\/|message\/|application\/(json|xml|csv))/.test(type);

/** The parts of a message with their text, cut where it is very long. A file that is no mail is one part. */
export function openText(raw: Uint8Array, name: string | null): OpenText {
  const look = sniff(raw.subarray(0, 4096));
  if (look !== 'mail') {
    const text =
      look === 'text' || look === 'json' || look === 'xml' ? decodeText(raw.subarray(0, 4 * mostCharacters)) : null;
    const type = text === null ? 'application/octet-stream' : 'text/plain';
    return {
      headers: [],
      parts: [
        {
          path: '1',
          type,
          name,
          size: raw.length,
          text: text?.slice(0, mostCharacters) ?? null,
          cut: (text?.length ?? 0) > mostCharacters,
        },
      ],
    };
  }
  const { root } = readMail(raw);
  const parts = [...leavesOf(root)].map((part) => {
    const shown = !isPicture(part.type, part.filename) && isText(part.type);
    const text = shown ? part.text() : null;
    return {
      path: part.path,
      type: part.type,
      name: part.filename ?? null,
      size: part.range[1] - part.range[0],
      text: text === null ? null : text.slice(0, mostCharacters),
      cut: text !== null && text.length > mostCharacters,
    };
  });
  return { headers: root.headers.slice(0, 200), parts };
}

/**
 * The message with the bodies of its image and video parts cut out of the raw bytes, undecoded; everything else stays byte
 * for byte. Null where nothing but pictures, or no mail, is left.
 */
export function withoutPictures(raw: Uint8Array): Uint8Array | null {
  if (sniff(raw.subarray(0, 4096)) !== 'mail') return null;
  // A mailbox is no mail: the pictures in its messages would pass as text.
  if (mboxMessages(raw, 2)) return null;
  const { root } = readMail(raw);
  const leaves = [...rawLeavesOf(root)];
  // What is no text may hold a picture under another name: it goes too, and so does a part that only decoding opens.
  const cut = leaves.filter((p) => isPicture(p.type, p.filename) || !isText(p.type) || p.isRebased).map((p) => p.range);
  if (cut.length === leaves.length) return null;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const [from, until] of [...cut].sort((a, b) => a[0] - b[0])) {
    if (from > at) pieces.push(raw.subarray(at, from));
    at = Math.max(at, until);
  }
  pieces.push(raw.subarray(at));
  const size = pieces.reduce((n, p) => n + p.length, 0);
  const out = new Uint8Array(size);
  let to = 0;
  for (const piece of pieces) {
    out.set(piece, to);
    to += piece.length;
  }
  return out;
}

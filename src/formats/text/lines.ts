/** A report in words as lines, and the lines that say `label: value`; headers of quoted mails are told apart from what the sender says. */

export interface Line {
  /** Refanged, without quote marks and list signs. */
  readonly text: string;
  /** Number of the line in the text, from 1. */
  readonly at: number;
  /** Part of a quoted mail header: its addresses are relays, not sources. */
  readonly isHeader: boolean;
}

export interface Labelled {
  /** Lower case, without what stands in brackets. */
  readonly label: string;
  /** As written. */
  readonly name: string;
  readonly value: string;
  /** What stood in brackets in the label: `Timestamp (UTC)`. */
  readonly note: string;
  readonly at: number;
}

const headerField =
  /^(?:received|return-path|delivered-to|x-[a-z0-9-]{2,40}|message-id|mime-version|content-[a-z-]+|authentication-results|dkim-signature|domainkey-signature|received-spf|arc-[a-z-]+|envelope-to|delivery-date|references|in-reply-to|list-[a-z-]+|user-agent|reply-to|feedback-id|thread-[a-z]+|precedence|errors-to|sender|autocrypt)\s{0,3}:/i;
/** Headers of a quoted mail that people also write as labels; they are headers only in the company of the ones above. */
const mostLines = 20_000;
const mostLine = 2000;

/** Cuts a text into lines. Endless lines are cut; lines of a quoted header block, continuation lines too, are marked. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let inHeader = false;
  let at = 0;
  for (const raw of text.split('\n', mostLines)) {
    at++;
    const cut = raw.length > mostLine ? raw.slice(0, mostLine) : raw;
    const unquoted = cut.replace(/^(?:[ \t]{0,8}[>|][ \t]?){1,10}/, '');
    const folded = /^[ \t]+\S/.test(unquoted);
    const trimmed = unquoted.trim();
    if (headerField.test(trimmed)) inHeader = true;
    else if (!folded || trimmed === '') inHeader = false;
    lines.push({ text: trimmed.replace(/^(?:[*•·–-]|\d{1,2}[.)])[ \t]+(?=\S)/, ''), at, isHeader: inHeader });
  }
  return lines;
}

/** `label: value`, `label = value`, `label<tab>value`; a label alone on its line takes the next line that says something. */
export function labelled(lines: readonly Line[]): Labelled[] {
  const found: Labelled[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.isHeader || line.text === '') continue;
    const hit =
      /^([\p{L}][\p{L}\p{N} /_.'#-]{0,48}?)[ \t]{0,12}(?:\(([^()]{0,40})\)|\[([^[\]]{0,40})\])?[ \t]{0,12}(?::|=|\.{2,}:?|\t|[ \t]-[ \t]|\|)[ \t]{0,20}(.*)$/u.exec(
        line.text,
      );
    if (!hit) continue;
    const name = (hit[1] ?? '').trim();
    let value = (hit[4] ?? '').trim();
    if (value.startsWith('//')) continue; // the colon of a URL
    if (value === '') {
      const next = lines.slice(i + 1, i + 3).find((l) => l.text !== '');
      if (!next || next.isHeader || /:\s*$/.test(next.text)) continue;
      value = next.text;
    }
    found.push({
      label: name.toLowerCase().replace(/[\s_]+/g, ' '),
      name,
      value: value.replace(/^["'<]+|["'>,;]+$/g, ''),
      note: hit[2] ?? hit[3] ?? '',
      at: line.at,
    });
    if (found.length >= 2000) break;
  }
  return found;
}

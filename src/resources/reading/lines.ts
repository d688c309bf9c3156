/** Text as it streams in, line by line or paragraph by paragraph, with a limit on each. */
import { Unreadable } from '../inventory.ts';

const longest = 100_000;

/** Lines without their ends; a carriage return before the end is dropped. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    rest += chunk;
    let from = 0;
    for (let end = rest.indexOf('\n', from); end >= 0; end = rest.indexOf('\n', from)) {
      yield rest.slice(from, rest[end - 1] === '\r' ? end - 1 : end);
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > longest) throw new Unreadable('a line of over a hundred thousand characters');
  }
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** Paragraphs: lines up to an empty one. */
export async function* paragraphsOf(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let lines: string[] = [];
  let size = 0;
  for await (const line of linesOf(text)) {
    if (line.trim() === '') {
      if (lines.length > 0) yield lines;
      lines = [];
      size = 0;
      continue;
    }
    size += line.length;
    if (size > 10 * longest) throw new Unreadable('a paragraph of over a million characters');
    lines.push(line);
  }
  if (lines.length > 0) yield lines;
}

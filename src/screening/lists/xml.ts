/** Elements of a large XML text one after the other, with limits: what is hostile or broken off is refused, never guessed at. */
import { SaxesParser } from 'saxes';
import { unreadable } from './list.ts';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const mostDepth = 40;
/** Characters of one field, and of one whole element. */
const mostField = 1_000_000;
const mostElement = 8_000_000;

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Elements of these names, whole, as the text streams in. Names are without prefix.
 * @param root name the outermost element must have
 * @throws Refused list.unreadable: no XML, a document type (where entity bombs live), too deep, too large, broken off
 */
export async function* elements(
  chunks: AsyncIterable<string>,
  root: string,
  wanted: ReadonlySet<string>,
): AsyncGenerator<Element> {
  const parser = new SaxesParser({ xmlns: false });
  const open: Element[] = [];
  const done: Element[] = [];
  let depth = 0;
  let size = 0;
  let sinceTag = 0;
  let closed = false;
  parser.on('error', (fault) => {
    throw unreadable(fault.message);
  });
  parser.on('doctype', () => {
    throw unreadable('It has a document type declaration, which these lists never have.');
  });
  parser.on('opentag', (tag) => {
    sinceTag = 0;
    depth++;
    const name = local(tag.name);
    if (depth === 1 && name !== root) throw unreadable(`It begins with <${name.slice(0, 60)}>, not with <${root}>.`);
    if (depth > mostDepth) throw unreadable(`Elements stand in each other more than ${mostDepth} deep.`);
    if (open.length === 0 && !wanted.has(name)) return;
    if (open.length === 0) size = 0;
    const attributes: Record<string, string> = {};
    for (const [key, value] of Object.entries(tag.attributes as Record<string, string>)) {
      if (value.length > mostField) throw unreadable(`A field of <${name}> holds over a million characters.`);
      attributes[local(key)] = value;
      size += value.length;
    }
    open.push({ name, attributes, children: [], text: '' });
  });
  const take = (text: string) => {
    const inside = open.at(-1);
    if (!inside) return;
    inside.text += text;
    size += text.length;
    if (inside.text.length > mostField)
      throw unreadable(`A field of <${inside.name}> holds over a million characters.`);
    if (size > mostElement) throw unreadable(`One <${open[0]?.name}> holds over ${mostElement} characters.`);
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    sinceTag = 0;
    depth--;
    if (depth === 0) closed = true;
    const ended = open.pop();
    if (!ended) return;
    const parent = open.at(-1);
    if (parent) parent.children.push(ended);
    else done.push(ended);
  });
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 65_536) {
      const part = chunk.slice(at, at + 65_536);
      sinceTag += part.length;
      parser.write(part);
      if (sinceTag > mostField + 131_072) throw unreadable('A field holds over a million characters.');
    }
    yield* done;
    done.length = 0;
  }
  if (!closed || open.length > 0) throw unreadable('It breaks off before its end.');
  parser.close();
  yield* done;
}

/** Text of the first child of this name, or of the path of names. */
export function textAt(element: Element | undefined, ...path: readonly string[]): string | undefined {
  let at = element;
  for (const name of path) at = at?.children.find((c) => c.name === name);
  const text = at?.text.trim();
  return text === '' ? undefined : text;
}

export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((c) => c.name === name) ?? [];

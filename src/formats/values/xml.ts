/**
 * XML from strangers, behind one small door: elements without their prefixes, text with its character references read, no
 * document type declaration. What such a declaration could define, no report needs, so a document that has one is not read.
 */
import { XMLParser } from 'fast-xml-parser';
import type { Problem } from '../finding.ts';
import { decodeEntities } from '../mail/html.ts';
import { isObject, type JsonObject } from './json.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, blanks run together; that of its children is theirs. */
  readonly text: string;
}

/** A larger document takes longer to read than a message may; the formats that come as XML are small. */
export const mostXml = 2_000_000;
const mostDepth = 100;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  htmlEntities: false,
  trimValues: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  allowBooleanAttributes: true,
  maxNestedTags: mostDepth,
});

export interface ReadXml {
  readonly root?: XmlElement;
  readonly problem?: Problem;
}

/** Reads a piece, and says where its end was missing. */
export function readPiece(piece: XmlPiece, name: string): { readonly root?: XmlElement; readonly problems: Problem[] } {
  const { root, problem } = readXml(piece.text);
  const problems: Problem[] = problem ? [problem] : [];
  if (piece.cut)
    problems.push({ code: 'xml.cut', message: `${name} is never closed; what comes before its end is read` });
  return root ? { root, problems } : { problems };
}

/** Reads a document, or a piece of one that has a single root. Never throws on what is in it. */
export function readXml(source: string): ReadXml {
  if (source.length > mostXml)
    return {
      problem: { code: 'xml.too-large', message: `${source.length} characters of XML; ${mostXml} is the most` },
    };
  // Before the first element only declaration, comments and instructions may stand; inside, the same letters are text.
  const first = /<(?=[a-z_])/i.exec(source)?.index ?? source.length;
  if (/<!doctype/i.test(source.slice(0, first)))
    return { problem: { code: 'xml.doctype', message: 'a document type declaration; such a document is not read' } };
  try {
    const tree = parser.parse(source) as unknown;
    for (const node of Array.isArray(tree) ? tree : []) {
      const root = elementOf(node, 0);
      if (root) return { root };
    }
    return { problem: { code: 'xml.broken', message: 'no element in it' } };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.slice(0, 160) : '';
    return { problem: { code: 'xml.broken', message: `this XML cannot be read: ${why}` } };
  }
}

function elementOf(node: unknown, depth: number): XmlElement | undefined {
  if (!isObject(node) || depth > mostDepth) return undefined;
  const name = Object.keys(node).find((k) => k !== ':@');
  if (name === undefined || name.startsWith('#')) return undefined;
  const inside = node[name];
  const children: XmlElement[] = [];
  let text = '';
  for (const one of Array.isArray(inside) ? (inside as unknown[]) : []) {
    if (!isObject(one)) continue;
    if (Object.hasOwn(one, '#text')) text += decodeEntities(String(one['#text']));
    else if (Object.hasOwn(one, '#cdata')) text += cdataOf(one['#cdata']);
    else {
      const child = elementOf(one, depth + 1);
      if (child) children.push(child);
    }
  }
  const attributes: Record<string, string> = {};
  const stated = node[':@'];
  if (isObject(stated))
    for (const [key, value] of Object.entries(stated)) attributes[key] = decodeEntities(String(value)).trim();
  return { name, attributes, children, text: text.replace(/\s+/g, ' ').trim() };
}

const cdataOf = (pieces: unknown): string =>
  Array.isArray(pieces) ? pieces.map((p) => (isObject(p) ? String(p['#text'] ?? '') : '')).join('') : '';

const same = (a: string, b: string) => a.length === b.length && a.toLowerCase() === b.toLowerCase();

/** The children of these names, in the order of the document; names are compared without case. */
export function childrenOf(element: XmlElement | undefined, ...names: readonly string[]): XmlElement[] {
  return element ? element.children.filter((c) => names.some((n) => same(n, c.name))) : [];
}

/** The first element below this one on a path of names. */
export function at(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let here = element;
  for (const name of path) here = here?.children.find((c) => same(c.name, name));
  return here;
}

/** Text of the first element on a path; undefined where there is none or it is empty. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  return at(element, ...path)?.text || undefined;
}

/** An attribute, its name compared without case; undefined where it is empty. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  const key = element && Object.keys(element.attributes).find((k) => same(k, name));
  return (key !== undefined && element?.attributes[key]) || undefined;
}

/** This element and all below it of a name, in the order of the document. */
export function* allOf(element: XmlElement, name: string): Generator<XmlElement> {
  const waiting = [element];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (same(next.name, name)) yield next;
    for (let i = next.children.length - 1; i >= 0; i--) waiting.push(next.children[i] as XmlElement);
  }
}

export interface XmlPiece {
  readonly text: string;
  /** Its end was not there: what stands before may still be read. */
  readonly cut: boolean;
}

/**
 * The pieces of a text that are one element of this name with all it holds, wherever in the words of a mail they stand.
 * @param most how many pieces are looked for
 */
export function piecesOf(text: string, name: string, most = 200): XmlPiece[] {
  const found: XmlPiece[] = [];
  const opens = new RegExp(`<(?:[a-z0-9_.-]{1,20}:)?${name}(?=[\\s/>])`, 'i');
  const closes = new RegExp(`</(?:[a-z0-9_.-]{1,20}:)?${name}\\s{0,5}>`, 'i');
  let from = 0;
  while (found.length < most) {
    const open = opens.exec(text.slice(from));
    if (!open) break;
    const start = from + open.index;
    const rest = text.slice(start, start + mostXml);
    const close = closes.exec(rest);
    if (!close) {
      found.push({ text: rest, cut: true });
      break;
    }
    const end = start + close.index + close[0].length;
    found.push({ text: text.slice(start, end), cut: false });
    from = end;
  }
  return found;
}

/**
 * JSON in the clothes of XML, for formats that are written both ways (RFC 8727 beside RFC 7970): a member that holds a value
 * is an attribute and a child of that name, one that holds objects is a child for each.
 */
export function elementOfJson(name: string, value: JsonObject, depth = 0): XmlElement {
  const attributes: Record<string, string> = {};
  const children: XmlElement[] = [];
  const plain = (key: string, one: unknown) => {
    const text =
      typeof one === 'string' ? one.trim() : typeof one === 'number' || typeof one === 'boolean' ? String(one) : '';
    if (text === '') return;
    attributes[key] ??= text;
    children.push({ name: key, attributes: {}, children: [], text });
  };
  if (depth < mostDepth)
    for (const [key, member] of Object.entries(value)) {
      if (key === '__proto__') continue;
      for (const one of Array.isArray(member) ? (member as unknown[]) : [member])
        if (isObject(one)) children.push(elementOfJson(key, one, depth + 1));
        else plain(key, one);
    }
  return { name, attributes, children, text: attributes.value ?? attributes.id ?? '' };
}

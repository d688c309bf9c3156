/** XML-RPC, as far as inventories speak it: calls written, responses read. No entities but the five of XML, no document types. */
import { Unreadable } from '../inventory.ts';

export type XmlValue = string | number | boolean | null | readonly XmlValue[] | { readonly [name: string]: XmlValue };

const xmlText = (s: string) => s.replace(/[<>&]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&amp;'));

function valueXml(v: XmlValue): string {
  if (v === null) return '<value><nil/></value>';
  if (typeof v === 'boolean') return `<value><boolean>${v ? 1 : 0}</boolean></value>`;
  if (typeof v === 'number') return `<value><int>${v}</int></value>`;
  if (typeof v === 'string') return `<value><string>${xmlText(v)}</string></value>`;
  if (Array.isArray(v)) return `<value><array><data>${v.map(valueXml).join('')}</data></array></value>`;
  const members = Object.entries(v).map(([name, x]) => `<member><name>${xmlText(name)}</name>${valueXml(x)}</member>`);
  return `<value><struct>${members.join('')}</struct></value>`;
}

/** A call of a method. */
export const callXml = (method: string, params: readonly XmlValue[]): string =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params.map((p) => `<param>${valueXml(p)}</param>`).join('')}</params></methodCall>`;

const deepest = 32;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plainText = (s: string) =>
  s.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name[0] !== '#') return entities[name] ?? whole;
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** The value of a response. @throws Unreadable where it is a fault or no response */
export function readResponse(xml: string): XmlValue {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Unreadable('an answer with a document type');
  const tags = /<(\/?)([a-zA-Z0-9._:-]+)[^>]*?(\/?)>/g;
  let at = 0;
  type Tag = { readonly open: boolean; readonly empty: boolean; readonly name: string; readonly before: string };
  const next = (): Tag => {
    const found = tags.exec(xml);
    if (!found) throw new Unreadable('an answer that ends in the middle');
    const before = xml.slice(at, found.index);
    at = tags.lastIndex;
    return { open: found[1] === '', empty: found[3] === '/', name: found[2] ?? '', before };
  };
  const must = (name: string, open: boolean) => {
    const tag = next();
    if (tag.name !== name || tag.open !== open)
      throw new Unreadable(`an answer with ${tag.name} where ${name} belongs`);
    return tag;
  };
  function inValue(depth: number): XmlValue {
    if (depth > deepest) throw new Unreadable('an answer that lies too deep in itself');
    const type = next();
    // Text without a type is a string.
    if (type.name === 'value' && !type.open) return plainText(type.before);
    if (type.empty) {
      must('value', false);
      return type.name === 'nil' ? null : type.name === 'struct' ? {} : type.name === 'array' ? [] : '';
    }
    let value: XmlValue;
    if (type.name === 'struct') {
      const struct: Record<string, XmlValue> = {};
      for (;;) {
        const tag = next();
        if (tag.name === 'struct' && !tag.open) break;
        if (tag.name !== 'member') throw new Unreadable(`a struct with ${tag.name}`);
        must('name', true);
        const name = plainText(must('name', false).before);
        must('value', true);
        Object.defineProperty(struct, name, { value: inValue(depth + 1), enumerable: true });
        must('member', false);
      }
      value = struct;
    } else if (type.name === 'array') {
      const list: XmlValue[] = [];
      const data = must('data', true);
      if (!data.empty)
        for (;;) {
          const tag = next();
          if (tag.name === 'data' && !tag.open) break;
          if (tag.name !== 'value') throw new Unreadable(`an array with ${tag.name}`);
          list.push(tag.empty ? '' : inValue(depth + 1));
        }
      must('array', false);
      value = list;
    } else {
      const text = plainText(must(type.name, false).before);
      value = ['int', 'i4', 'i8', 'ex:i8', 'double'].includes(type.name)
        ? Number(text)
        : type.name === 'boolean'
          ? text.trim() === '1'
          : text;
    }
    must('value', false);
    return value;
  }
  must('methodResponse', true);
  const kind = next();
  if (kind.name === 'fault') {
    must('value', true);
    const fault = inValue(0) as { readonly faultString?: XmlValue };
    throw new Unreadable(`the inventory refuses: ${String(fault.faultString ?? '').slice(0, 120)}`);
  }
  if (kind.name !== 'params') throw new Unreadable(`an answer with ${kind.name} where params belongs`);
  must('param', true);
  must('value', true);
  return inValue(0);
}

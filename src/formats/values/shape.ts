/** Rules about JSON as tables: what a field must be, which must be there, which may not. What breaks a rule is told with its place. */
import type { Problem } from '../finding.ts';
import { isObject, type JsonObject } from './json.ts';

/** Tells what is wrong with a value; says nothing where it is right. */
export type Check = (value: unknown, at: string, tell: Tell) => void;
/** Takes one broken rule: what kind, in words, and the JSON pointer. */
export type Tell = (what: 'missing' | 'wrong' | 'unknown', message: string, at: string) => void;

const nameOf = (at: string) => at.slice(at.lastIndexOf('/') + 1) || 'the report';

/** A value for which this holds; `what` says in words what it must be. */
export const that =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value, at, tell) => {
    if (!holds(value)) tell('wrong', `${nameOf(at)} is not ${what}`, at);
  };

/** A text of at least so many characters, optionally of a form. */
export const words = (what = 'a text', least = 0, holds: (text: string) => boolean = () => true, most = 1e9): Check =>
  that(what, (v) => typeof v === 'string' && v.length >= least && v.length <= most && holds(v));
/** One of these texts. */
export const oneOf = (...allowed: readonly string[]): Check =>
  that(allowed.length === 1 ? `"${allowed[0]}"` : `one of ${allowed.join(', ')}`, (v) => allowed.includes(v as string));
/** A whole number within bounds. */
export const whole = (what: string, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Check =>
  that(what, (v) => typeof v === 'number' && Number.isInteger(v) && v >= least && v <= most);
export const flag: Check = that('true or false', (v) => typeof v === 'boolean');

/** A list whose entries each hold to a rule. */
export const list =
  (each: Check, least = 0, most = 1e9): Check =>
  (value, at, tell) => {
    if (!Array.isArray(value)) tell('wrong', `${nameOf(at)} is not a list`, at);
    else if (value.length < least || value.length > most)
      tell('wrong', `${nameOf(at)} has ${value.length} entries`, at);
    else for (const [i, one] of value.entries()) each(one, `${at}/${i}`, tell);
  };

/** An object whose values all hold to one rule, whatever their names. */
export const named =
  (each: Check): Check =>
  (value, at, tell) => {
    if (!isObject(value)) tell('wrong', `${nameOf(at)} is not an object`, at);
    else for (const [name, one] of Object.entries(value)) each(one, `${at}/${name}`, tell);
  };

/** The first rule that holds is enough; where none does, what the first says is told. */
export const either =
  (...checks: readonly Check[]): Check =>
  (value, at, tell) => {
    let first: Parameters<Tell>[] = [];
    for (const [i, check] of checks.entries()) {
      const told: Parameters<Tell>[] = [];
      check(value, at, (...one) => told.push(one));
      if (told.length === 0) return;
      if (i === 0) first = told;
    }
    for (const one of first) tell(...one);
  };

export interface Shape {
  readonly fields: Readonly<Record<string, Check>>;
  readonly needs?: readonly string[];
  /** No other fields than those named. */
  readonly only?: boolean;
  /** At least so many fields. */
  readonly least?: number;
  /** What hangs on several fields at once. */
  readonly also?: (value: JsonObject, at: string, tell: Tell) => void;
}

/** An object of these fields. */
export const shape =
  (is: Shape): Check =>
  (value, at, tell) => {
    if (!isObject(value)) {
      tell('wrong', `${nameOf(at)} is not an object`, at);
      return;
    }
    for (const name of is.needs ?? [])
      if (!Object.hasOwn(value, name)) tell('missing', `${name} is missing`, `${at}/${name}`);
    for (const [name, one] of Object.entries(value)) {
      const check = Object.hasOwn(is.fields, name) ? is.fields[name] : undefined;
      if (check) check(one, `${at}/${name}`, tell);
      else if (is.only) tell('unknown', `${name.slice(0, 80)} is no field of ${nameOf(at)}`, `${at}/${name}`);
    }
    if (Object.keys(value).length < (is.least ?? 0)) tell('missing', `${nameOf(at)} is empty`, at);
    is.also?.(value, at, tell);
  };

/** Several shapes of one object put together. */
export function both(...shapes: readonly Shape[]): Shape {
  return {
    fields: Object.assign({}, ...shapes.map((s) => s.fields)) as Shape['fields'],
    needs: [...new Set(shapes.flatMap((s) => s.needs ?? []))],
    also: (value, at, tell) => {
      for (const one of shapes) one.also?.(value, at, tell);
    },
  };
}

/** At most this many broken rules are told per report. */
const most = 50;

/** What of a value breaks a rule, as problems under this group of codes. */
export function broken(check: Check, value: unknown, group: string, at = ''): Problem[] {
  const problems: Problem[] = [];
  check(value, '', (what, message, where) => {
    if (problems.length < most)
      problems.push({ code: `${group}.field-${what}`, message: message.slice(0, 300), at: `${at}${where || '/'}` });
  });
  return problems;
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** A host name as RFC 1123 writes it. */
export const isHostName = (s: string): boolean =>
  s.length > 0 &&
  s.length <= 254 &&
  s
    .replace(/\.$/, '')
    .split('.')
    .every((l) => label.test(l));

/** A mailbox: a local part without blanks and quotes, and a name with a dot. */
export function isMailbox(s: string): boolean {
  const cut = s.lastIndexOf('@');
  const local = s.slice(0, cut);
  const host = s.slice(cut + 1);
  if (cut < 1 || s.length > 320 || !host.includes('.') || host.endsWith('.') || !isHostName(host)) return false;
  return local.split('.').every((piece) => /^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}$/i.test(piece));
}

/** A URI (RFC 3986): a scheme, a colon, and no character that must be written otherwise. */
export const isUri = (s: string): boolean =>
  /^[a-z][a-z0-9+.-]{0,40}:[!#$%&'()*+,./0-9:;=?@A-Z[\]_a-z~-]+$/.test(s) && !/%(?![0-9a-f]{2})/i.test(s);

/** A moment as RFC 3339 writes it, its zone with it, and one that exists. */
export function isMoment(s: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,12})?(?:[Zz]|[+-](\d\d):?(\d\d))$/.exec(s);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHours = 0, zoneMinutes = 0] = found
    .slice(1)
    .map((d) => Number(d ?? 0));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days) return false;
  return hour <= 23 && minute <= 59 && second <= 60 && zoneHours <= 23 && zoneMinutes <= 59;
}

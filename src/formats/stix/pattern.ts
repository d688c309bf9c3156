/**
 * A small reader of the STIX 2.1 pattern grammar (STIX 2.1 §9): observation expressions with their qualifiers, comparison
 * expressions with AND, OR, NOT and parentheses, all comparison operators and literals. It answers which comparisons hold together.
 */

export interface Comparison {
  /** `network-traffic:dst_ref.value`. */
  readonly path: string;
  readonly operator:
    | '='
    | '!='
    | '>'
    | '<'
    | '>='
    | '<='
    | 'IN'
    | 'LIKE'
    | 'MATCHES'
    | 'ISSUBSET'
    | 'ISSUPERSET'
    | 'EXISTS';
  readonly isNot: boolean;
  /** Literals as text; several for IN. */
  readonly values: readonly string[];
}
/** Comparisons that hold together for one observation: one line of its disjunctive form. */
export type Together = readonly Comparison[];

type Token = { readonly t: 'word' | 'text' | 'number' | 'sign'; readonly s: string };

/** More lines than any honest pattern has. */
const mostLines = 500;
const mostTokens = 20_000;

/** Every way in which the pattern can be met; undefined where it is not of the grammar. */
export function readPattern(pattern: string): readonly Together[] | undefined {
  if (pattern.length > 200_000) return undefined;
  const tokens = tokensOf(pattern);
  if (!tokens) return undefined;
  const p = new Parser(tokens);
  try {
    const lines = p.observations();
    return p.isDone() ? lines : undefined;
  } catch (fault) {
    if (fault instanceof NotPattern) return undefined;
    throw fault;
  }
}

class NotPattern extends Error {}

function tokensOf(s: string): Token[] | undefined {
  const out: Token[] = [];
  let i = 0;
  while (i < s.length) {
    const c = s.charAt(i);
    if (/\s/.test(c)) {
      i++;
      continue;
    }
    if (out.length >= mostTokens) return undefined;
    if (s.startsWith('/*', i)) {
      const end = s.indexOf('*/', i + 2);
      if (end < 0) return undefined;
      i = end + 2;
    } else if (s.startsWith('//', i)) {
      const end = s.indexOf('\n', i);
      i = end < 0 ? s.length : end;
    } else if (c === "'" || ((c === 't' || c === 'h' || c === 'b') && s.charAt(i + 1) === "'")) {
      let j = c === "'" ? i + 1 : i + 2;
      let text = '';
      for (; j < s.length && s.charAt(j) !== "'"; j++) {
        if (s.charAt(j) === '\\') j++;
        text += s.charAt(j);
      }
      if (j >= s.length) return undefined;
      out.push({ t: 'text', s: text });
      i = j + 1;
    } else if (/[0-9]/.test(c) || (c === '-' && /[0-9.]/.test(s.charAt(i + 1)))) {
      const found = /^-?\d*\.?\d+(?:[eE][+-]?\d+)?/.exec(s.slice(i, i + 60));
      if (!found) return undefined;
      out.push({ t: 'number', s: found[0] });
      i += found[0].length;
    } else if (/[A-Za-z_]/.test(c)) {
      // An object path is one word: type, colon, and steps with dots, quoted names and places in brackets.
      const found =
        /^[A-Za-z_][\w-]*(?::[\w-]+|:'[^']{1,200}')?(?:\.[\w-]+|\.'[^']{1,200}'|\[(?:\*|\d+|'[^']{1,200}')\])*/.exec(
          s.slice(i, i + 2000),
        );
      if (!found) return undefined;
      out.push({ t: 'word', s: found[0] });
      i += found[0].length;
    } else {
      const sign = ['!=', '<>', '>=', '<=', '==', '=', '>', '<', '(', ')', '[', ']', ',', '{', '}'].find((x) =>
        s.startsWith(x, i),
      );
      if (!sign) return undefined;
      out.push({ t: 'sign', s: sign });
      i += sign.length;
    }
  }
  return out;
}

const operators = new Set(['=', '!=', '>', '<', '>=', '<=', 'IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET']);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }
  #is(s: string): boolean {
    const token = this.#tokens[this.#at];
    return (
      token !== undefined &&
      token.t !== 'text' &&
      (token.s === s || (token.t === 'word' && token.s.toUpperCase() === s))
    );
  }
  #take(s: string): boolean {
    if (!this.#is(s)) return false;
    this.#at++;
    return true;
  }
  #must(s: string): void {
    if (!this.#take(s)) throw new NotPattern();
  }
  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (!token) throw new NotPattern();
    return token;
  }
  #deeper<T>(inside: () => T): T {
    if (++this.#depth > 100) throw new NotPattern();
    const out = inside();
    this.#depth--;
    return out;
  }

  /** Observations joined by AND, OR or FOLLOWEDBY: each may be met by another one, so their lines stand side by side. */
  observations(): Together[] {
    const lines = this.#observation();
    while (this.#take('AND') || this.#take('OR') || this.#take('FOLLOWEDBY')) lines.push(...this.#observation());
    return lines.slice(0, mostLines);
  }
  #observation(): Together[] {
    let lines: Together[];
    if (this.#take('[')) {
      lines = this.#or(false);
      this.#must(']');
    } else {
      this.#must('(');
      lines = this.#deeper(() => this.observations());
      this.#must(')');
    }
    for (;;) {
      if (this.#take('WITHIN')) {
        this.#next();
        this.#must('SECONDS');
      } else if (this.#take('REPEATS')) {
        this.#next();
        this.#must('TIMES');
      } else if (this.#take('START')) {
        this.#next();
        this.#must('STOP');
        this.#next();
      } else return lines;
    }
  }
  #or(isNot: boolean): Together[] {
    const parts = [this.#and(isNot)];
    while (this.#take('OR')) parts.push(this.#and(isNot));
    // Not (a or b) is not a and not b.
    return isNot ? this.#all(parts) : parts.flat().slice(0, mostLines);
  }
  #and(isNot: boolean): Together[] {
    const parts = [this.#one(isNot)];
    while (this.#take('AND')) parts.push(this.#one(isNot));
    return isNot ? parts.flat().slice(0, mostLines) : this.#all(parts);
  }
  #all(parts: readonly Together[][]): Together[] {
    let lines: Together[] = [[]];
    for (const part of parts) {
      const next: Together[] = [];
      for (const line of lines) for (const other of part) if (next.length < mostLines) next.push([...line, ...other]);
      lines = next;
    }
    return lines;
  }
  #one(isNot: boolean): Together[] {
    if (this.#take('NOT') && this.#is('(')) isNot = !isNot;
    if (this.#take('(')) {
      const lines = this.#deeper(() => this.#or(isNot));
      this.#must(')');
      return lines;
    }
    if (this.#take('EXISTS')) return [[{ path: this.#next().s, operator: 'EXISTS', isNot, values: [] }]];
    const path = this.#next();
    if (path.t !== 'word' || !path.s.includes(':')) throw new NotPattern();
    const negated = this.#take('NOT') ? !isNot : isNot;
    const sign = this.#next();
    let operator = sign.t === 'word' ? sign.s.toUpperCase() : sign.s === '==' ? '=' : sign.s === '<>' ? '!=' : sign.s;
    if (!operators.has(operator)) throw new NotPattern();
    const values: string[] = [];
    if (operator === 'IN') {
      const close = this.#take('(') ? ')' : '}';
      if (close === '}') this.#must('{');
      do values.push(this.#literal());
      while (this.#take(','));
      this.#must(close);
    } else values.push(this.#literal());
    let not = negated;
    if (operator === '!=') {
      operator = '=';
      not = !not;
    }
    return [[{ path: path.s, operator: operator as Comparison['operator'], isNot: not, values }]];
  }
  #literal(): string {
    const token = this.#next();
    if (token.t === 'sign') throw new NotPattern();
    if (token.t === 'word' && !/^(?:true|false)$/i.test(token.s)) throw new NotPattern();
    return token.s;
  }
}

/**
 * Files too large to be read whole, of formats whose records stand each by itself: cut into pieces, each a small file of the same
 * form. A piece is read as any file is, and its places are those in the whole file.
 */
import type { Finding, Problem } from '../finding.ts';
import type { FileUnit, Format, Reading, Said } from '../format.ts';
import { chunkDecoder } from '../table/scanner.ts';
import type { SaidOfRow, TableRun } from '../table/table.ts';
import { JsonCutter } from './json.ts';
import { LineCutter } from './lines.ts';

export interface Piece {
  readonly text: string;
  /** What its places are counted by, and how many of those stand before it in the whole file. */
  readonly place:
    | { readonly by: 'row'; readonly before: number }
    | { readonly by: 'list'; readonly at: string; readonly before: number }
    /** `isAlone`: one value, whose places name no line. */
    | { readonly by: 'line'; readonly before: number; readonly isAlone: boolean }
    | { readonly by: 'name' };
}

/** Characters of a piece, about. */
const pieceSize = 256 * 1024;

/** The place in the whole file of a place in a piece. */
export function placeOf(at: string, place: Piece['place']): string {
  const moved = (pattern: RegExp, before: number) =>
    at.replace(pattern, (_, head: string, n: string) => `${head}${Number(n) + before}`);
  switch (place.by) {
    case 'row':
      return moved(/^(row:)(\d+)/, place.before);
    case 'line':
      if (!place.isAlone) return moved(/^(line:)(\d+)/, place.before);
      return at.startsWith('/') || at === '' ? `line:${place.before + 1}${at === '/' ? '' : at}` : at;
    case 'list': {
      if (!at.startsWith(`${place.at}/`)) return at;
      const rest = at.slice(place.at.length + 1);
      const n = /^\d+/.exec(rest)?.[0];
      return n === undefined ? at : `${place.at}/${Number(n) + place.before}${rest.slice(n.length)}`;
    }
    case 'name':
      return at;
  }
}

const movedProblem = (p: Problem, place: Piece['place']): Problem =>
  p.at === undefined ? p : { ...p, at: placeOf(p.at, place) };
const movedFinding = (f: Finding, place: Piece['place']): Finding => ({
  ...f,
  ...(f.evidence ? { evidence: f.evidence.map((e) => placeOf(e, place)) } : {}),
  problems: f.problems.map((p) => movedProblem(p, place)),
});

/**
 * Reads a file of this format in pieces.
 * @param unit the file as far as it is known: its name, hint and moment; its text is not asked for
 * @returns undefined where the format cannot be read so
 */
export function piecesRun(
  format: Format,
  unit: FileUnit,
  reading: Reading,
  size = pieceSize,
): TableRun<SaidOfRow> | undefined {
  const { cut } = format;
  if (!cut) return undefined;
  let decoder: ReturnType<typeof chunkDecoder> | undefined;
  let cutter: JsonCutter | LineCutter | undefined;
  let rows = 0;
  let passed: Said | undefined;
  const cutterFor = (text: string) =>
    /^[\s\ufeff]*[[{]/.test(text) ? new JsonCutter(size, cut === true ? () => true : cut) : new LineCutter(size);
  const read = (pieces: ReturnType<JsonCutter['push']>): SaidOfRow[] =>
    pieces.flatMap((piece) => ('problem' in piece ? [piece] : readPiece(piece)));
  const readPiece = ({ text, place }: Piece): SaidOfRow[] => {
    const bytes = () => new TextEncoder().encode(text);
    const said: SaidOfRow[] = [];
    const part: FileUnit = { ...unit, bytes, text: () => text, ...(rows > 0 ? { isContinued: true } : {}) };
    for (const one of format.read(part, reading)) {
      if ('finding' in one) said.push({ finding: movedFinding(one.finding, place), row: ++rows });
      else if ('problem' in one) said.push({ problem: movedProblem(one.problem, place) });
      // A piece without a record says nothing of the others.
      else if ('pass' in one) passed = one;
    }
    return said;
  };
  let waiting = '';
  const flow = (text: string): SaidOfRow[] => {
    if (!cutter) {
      waiting += text;
      if (waiting.trim() === '') return [];
      cutter = cutterFor(waiting);
      const all = waiting;
      waiting = '';
      return read(cutter.push(all));
    }
    return read(cutter.push(text));
  };
  return {
    push(chunk) {
      decoder ??= chunkDecoder(chunk.subarray(0, 4096));
      return flow(decoder.text(chunk));
    },
    end() {
      const last = decoder ? flow(decoder.end()) : [];
      const all = cutter ? [...last, ...read(cutter.end())] : last;
      return rows === 0 && passed ? [...all, passed] : all;
    },
    get rows() {
      return rows;
    },
  };
}

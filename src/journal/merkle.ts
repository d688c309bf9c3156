/**
 * The Merkle tree of RFC 9162 §2.1: leaves and nodes hashed apart (0x00, 0x01), a frontier that grows leaf by leaf, roots,
 * inclusion and consistency proofs. Pure: the hash function is handed in, and a proof is first a list of ranges of leaves,
 * so that whoever holds the leaves can stream them.
 */

export type Hash = (bytes: Uint8Array) => Uint8Array;

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** Hash of a leaf: H(0x00 ‖ leaf). */
export function leafHash(hash: Hash, leaf: Uint8Array): Uint8Array {
  return hash(join(leafMark, leaf));
}

/** Hash of a node: H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(join(nodeMark, left, right));
}

/** A tree so far: how many leaves, and the roots of its perfect subtrees, largest first. Enough to append and to give the root. */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** The frontier with one leaf more; `leaf` is its leaf hash. */
export function append(hash: Hash, frontier: Frontier, leaf: Uint8Array): Frontier {
  const peaks = [...frontier.peaks];
  let top = leaf;
  // Each trailing one bit of the size is a perfect subtree of the same height as what we carry: they join.
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = peaks.pop();
    if (!left) throw new Error('a frontier has one peak for each one bit of its size');
    top = nodeHash(hash, left, top);
  }
  peaks.push(top);
  return { size: frontier.size + 1, peaks };
}

/** Whether a frontier has as many peaks as its size asks. */
export function isWhole(frontier: Frontier): boolean {
  let ones = 0;
  for (let rest = frontier.size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones === frontier.peaks.length;
}

/** Root of a frontier; of the empty tree the hash of nothing (RFC 9162 §2.1.1). */
export function rootOf(hash: Hash, frontier: Frontier): Uint8Array {
  const last = frontier.peaks.at(-1);
  if (!last) return hash(new Uint8Array(0));
  return frontier.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last);
}

/** Leaves from `from` up to but not including `until`; a proof is the roots of such ranges. */
export interface LeafRange {
  readonly from: number;
  readonly until: number;
}

/** Largest power of two smaller than n; n is 2 or more. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * Which ranges make the inclusion proof of leaf `index` (from 0) in the tree of `size` leaves, in the order of RFC 9162
 * §2.1.3.1: from the leaf upward.
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new Error(`no leaf ${index} among ${size}`);
  const path: LeafRange[] = [];
  let from = 0;
  let until = size;
  while (until - from > 1) {
    const middle = from + split(until - from);
    if (index < middle) {
      path.push({ from: middle, until });
      until = middle;
    } else {
      path.push({ from, until: middle });
      from = middle;
    }
  }
  return path.reverse();
}

/** Which ranges make the consistency proof between the trees of `first` and `second` leaves (RFC 9162 §2.1.4.1). */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  if (!(first > 0 && first <= second)) throw new Error(`no consistency proof from ${first} to ${second}`);
  const proof: LeafRange[] = [];
  let from = 0;
  let until = second;
  let whole = true; // whether the range is still a complete subtree of the first tree, whose root the asker has
  while (first - from !== until - from) {
    const middle = from + split(until - from);
    if (first <= middle) {
      proof.push({ from: middle, until });
      until = middle;
    } else {
      proof.push({ from, until: middle });
      from = middle;
      whole = false;
    }
  }
  if (!whole) proof.push({ from, until });
  return proof.reverse();
}

/**
 * Roots of ranges of leaves in memory: perfect subtrees are hashed once, so that many proofs cost no more than their length.
 * @param leaves leaf hashes, from the first
 * @returns the root of the leaves from `from` up to but not including `until`
 */
export function rangeRoots(hash: Hash, leaves: readonly Uint8Array[]): (range: LeafRange) => Uint8Array {
  const levels: (readonly Uint8Array[])[] = [leaves];
  for (let below = leaves; below.length > 1; ) {
    const level: Uint8Array[] = [];
    for (let i = 0; i + 1 < below.length; i += 2)
      level.push(nodeHash(hash, below[i] as Uint8Array, below[i + 1] as Uint8Array));
    levels.push(level);
    below = level;
  }
  const root = ({ from, until }: LeafRange): Uint8Array => {
    const width = until - from;
    if (!(width > 0 && from >= 0 && until <= leaves.length)) throw new Error(`no leaves ${from} to ${until}`);
    const height = Math.log2(width);
    if (Number.isInteger(height) && from % width === 0) return levels[height]?.[from / width] as Uint8Array;
    const middle = from + split(width);
    return nodeHash(hash, root({ from, until: middle }), root({ from: middle, until }));
  };
  return root;
}

/**
 * Which ranges prove that many leaves stand in the tree of `size` at once: the largest subtrees without any of them, from the
 * left. Where the leaves are all there are, nothing else is needed.
 * @param indices places of the leaves (from 0), rising
 */
export function manyRanges(indices: readonly number[], size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  // `first` to `last`: which of the indices lie in the range.
  const walk = (from: number, until: number, first: number, last: number): void => {
    if (first === last) ranges.push({ from, until });
    else if (until - from > 1) {
      const middle = from + split(until - from);
      let at = first;
      while (at < last && (indices[at] as number) < middle) at++;
      walk(from, middle, first, at);
      walk(middle, until, at, last);
    }
  };
  if (size > 0) walk(0, size, 0, indices.length);
  return ranges;
}

/**
 * The root that leaves and the roots of `manyRanges` lead to, or undefined where the proof has another shape.
 * @param leaves places and leaf hashes, rising
 */
export function rootFromMany(
  hash: Hash,
  size: number,
  leaves: readonly { readonly index: number; readonly hash: Uint8Array }[],
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  let used = 0;
  const walk = (from: number, until: number, first: number, last: number): Uint8Array | undefined => {
    if (first === last) return proof[used++];
    if (until - from === 1) return last - first === 1 ? leaves[first]?.hash : undefined;
    const middle = from + split(until - from);
    let at = first;
    while (at < last && (leaves[at]?.index ?? 0) < middle) at++;
    const left = walk(from, middle, first, at);
    const right = left && walk(middle, until, at, last);
    return left && right ? nodeHash(hash, left, right) : undefined;
  };
  for (const [i, leaf] of leaves.entries())
    if (!(leaf.index >= 0 && leaf.index < size && leaf.index > (leaves[i - 1]?.index ?? -1))) return undefined;
  if (size === 0) return undefined;
  const root = walk(0, size, 0, leaves.length);
  return used === proof.length ? root : undefined;
}

/** The root an inclusion proof leads to, or undefined where the proof has the wrong shape (RFC 9162 §2.1.3.2). */
export function rootFromInclusion(
  hash: Hash,
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!(index >= 0 && index < size)) return undefined;
  let fn = index;
  let sn = size - 1;
  let root = leaf;
  for (const p of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, p, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else root = nodeHash(hash, root, p);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? root : undefined;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether a proof shows that the tree of `second` leaves begins with the tree of `first` leaves (RFC 9162 §2.1.4.2). */
export function isConsistent(
  hash: Hash,
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (first.size === second.size) return proof.length === 0 && sameBytes(first.root, second.root);
  if (!(first.size > 0 && first.size < second.size)) return false;
  // A first tree that is one perfect subtree is its own first step (RFC 9162 §2.1.4.2, step 2).
  const perfect = split(first.size * 2) === first.size;
  const [start, ...rest] = perfect ? [first.root, ...proof] : proof;
  if (!start) return false;
  let fn = first.size - 1;
  let sn = second.size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let fr = start;
  let sr = start;
  for (const c of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, c, fr);
      sr = nodeHash(hash, c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else sr = nodeHash(hash, sr, c);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(fr, first.root) && sameBytes(sr, second.root);
}

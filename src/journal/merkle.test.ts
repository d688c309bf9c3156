import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '#io/dice';
import {
  append,
  consistencyRanges,
  emptyFrontier,
  type Frontier,
  inclusionRanges,
  isConsistent,
  isWhole,
  type LeafRange,
  leafHash,
  manyRanges,
  nodeHash,
  rangeRoots,
  rootFromInclusion,
  rootFromMany,
  rootOf,
  sameBytes,
} from './merkle.ts';

const hash = (bytes: Uint8Array): Uint8Array => sha256(bytes);
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const leaves = (n: number) => Array.from({ length: n }, (_, i) => leafHash(hash, Buffer.from(`leaf ${i}`)));

/** MTH of RFC 9162 §2.1.1, written as the text says it. */
function naive(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (!only) return hash(new Uint8Array(0));
  if (hashes.length === 1) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(hash, naive(hashes.slice(0, k)), naive(hashes.slice(k)));
}

const grown = (hashes: readonly Uint8Array[]): Frontier =>
  hashes.reduce<Frontier>((f, leaf) => append(hash, f, leaf), emptyFrontier);
const proofOf = (hashes: readonly Uint8Array[], ranges: readonly LeafRange[]) =>
  ranges.map((r) => naive(hashes.slice(r.from, r.until)));

test('a tree grown leaf by leaf has the root of the tree built at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), (n) => {
      const all = leaves(n);

      const frontier = grown(all);

      assert.ok(isWhole(frontier));
      assert.equal(hex(rootOf(hash, frontier)), hex(naive(all)));
    }),
  );
});

test('the roots of the example leaves of Certificate Transparency come out', () => {
  // The eight inputs and roots that implementations of RFC 6962 and 9162 share as their known answers.
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = {
    0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  };

  const all = inputs.map((text) => leafHash(hash, Buffer.from(text, 'hex')));

  for (const [n, root] of Object.entries(roots)) assert.equal(hex(rootOf(hash, grown(all.slice(0, Number(n))))), root);
});

test('every leaf proves itself, and no other leaf does so with its proof', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (n, pick) => {
      const all = leaves(n);
      const index = pick % n;
      const path = proofOf(all, inclusionRanges(index, n));

      const root = rootFromInclusion(hash, index, n, all[index] ?? new Uint8Array(), path);
      const other = rootFromInclusion(hash, index, n, leafHash(hash, Buffer.from('another')), path);
      const cut = rootFromInclusion(hash, index, n, all[index] ?? new Uint8Array(), path.slice(1));

      assert.equal(hex(root), hex(naive(all)));
      assert.notEqual(hex(other), hex(naive(all)));
      if (n > 1) assert.notEqual(hex(cut), hex(naive(all)));
    }),
  );
});

test('a grown tree proves that it begins with what it was, and a rewritten one cannot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 160 }), fc.nat(), (n, pick) => {
      const all = leaves(n);
      const m = 1 + (pick % n);
      const proof = proofOf(all, consistencyRanges(m, n));
      const first = { size: m, root: naive(all.slice(0, m)) };
      const second = { size: n, root: naive(all) };
      const rewritten = { size: m, root: naive([...all.slice(0, m - 1), leafHash(hash, Buffer.from('another'))]) };

      assert.equal(isConsistent(hash, first, second, proof), true);
      assert.equal(isConsistent(hash, rewritten, second, proof), false);
    }),
  );
});

test('a proof for a leaf that is not there is refused', () => {
  assert.throws(() => inclusionRanges(3, 3), /no leaf 3 among 3/);
  assert.throws(() => consistencyRanges(4, 3), /no consistency proof/);
  assert.equal(rootFromInclusion(hash, 3, 3, leafHash(hash, Buffer.from('')), []), undefined);
  assert.ok(!sameBytes(Uint8Array.of(1), Uint8Array.of(1, 2)));
});

test('many leaves at once lead to the root, and no other set of leaves or proofs does', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 200 })
        .chain((n) => fc.tuple(fc.constant(n), fc.subarray([...Array(n).keys()], { minLength: 1 }))),
      fc.nat(),
      ([n, chosen], pick) => {
        const all = leaves(n);
        const root = rangeRoots(hash, all);
        const proof = manyRanges(chosen, n).map(root);
        const given = chosen.map((index) => ({ index, hash: all[index] as Uint8Array }));
        const goal = hex(naive(all));

        assert.equal(hex(rootFromMany(hash, n, given, proof)), goal);
        const at = pick % given.length;
        assert.notEqual(hex(rootFromMany(hash, n, given.toSpliced(at, 1), proof)), goal);
        const bent = given.with(at, { index: chosen[at] ?? 0, hash: hash(Buffer.from('bent')) });
        assert.notEqual(hex(rootFromMany(hash, n, bent, proof)), goal);
        if (proof.length > 0) assert.notEqual(hex(rootFromMany(hash, n, given, proof.slice(1))), goal);
        assert.notEqual(hex(rootFromMany(hash, n, given, [...proof, hash(Buffer.from('more'))])), goal);
      },
    ),
  );
});

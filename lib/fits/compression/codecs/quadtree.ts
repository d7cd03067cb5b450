/**
 * Bit planes as quadtrees: each node has four bits, one per quarter, set if anything in that quarter is set.
 *
 * @module
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167
 */
import type { BitReader } from '../../../platform/unpack/bit-reader.js';

/** A rectangular part of a two-dimensional array. */
export interface Quadrant {
  /** Index of its first number. */
  readonly start: number;
  /** Offset from one row to the next [number]. */
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** The code word of each node value from 0 to 15, and its number of bits. */
export const NODE_WORDS: readonly (readonly [word: number, bits: number])[] = [
  [0x3e, 6],
  [0x00, 3],
  [0x01, 3],
  [0x08, 4],
  [0x02, 3],
  [0x09, 4],
  [0x1a, 5],
  [0x1b, 5],
  [0x03, 3],
  [0x1c, 5],
  [0x0a, 4],
  [0x1d, 5],
  [0x0b, 4],
  [0x1e, 5],
  [0x3f, 6],
  [0x0c, 4],
];

/** Indexed by the next six bits: 16 times the length of the code word at their start, plus its node value. */
const NODE_OF_BITS: Uint8Array = Uint8Array.from({ length: 64 }, (_, six) => {
  const value = NODE_WORDS.findIndex(([word, bits]) => six >>> (6 - bits) === word);
  return 16 * NODE_WORDS[value][1] + value;
});

/** Marks a plane whose lowest nodes follow directly. */
export const DIRECT = 0;

/** Marks a plane whose nodes follow from the root down. */
export const IN_TREE = 15;

/**
 * Reads the bit planes of a quadrant, the highest first, and adds them to `out`, which must hold zeros there.
 *
 * @throws Error if the bits end too early or a plane is neither direct nor a tree
 */
export function addBitPlanes(reader: BitReader, out: Float64Array, quadrant: Quadrant, planes: number): void {
  const { rows, columns } = quadrant;
  const depth = Math.ceil(Math.log2(Math.max(rows, columns, 1)));
  const half = [Math.ceil(rows / 2), Math.ceil(columns / 2)] as const;
  for (let plane = planes - 1; plane >= 0; plane--) {
    const kind = reader.bits(4);
    if (kind === DIRECT) addPlane(directNodes(reader, half[0] * half[1]), out, quadrant, 2 ** plane);
    else if (kind === IN_TREE) addPlane(treeNodes(reader, rows, columns, depth), out, quadrant, 2 ** plane);
    else throw new Error(`a bit plane has the unknown kind ${kind}`);
  }
}

function directNodes(reader: BitReader, count: number): Uint8Array {
  if (4 * count > reader.remaining) throw new Error('it ends too early');
  const nodes = new Uint8Array(count);
  for (let i = 0; i < count; i++) nodes[i] = reader.bits(4);
  return nodes;
}

/** Reads the tree from the root down; returns the nodes of the lowest level. */
function treeNodes(reader: BitReader, rows: number, columns: number, depth: number): Uint8Array {
  let nodes: Uint8Array = Uint8Array.of(nextNode(reader));
  for (let level = depth - 1; level > 0; level--) {
    const levelRows = Math.max(1, Math.ceil(rows / 2 ** level));
    const levelColumns = Math.max(1, Math.ceil(columns / 2 ** level));
    nodes = children(nodes, levelRows, levelColumns);
    for (let i = nodes.length - 1; i >= 0; i--) if (nodes[i] !== 0) nodes[i] = nextNode(reader);
  }
  return nodes;
}

function nextNode(reader: BitReader): number {
  const found = NODE_OF_BITS[reader.peek20() >>> 14];
  reader.skip(found >>> 4);
  return found & 15;
}

/** Returns 1 for each quarter of each node that has anything set, otherwise 0. */
function children(nodes: Uint8Array, rows: number, columns: number): Uint8Array {
  const across = Math.ceil(columns / 2);
  const out = new Uint8Array(rows * columns);
  for (let i = 0, k = 0; i < rows; i++) {
    const row = across * (i >> 1);
    const upper = i % 2 === 0 ? 3 : 1;
    for (let j = 0; j < columns; j++) out[k++] = (nodes[row + (j >> 1)] >> (upper - (j & 1))) & 1;
  }
  return out;
}

/** Adds `value` wherever a bit of the lowest level is set. */
function addPlane(
  nodes: Uint8Array,
  out: Float64Array,
  { start, stride, rows, columns }: Quadrant,
  value: number,
): void {
  const across = Math.ceil(columns / 2);
  for (let i = 0, k = 0; i < rows; i += 2) {
    const hasLower = i + 1 < rows;
    for (let j = 0; j < columns; j += 2) {
      const node = nodes[k++];
      if (node === 0) continue;
      const at = start + stride * i + j;
      const hasRight = j + 1 < columns;
      if (node & 8) out[at] += value;
      if (node & 4 && hasRight) out[at + 1] += value;
      if (node & 2 && hasLower) out[at + stride] += value;
      if (node & 1 && hasRight && hasLower) out[at + stride + 1] += value;
    }
  }
  if (nodes.length < across * Math.ceil(rows / 2)) throw new Error('a bit plane is too small');
}

/**
 * Writes bit planes as quadtrees; see quadtree.ts.
 *
 * @module
 */
import type { BitWriter } from './bit-writer.js';
import { DIRECT, IN_TREE, NODE_WORDS, type Quadrant } from './quadtree.js';

/**
 * Writes the bit planes of the absolute values of a quadrant, the highest first, each in the shorter of the two forms.
 */
export function writeBitPlanes(writer: BitWriter, values: Float64Array, quadrant: Quadrant, planes: number): void {
  for (let plane = planes - 1; plane >= 0; plane--) {
    const lowest = nodesOf(values, quadrant, 2 ** plane);
    const levels = levelsAbove(lowest, Math.ceil(quadrant.rows / 2), Math.ceil(quadrant.columns / 2));
    if (treeBits(levels) < 4 * lowest.length) {
      writer.put(IN_TREE, 4);
      writeTree(writer, levels);
    } else {
      writer.put(DIRECT, 4);
      for (let i = 0; i < lowest.length; i++) writer.put(lowest[i], 4);
    }
  }
}

/** Returns the nodes of the lowest level: one bit from each of four numbers. */
function nodesOf(values: Float64Array, { start, stride, rows, columns }: Quadrant, weight: number): Uint8Array {
  const across = Math.ceil(columns / 2);
  const nodes = new Uint8Array(Math.ceil(rows / 2) * across);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const isSet = Math.floor(Math.abs(values[start + stride * i + j]) / weight) % 2 === 1;
      if (isSet) nodes[across * (i >> 1) + (j >> 1)] |= quarterBit(i, j);
    }
  return nodes;
}

/** Returns the bit of a node that belongs to one of its quarters. */
function quarterBit(row: number, column: number): number {
  return 8 >> (2 * (row & 1) + (column & 1));
}

/** Returns the nodes of every level, the root first. */
function levelsAbove(lowest: Uint8Array, lowestRows: number, lowestColumns: number): Uint8Array[] {
  const levels = [lowest];
  let [rows, columns] = [lowestRows, lowestColumns];
  while (rows > 1 || columns > 1) {
    const across = Math.ceil(columns / 2);
    const nodes = new Uint8Array(Math.ceil(rows / 2) * across);
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        if (levels[0][k++] !== 0) nodes[across * (i >> 1) + (j >> 1)] |= quarterBit(i, j);
    levels.unshift(nodes);
    [rows, columns] = [Math.ceil(rows / 2), across];
  }
  return levels;
}

function treeBits(levels: readonly Uint8Array[]): number {
  let bits = 0;
  levels.forEach((nodes, level) => {
    for (let i = 0; i < nodes.length; i++) if (nodes[i] !== 0 || level === 0) bits += NODE_WORDS[nodes[i]][1];
  });
  return bits;
}

/** Writes the root, then each level from its last node to its first; empty nodes are implied by the level above. */
function writeTree(writer: BitWriter, levels: readonly Uint8Array[]): void {
  levels.forEach((nodes, level) => {
    for (let i = nodes.length - 1; i >= 0; i--)
      if (nodes[i] !== 0 || level === 0) writer.put(NODE_WORDS[nodes[i]][0], NODE_WORDS[nodes[i]][1]);
  });
}

/**
 * The values of chosen rows, copied.
 *
 * @module
 */

import { Lists } from '../column/lists.js';
import type { ColumnValues, StoredColumn } from '../column/stored-column.js';
import { type ElementArray, emptyLike, setElements, Vectors } from '../column/vectors.js';
import { gatherPlan } from './gather-plan.js';

/** The values of the rows `rows`, in that order. One loop for each type: a shared one would run several times slower. */
export function gather(column: StoredColumn, rows: Uint32Array): ColumnValues {
  switch (column.kind) {
    case 'float64':
    case 'date':
      return gatherFloat64(column.values, rows);
    case 'float32':
      return gatherFloat32(column.values, rows);
    case 'int32':
      return gatherInt32(column.values, rows);
    case 'uint8':
    case 'boolean':
      return gatherBytes(column.values, rows);
    case 'int64':
      return gatherInt64(column.values, rows);
    case 'string':
      return gatherStrings(column.values, rows);
    case 'vector':
      return gatherVectors(column.values, rows);
    case 'list':
      return gatherLists(column.values, rows);
  }
}

function gatherFloat64(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  const plan = gatherPlan(rows);
  if (plan === null) {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  } else {
    const { from, to } = plan;
    for (let k = 0; k < from.length; k++) out[to[k]] = values[from[k]];
  }
  return out;
}

function gatherFloat32(values: Float32Array, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length);
  const plan = gatherPlan(rows);
  if (plan === null) {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  } else {
    const { from, to } = plan;
    for (let k = 0; k < from.length; k++) out[to[k]] = values[from[k]];
  }
  return out;
}

function gatherInt32(values: Int32Array, rows: Uint32Array): Int32Array {
  const out = new Int32Array(rows.length);
  const plan = gatherPlan(rows);
  if (plan === null) {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  } else {
    const { from, to } = plan;
    for (let k = 0; k < from.length; k++) out[to[k]] = values[from[k]];
  }
  return out;
}

/** Bytes of the rows `rows`: values of a column of booleans, or a mask. */
export function gatherBytes(values: Uint8Array, rows: Uint32Array): Uint8Array {
  const out = new Uint8Array(rows.length);
  const plan = gatherPlan(rows);
  if (plan === null) {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  } else {
    const { from, to } = plan;
    for (let k = 0; k < from.length; k++) out[to[k]] = values[from[k]];
  }
  return out;
}

function gatherInt64(values: BigInt64Array, rows: Uint32Array): BigInt64Array {
  const out = new BigInt64Array(rows.length);
  const plan = gatherPlan(rows);
  if (plan === null) {
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  } else {
    const { from, to } = plan;
    for (let k = 0; k < from.length; k++) out[to[k]] = values[from[k]];
  }
  return out;
}

function gatherStrings(values: readonly string[], rows: Uint32Array): string[] {
  const out = new Array<string>(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherVectors(vectors: Vectors<unknown>, rows: Uint32Array): Vectors<unknown> {
  const { data, width, element, shape } = vectors;
  const out = emptyLike(data, rows.length * width);
  for (let i = 0; i < rows.length; i++) setElements(out, vectors.at(rows[i]) as ElementArray, i * width);
  return new Vectors<unknown>(out, width, { element, shape });
}

function gatherLists(lists: Lists<unknown>, rows: Uint32Array): Lists<unknown> {
  const { data, offsets: from, element } = lists;
  const offsets = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) offsets[i + 1] = offsets[i] + from[rows[i] + 1] - from[rows[i]];
  const out = emptyLike(data, offsets[rows.length]);
  for (let i = 0; i < rows.length; i++) setElements(out, lists.at(rows[i]) as ElementArray, offsets[i]);
  return new Lists<unknown>(out, offsets, { element });
}

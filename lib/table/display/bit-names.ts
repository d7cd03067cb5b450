/**
 * Names of the bits in columns of flags, shown when the pointer hovers over a cell.
 *
 * A column says in its description which bits it holds: `bits of SourceFlag; 0 is clean`. Whoever defines the bits
 * names them here.
 *
 * @module
 */
import type { StoredColumn } from '../column/stored-column.js';

/** Names of the bits that are set in a number. */
type BitNames = (bits: number) => readonly string[];

const KNOWN = new Map<string, BitNames>();

/** Names the bits of columns whose description begins with `bits of <name>`. */
export function nameBits(name: string, names: BitNames): void {
  KNOWN.set(name, names);
}

/** Converts the cells of a column to the names of their bits; null for a column without named bits. */
export function bitNamesOf({ kind, description }: StoredColumn): BitNames | null {
  if (kind !== 'int32' && kind !== 'uint8' && kind !== 'float64') return null;
  return KNOWN.get(/^bits of (\w+)/.exec(description)?.[1] ?? '') ?? null;
}

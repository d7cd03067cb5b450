/**
 * The layout of a table to be written: each column's TFORM and encoder.
 *
 * @module
 */
import type { StoredColumn } from '../../../table/column/stored-column.js';
import type { TableData } from '../../../table/column/table-data.js';
import type { WrittenColumn } from './written-column.js';
import { heapLength, writtenLists } from './written-lists.js';
import { writtenNumbers, writtenVectors } from './written-numbers.js';
import { writtenDates, writtenText, writtenTexts } from './written-text.js';

/** Maximum heap length for 32-bit offsets; a longer heap needs 64 bits [byte]. */
const MAX_SHORT_HEAP_LENGTH = 2 ** 31 - 1;

/** A column to write, with its name, metadata and offset in a row. */
interface PlacedColumn {
  readonly name: string;
  readonly column: StoredColumn;
  readonly written: WrittenColumn;
  /** Byte offset in a row. */
  readonly offset: number;
}

/** A table to write. */
export interface WrittenTable {
  readonly columns: readonly PlacedColumn[];
  readonly rows: number;
  readonly rowLength: number;
  /** Total length of all variable-length arrays, which follow the rows [byte]. */
  readonly heapLength: number;
}

/**
 * Returns the layout of a binary table.
 *
 * @throws PhotometryError `bad-argument` for text that is not ASCII, `unsupported` for lists of strings
 */
export function planWrittenTable(data: TableData): WrittenTable {
  const lists = [...data.stored.values()].filter(column => column.kind === 'list');
  const allHeap = lists.reduce((sum, { values }) => sum + heapLength(values), 0);
  const columns: PlacedColumn[] = [];
  let offset = 0;
  let heapStart = 0;
  for (const [name, column] of data.stored) {
    const written = writtenColumn(name, column, heapStart, allHeap > MAX_SHORT_HEAP_LENGTH);
    columns.push({ name, column, written, offset });
    offset += written.bytes;
    heapStart += written.heap?.length ?? 0;
  }
  return { columns, rows: data.length, rowLength: offset, heapLength: heapStart };
}

function writtenColumn(name: string, column: StoredColumn, heapStart: number, isLong: boolean): WrittenColumn {
  switch (column.kind) {
    case 'string':
      return writtenText(name, column.values, column.valid);
    case 'date':
      return writtenDates(name, column.values);
    case 'vector': {
      const { element, data, shape } = column.values;
      if (element === 'string') return writtenTexts(name, data as readonly string[], shape, column.valid);
      return writtenVectors(column.values, column.valid);
    }
    case 'list':
      return writtenLists(name, column, heapStart, isLong);
    default:
      return writtenNumbers(column);
  }
}

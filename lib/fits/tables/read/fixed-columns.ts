/**
 * Columns whose fields have the same number of elements in every row: numbers, logicals, bits, text.
 *
 * @module
 */

import { Lists } from '../../../table/column/lists.js';
import { type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { Vectors } from '../../../table/column/vectors.js';
import { decodeElements, type NumberCode, storedArray } from '../decode-elements.js';
import { dateColumn } from '../iso-dates.js';
import { physicalElements } from '../physical-values.js';
import { type ColumnReader, type ReaderPlace, scalarColumn, vectorColumn } from './column-reader.js';
import type { RowBlock } from './row-blocks.js';
import type { BinaryColumn } from './table-plan.js';
import { FieldBytes, textColumn } from './text-columns.js';

/** Returns the reader of a column of fixed length. Fields without bytes (`0D`) become empty lists, text fields ''. */
export function fixedReader(column: BinaryColumn, place: ReaderPlace): ColumnReader {
  const { code, repeat } = column.form;
  if (repeat === 0) return emptyReader(column, place);
  if (code !== 'A') return numberReader(column, code, place);
  return holdsOneString(column) ? textReader(column, place) : textsReader(column, place);
}

function numberReader(column: BinaryColumn, code: NumberCode, { rows, where, large }: ReaderPlace): ColumnReader {
  // TDIM may leave elements at the end of a field unused
  const { form, meta, shape = null } = column;
  const perRow = shape === null ? form.repeat : shape.reduce((product, axis) => product * axis, 1);
  const elements = storedArray(code, rows * perRow);
  const isComplex = code === 'C' || code === 'M';
  return {
    take({ bytes, view, first, rows: count, stride, skipped }: RowBlock): void {
      const at = { bytes, view, start: column.offset - skipped, stride, rows: count, repeat: perRow };
      decodeElements(code, at, elements, first * perRow);
    },
    finish(): StoredColumn {
      const values = physicalElements(code, elements, column, large, `${where}, column '${column.name}'`);
      const isScalar = form.repeat === 1 && shape === null && !isComplex;
      return isScalar ? scalarColumn(values, meta) : vectorColumn(values, shape ?? [perRow], meta);
    },
  };
}

/** Reads one string per row, or a date if the header says that the column is a time in UTC. */
function textReader(column: BinaryColumn, { rows }: ReaderPlace): ColumnReader {
  const { form, meta, coordinate } = column;
  const width = column.shape?.[0] ?? form.repeat;
  const fields = new FieldBytes(column.offset, width, rows);
  return {
    take: block => fields.take(block),
    finish: () =>
      dateColumn(() => fields.texts(width), coordinate, meta) ?? textColumn(() => fields.texts(width), meta),
  };
}

/** Reads several strings of the same length per row. */
function textsReader(column: BinaryColumn, { rows }: ReaderPlace): ColumnReader {
  const width = column.shape?.[0] ?? column.form.substring;
  const perRow = stringsPerRow(column);
  const fields = new FieldBytes(column.offset, width * perRow, rows);
  return {
    take: block => fields.take(block),
    finish(): StoredColumn {
      const shape = column.shape?.slice(1) ?? [perRow];
      const vectors = new Vectors<unknown>(fields.texts(width), perRow, { element: 'string', shape });
      return stored('vector', vectors, null, column.meta);
    },
  };
}

/** Whether a text field is one string: it has one axis, or none. */
function holdsOneString({ form, shape }: BinaryColumn): boolean {
  return shape === null ? form.substring === 0 : shape.length === 1;
}

/** Returns the number of strings in each text field: from the axes of TDIM after the first, or the substring length. */
function stringsPerRow({ form, shape }: BinaryColumn): number {
  if (shape !== null) return shape.slice(1).reduce((product, axis) => product * axis, 1);
  return Math.floor(form.repeat / form.substring);
}

function emptyReader(
  { form, meta, scale, zero, blank }: BinaryColumn,
  { empty, where, large }: ReaderPlace,
): ColumnReader {
  return {
    take(): void {},
    finish(): StoredColumn {
      if (form.code === 'A') return stored('string', empty.texts, null, meta);
      const none = physicalElements(form.code, storedArray(form.code, 0), { scale, zero, blank }, large, where);
      return stored('list', new Lists<unknown>(none.data, empty.offsets, { element: none.element }), null, meta);
    },
  };
}

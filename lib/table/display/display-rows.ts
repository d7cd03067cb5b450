/**
 * Which rows of a table are shown, and its shape as text.
 *
 * @module
 */

/** The row numbers to show of a table; `null` marks the rows left out. */
export function displayRows(length: number, most: number): (number | null)[] {
  if (length <= most) return Array.from({ length }, (_, row) => row);
  const head = Math.ceil(most / 2);
  const tail = Math.floor(most / 2);
  return [
    ...Array.from({ length: head }, (_, row) => row),
    null,
    ...Array.from({ length: tail }, (_, row) => length - tail + row),
  ];
}

/** The shape of a table as text: `1,204 rows x 12 columns`. */
export function shapeText(length: number, columns: number, times: string): string {
  const rows = length.toLocaleString('en-US');
  return `${rows} ${length === 1 ? 'row' : 'rows'} ${times} ${columns} ${columns === 1 ? 'column' : 'columns'}`;
}

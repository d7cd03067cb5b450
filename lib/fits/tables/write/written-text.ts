/**
 * Encodes columns of text and dates as fields of fixed width, padded with zero bytes.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { dateText } from '../../../table/column/iso-date.js';
import type { CardValue } from '../../header/card.js';
import { DATE_SCALE } from '../iso-dates.js';
import type { RowTarget, WrittenColumn } from './written-column.js';

/**
 * Encodes a column of text. A missing text is written as an empty one, because FITS does not distinguish them.
 *
 * @throws PhotometryError `bad-argument` for text that is not printable ASCII
 */
export function writtenText(name: string, values: readonly string[], valid: Uint8Array | null): WrittenColumn {
  const texts = valid === null ? values : values.map((text, row) => (valid[row] === 0 ? '' : text));
  const width = Math.max(1, longest(name, texts, 1));
  return textColumn(texts, width, 1, {});
}

/** Encodes a column of dates as text in ISO 8601. @throws PhotometryError `bad-argument` for a date out of range */
export function writtenDates(name: string, values: Float64Array): WrittenColumn {
  const texts = Array.from(values, (milliseconds, row) => {
    const text = dateText(milliseconds);
    if (text !== '' || Number.isNaN(milliseconds)) return text;
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}', row ${row}: ${milliseconds} ms from 1970 is outside the range of dates that can be written`,
      { column: name, row },
    );
  });
  return textColumn(texts, Math.max(1, longest(name, texts, 1)), 1, { TCTYP: DATE_SCALE });
}

/** Encodes a column of several strings per row. @throws PhotometryError `bad-argument` as for {@link writtenText} */
export function writtenTexts(
  name: string,
  texts: readonly string[],
  shape: readonly number[],
  valid: Uint8Array | null,
): WrittenColumn {
  const perRow = shape.reduce((product, axis) => product * axis, 1);
  const present = valid === null ? texts : texts.map((text, i) => (valid[Math.floor(i / perRow)] === 0 ? '' : text));
  const width = Math.max(1, longest(name, present, perRow));
  return textColumn(present, width, perRow, { TDIM: `(${[width, ...shape].join(',')})` });
}

function textColumn(
  texts: readonly string[],
  width: number,
  perRow: number,
  cards: Readonly<Record<string, CardValue>>,
): WrittenColumn {
  return {
    form: `${width * perRow}A`,
    bytes: width * perRow,
    cards,
    fill({ bytes, first, rows, stride }: RowTarget, offset: number): void {
      for (let row = 0; row < rows; row++)
        for (let k = 0; k < perRow; k++) {
          const text = texts[(first + row) * perRow + k];
          const to = offset + row * stride + k * width;
          for (let i = 0; i < text.length; i++) bytes[to + i] = text.charCodeAt(i);
        }
    },
  };
}

/** Returns the length of the longest text [characters], after checking that all are printable ASCII. */
function longest(name: string, texts: readonly string[], perRow: number): number {
  let max = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text.length > max) max = text.length;
    for (let k = 0; k < text.length; k++) {
      const code = text.charCodeAt(k);
      if (code < 32 || code > 126) throw notAscii(name, Math.floor(i / perRow), text, k);
    }
  }
  return max;
}

function notAscii(name: string, row: number, text: string, at: number): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `Column '${name}', row ${row}: ${JSON.stringify(text.slice(0, 60))} has the character ${JSON.stringify(text[at])}; text in FITS must be printable ASCII. Replace it with derive, or write ECSV, VOTable or Parquet`,
    { column: name, row },
  );
}

/**
 * Finds fields of a binary table that can be read, but contain bytes that the standard does not allow.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.3.1 (logicals and text)
 */
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';
import { parseBinaryForm } from '../tables/binary-form.js';
import type { FitsProblem } from './problem.js';

/** A field of text or logicals in a row. */
interface CheckedField {
  readonly number: number;
  readonly code: 'A' | 'L';
  readonly offset: number;
  readonly bytes: number;
}

/** Bytes of rows read at a time. */
const STRIDE = 1 << 24;

/** Reports the first byte of each text column that is not ASCII, and of each logical column that is not T, F or 0. */
export async function fieldProblems(
  source: ByteSource,
  { storedHeader: header, dataStart, shape }: Hdu,
): Promise<Pick<FitsProblem, 'level' | 'keyword' | 'byte' | 'problem'>[]> {
  const [rowLength, rows] = shape;
  let fields = checkedFields(header.number('TFIELDS'), n => header.text(`TFORM${n}`));
  const problems: Pick<FitsProblem, 'level' | 'keyword' | 'byte' | 'problem'>[] = [];
  const step = Math.max(1, Math.floor(STRIDE / Math.max(1, rowLength)));
  for (let first = 0; first < rows && fields.length > 0 && rowLength > 0; first += step) {
    const start = dataStart + first * rowLength;
    const bytes = await source.read(start, start + Math.min(step, rows - first) * rowLength);
    fields = fields.filter(field => {
      const at = badByte(bytes, rowLength, field);
      if (at < 0) return true;
      const { number, code } = field;
      const what = code === 'A' ? ', which is not printable ASCII' : "; a logical must be 'T', 'F' or 0";
      const name = header.text(`TTYPE${number}`) || `col${number}`;
      const problem = `row ${first + Math.floor(at / rowLength)}, column '${name}' holds the byte ${bytes[at]}${what}`;
      problems.push({ level: 'warning', keyword: `TFORM${number}`, byte: start + at, problem });
      return false;
    });
  }
  return problems;
}

function checkedFields(count: number, formOf: (n: number) => string): CheckedField[] {
  const fields: CheckedField[] = [];
  for (let number = 1, offset = 0; number <= count; number++) {
    const form = parseBinaryForm(formOf(number));
    if (form === null) return [];
    const { code, bytes, descriptor } = form;
    if (descriptor === null && (code === 'A' || code === 'L')) fields.push({ number, code, offset, bytes });
    offset += bytes;
  }
  return fields;
}

/**
 * Returns the index of the first byte that is not allowed in a field; -1 if there is none. Text may have any bytes
 * after a zero byte.
 */
function badByte(bytes: Uint8Array, rowLength: number, { code, offset, bytes: width }: CheckedField): number {
  for (let row = 0; row + offset + width <= bytes.length; row += rowLength)
    for (let at = row + offset; at < row + offset + width; at++) {
      const byte = bytes[at];
      if (code === 'L' ? byte !== 84 && byte !== 70 && byte !== 0 : byte > 126 || (byte < 32 && byte > 0)) return at;
      if (code === 'A' && byte === 0) break;
    }
  return -1;
}

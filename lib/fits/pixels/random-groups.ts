/**
 * Random groups: the old format of radio visibilities, in which each group has a few parameters and a small array.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 6
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { buildTable } from '../../table/build-table.js';
import type { TableData } from '../../table/column/table-data.js';
import { Vectors } from '../../table/column/vectors.js';
import type { Hdu } from '../hdu/hdu.js';
import { decodePixels, type PixelScaling, pixelScaling } from './decode-pixels.js';

/** The name of the column that holds the arrays. */
const ARRAYS = 'DATA';

/** Maximum number of parameters with a name: PTYPE1 to PTYPE999. */
const MAX_PARAMETERS = 999;

/**
 * Reads random groups as a table with one row per group and one column per parameter, named by PTYPEn, or `PARn`
 * without one. The column `DATA` holds the arrays in float64, with NaN where a value is BLANK.
 *
 * Parameters of the same name are added, as the standard requires: a date can thus have more digits than one number
 * holds.
 *
 * @throws PhotometryError `bad-argument` for an HDU of another kind, `truncated-file`
 */
export async function readGroups(source: ByteSource, hdu: Hdu, path: string): Promise<TableData> {
  const { index, kind, header, bitpix, dataStart, dataLength } = hdu;
  if (kind !== 'groups')
    throw new PhotometryError('bad-argument', `${path}, HDU ${index} does not hold random groups`, {
      path,
      hdu: index,
      kind,
    });
  if (dataStart + dataLength > source.byteLength)
    throw new PhotometryError(
      'truncated-file',
      `${path}, HDU ${index}: the file is cut off. Its header declares ${dataLength} bytes of groups from byte ${dataStart}, but the file ends at byte ${source.byteLength}`,
      { path, hdu: index, byte: source.byteLength },
    );
  const parameterCount = header.number('PCOUNT') || 0;
  if (parameterCount > MAX_PARAMETERS)
    throw new PhotometryError(
      'bad-header',
      `${path}, HDU ${index}: PCOUNT is ${parameterCount}, but groups have at most ${MAX_PARAMETERS} parameters. The file is damaged`,
      { path, hdu: index, keyword: 'PCOUNT' },
    );
  const bytes = await source.read(dataStart, dataStart + dataLength);
  const stored: PixelScaling = { bitpix, scale: 1, zero: 0, blank: NaN };
  const numbers = decodePixels(bytes, stored, 'float64').pixels;
  const shape = hdu.shape.slice(1);
  const width = shape.reduce((product, length) => product * length, 1);
  const groups = dataLength === 0 ? 0 : header.number('GCOUNT');
  const columns = new Map<string, Float64Array>();
  for (let p = 0; p < parameterCount; p++) addParameter(columns, hdu, p, groups, numbers);
  const arrays = new Float64Array(groups * width);
  const { scale, zero, blank } = pixelScaling(header, bitpix);
  for (let g = 0; g < groups; g++)
    for (let i = 0, at = g * (parameterCount + width) + parameterCount; i < width; i++) {
      const value = numbers[at + i];
      arrays[g * width + i] = value === blank ? NaN : zero + scale * value;
    }
  const units = { [ARRAYS]: header.text('BUNIT') };
  return buildTable([...columns, [ARRAYS, new Vectors(arrays, width, { shape })]], { units });
}

/** Adds the values of a parameter to the column with its name. */
function addParameter(
  columns: Map<string, Float64Array>,
  { header, shape }: Hdu,
  parameter: number,
  groups: number,
  numbers: ArrayLike<number>,
): void {
  const n = parameter + 1;
  const name = header.text(`PTYPE${n}`) || `PAR${n}`;
  const scale = header.has(`PSCAL${n}`) ? header.number(`PSCAL${n}`) : 1;
  const zero = header.has(`PZERO${n}`) ? header.number(`PZERO${n}`) : 0;
  const column = columns.get(name) ?? new Float64Array(groups);
  const length = (header.number('PCOUNT') || 0) + shape.slice(1).reduce((product, size) => product * size, 1);
  for (let g = 0; g < groups; g++) column[g] += zero + scale * numbers[g * length + parameter];
  columns.set(name, column);
}

/**
 * Finds problems in the data of an HDU: truncated, inconsistent with their checksums, or unreadable.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { type Hdu, planeCount } from '../hdu/hdu.js';
import { checkHdu } from '../hdu/hdu-checksums.js';
import { latin1Text } from '../header/header-text.js';
import { readPlane } from '../read/read-image.js';
import { readTableHdu } from '../tables/read/read-table-hdu.js';
import { endOfHdu } from '../write/edit-fits.js';
import { fieldProblems } from './field-problems.js';
import type { FitsProblem } from './problem.js';

/** A problem of the data, without its HDU. */
type DataProblem = Pick<FitsProblem, 'level' | 'keyword' | 'byte' | 'problem'>;

/** Returns the problems of the data of an HDU. Reads all of the data. */
export async function dataProblems(source: ByteSource, hdu: Hdu, path: string): Promise<DataProblem[]> {
  const cut = lengthProblem(source, hdu);
  if (cut !== null) return [cut];
  return [
    ...(await fillProblems(source, hdu)),
    ...(await sumProblems(source, hdu)),
    ...(await readingProblems(source, hdu, path)),
  ];
}

function lengthProblem({ byteLength }: ByteSource, { dataStart, dataLength }: Hdu): DataProblem | null {
  const missing = dataStart + dataLength - byteLength;
  if (missing <= 0) return null;
  const problem = `the file is cut off: the data have ${dataLength} bytes from byte ${dataStart}, of which the last ${missing} are missing`;
  return { level: 'error', keyword: '', byte: byteLength, problem };
}

/** Checks the padding of the last block: zeros, or blanks after an ASCII table. */
async function fillProblems(source: ByteSource, hdu: Hdu): Promise<DataProblem[]> {
  const start = hdu.dataStart + hdu.dataLength;
  const fill = await source.read(start, endOfHdu(hdu));
  const found = (byte: number, problem: string): DataProblem[] => [{ level: 'warning', keyword: '', byte, problem }];
  if (start + fill.length < endOfHdu(hdu))
    return found(
      start + fill.length,
      `the file ends ${endOfHdu(hdu) - start - fill.length} bytes before its last block is full`,
    );
  const wanted = hdu.kind === 'table' ? 32 : 0;
  const at = fill.findIndex(byte => byte !== wanted);
  return at < 0 ? [] : found(start + at, `the padding of the last block contains ${fill[at]}, not ${wanted}`);
}

async function sumProblems(source: ByteSource, hdu: Hdu): Promise<DataProblem[]> {
  const { checksum, datasum, computedDatasum } = await checkHdu(source, hdu);
  const problems: DataProblem[] = [];
  const said = (keyword: string): string => hdu.storedHeader.text(keyword);
  if (datasum === 'wrong')
    problems.push({
      level: 'error',
      keyword: 'DATASUM',
      byte: hdu.dataStart,
      problem: `the data add up to ${computedDatasum}, but DATASUM is ${said('DATASUM')}`,
    });
  if (checksum === 'wrong')
    problems.push({
      level: 'error',
      keyword: 'CHECKSUM',
      byte: hdu.headerStart,
      problem: `header or data have changed since CHECKSUM ${said('CHECKSUM')} was written`,
    });
  return problems;
}

/** Reads compressed data and tables, which may be damaged internally. */
async function readingProblems(source: ByteSource, hdu: Hdu, path: string): Promise<DataProblem[]> {
  try {
    if (hdu.kind === 'compressed-image') await readPlanes(source, hdu, path);
    else if (hdu.kind === 'bintable' || hdu.kind === 'table') await readRows(source, hdu, path);
    return hdu.kind === 'bintable' ? await fieldProblems(source, hdu) : [];
  } catch (error) {
    if (!(error instanceof PhotometryError)) throw error;
    const level = error.code === 'unsupported' ? 'warning' : 'error';
    return [{ level, keyword: '', byte: byteOf(error) ?? hdu.dataStart, problem: error.message }];
  }
}

async function readPlanes(source: ByteSource, hdu: Hdu, path: string): Promise<void> {
  for (let plane = 0; plane < planeCount(hdu); plane++)
    await readPlane(source, hdu, path, { precision: 'float32', plane });
}

/** Bytes of rows read at a time. */
const STRIDE = 1 << 24;

async function readRows(source: ByteSource, hdu: Hdu, path: string): Promise<void> {
  const [rowLength, rows] = hdu.shape;
  const step = Math.max(1, Math.floor(STRIDE / Math.max(1, rowLength)));
  const end = rowLength === 0 ? 1 : Math.max(1, rows); // for rows without bytes, one is enough
  for (let row = 0; row < end; row += step)
    await readTableHdu(source, hdu, path, { rows: [row, row + step], largeIntegers: 'float64' });
}

function byteOf({ details }: PhotometryError): number | undefined {
  return typeof details.byte === 'number' ? details.byte : undefined;
}

/** Returns the problem of bytes after the last HDU, if there are any. */
export async function trailingProblems(source: ByteSource, hdus: readonly Hdu[]): Promise<FitsProblem[]> {
  const last = hdus[hdus.length - 1];
  const end = endOfHdu(last);
  if (source.byteLength <= end) return [];
  const begin = JSON.stringify(latin1Text(await source.read(end, Math.min(source.byteLength, end + 8))));
  const problem = `${source.byteLength - end} bytes after the last HDU are not an extension (they begin with ${begin})`;
  return [{ level: 'warning', hdu: last.index, name: last.name, card: 0, keyword: '', byte: end, problem }];
}

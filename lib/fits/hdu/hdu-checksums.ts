/**
 * The CHECKSUM and DATASUM cards of an HDU: computed when it is written, verified after it is read.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.4.2.7
 */
import type { ByteSource } from '../../platform/types.js';
import { BLOCK_LENGTH } from '../header/card.js';
import type { Header } from '../header/header.js';
import { addSums, encodeChecksum, sumBytes } from './checksum.js';
import type { Hdu } from './hdu.js';

/** Result of checking a checksum: the bytes match it, they do not, or there is none. */
type ChecksumVerdict = 'ok' | 'wrong' | 'absent';

/** Results of checking an HDU. */
interface HduChecksums {
  /** CHECKSUM, which covers header and data. */
  readonly checksum: ChecksumVerdict;
  /** DATASUM, which covers the data. */
  readonly datasum: ChecksumVerdict;
  /** The sum of the data as stored, an unsigned 32-bit number. */
  readonly computedDatasum: number;
}

/** Bytes read and added at a time: a whole number of words. */
const STRIDE = 1 << 22;

/**
 * Returns the header with DATASUM and CHECKSUM cards that are valid for it and its data.
 *
 * @param dataSum sum of the data with their padding, from {@link sumBytes}
 * @example withChecksums(header, sumBytes(data)).toBytes()
 */
export function withChecksums(header: Header, dataSum: number): Header {
  const zero = header
    .with('CHECKSUM', '0'.repeat(16), 'HDU checksum')
    .with('DATASUM', String(dataSum), 'data unit checksum');
  return zero.with('CHECKSUM', encodeChecksum(addSums(sumBytes(zero.toBytes()), dataSum)));
}

/** Verifies the checksums of an HDU. Reads all of its data, in pieces. */
export async function checkHdu(source: ByteSource, hdu: Hdu): Promise<HduChecksums> {
  const { storedHeader: header, headerStart, dataStart, dataLength } = hdu;
  const dataEnd = dataStart + Math.ceil(dataLength / BLOCK_LENGTH) * BLOCK_LENGTH;
  const dataSum = await sumRange(source, dataStart, dataEnd);
  const sum = addSums(await sumRange(source, headerStart, dataStart), dataSum);
  // all ones and all zeros are both zero in ones' complement
  const checksum = !isGiven(header, 'CHECKSUM') ? 'absent' : sum === 0xffffffff || sum === 0 ? 'ok' : 'wrong';
  const datasum = !isGiven(header, 'DATASUM') ? 'absent' : header.number('DATASUM') === dataSum ? 'ok' : 'wrong';
  return { checksum, datasum, computedDatasum: dataSum };
}

/** Whether a sum is given: an empty string means that it is unknown. */
function isGiven(header: Header, keyword: string): boolean {
  return header.text(keyword) !== '';
}

/** Returns the sum of bytes `start` to `end` of a source. */
export async function sumRange(source: ByteSource, start: number, end: number): Promise<number> {
  let sum = 0;
  for (let at = start; at < Math.min(end, source.byteLength); at += STRIDE)
    sum = sumBytes(await source.read(at, Math.min(end, at + STRIDE)), sum);
  return sum;
}

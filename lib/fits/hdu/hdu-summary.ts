/**
 * Summarises an HDU: its content, number type, size and position in the file.
 *
 * @module
 */
import { showValue } from '../../core/display.js';
import { describeKind, type Hdu } from './hdu.js';
import { HduInfo } from './hdu-info.js';

/** Displays the summary of an HDU and returns it. */
export function showHdu(hdu: Hdu): HduInfo {
  const info = new HduInfo(summaryOf(hdu));
  showValue(info);
  return info;
}

/** Describes an HDU in one line: `HDU 1 SCI: an image, 1024 x 1024, 16-bit integers, unsigned`. */
export function hduLine(hdu: Hdu): string {
  const { index, name, version, kind } = hdu;
  const called = name === '' ? '' : ` ${name}${version > 1 ? `,${version}` : ''}`;
  const size = sizeOf(hdu);
  const what = size === '' ? 'without data' : kind.endsWith('image') ? `${size} ${typeName(hdu.header)}` : size;
  return `HDU ${index}${called}: ${describeKind(kind)}, ${what}`;
}

function summaryOf(hdu: Hdu): string[] {
  const { kind, header, storedHeader, headerStart, dataStart, dataLength } = hdu;
  const lines = [hduLine(hdu)];
  if (kind === 'compressed-image') lines.push(`  compressed by ${storedHeader.text('ZCMPTYPE')}, ${ratioOf(hdu)}`);
  const unit = header.text('BUNIT');
  const object = header.text('OBJECT');
  if (object !== '' || unit !== '') lines.push(`  ${[object, unit && `[${unit}]`].filter(Boolean).join(' ')}`);
  lines.push(`  header: ${storedHeader.cards.length} cards from byte ${headerStart}`);
  lines.push(dataLength === 0 ? '  no data' : `  data: ${dataLength} bytes from byte ${dataStart}`);
  return lines;
}

/** Returns the size of an image, or the rows and columns of a table. */
export function sizeOf({ kind, shape, header, storedHeader }: Hdu): string {
  if (kind === 'bintable' || kind === 'table')
    return `${storedHeader.number('NAXIS2')} rows x ${storedHeader.number('TFIELDS')} columns`;
  if (kind === 'groups') return `${header.number('GCOUNT')} groups of ${shape.slice(1).join(' x ')}`;
  return shape.join(' x ');
}

/** Returns a short name for the stored number type: `uint16`, `float32`, `int16 scaled`. */
export function typeName(header: Hdu['header']): string {
  const bitpix = header.number('BITPIX');
  const isScaled = header.has('BSCALE') && header.number('BSCALE') !== 1;
  const zero = header.has('BZERO') ? header.number('BZERO') : 0;
  const scaled = ' scaled';
  if (bitpix < 0) return `float${-bitpix}${isScaled || zero !== 0 ? scaled : ''}`;
  const usual = bitpix === 8 ? -128 : 2 ** (bitpix - 1);
  if (isScaled || (zero !== 0 && zero !== usual)) return `${bitpix === 8 ? 'uint8' : `int${bitpix}`}${scaled}`;
  const isUnsigned = (zero !== 0) !== (bitpix === 8);
  return `${isUnsigned ? 'u' : ''}int${bitpix}`;
}

function ratioOf({ shape, bitpix, dataLength }: Hdu): string {
  const plain = shape.reduce((product, length) => product * length, Math.abs(bitpix) / 8);
  return `${(plain / Math.max(1, dataLength)).toFixed(1)} times smaller than its pixels`;
}

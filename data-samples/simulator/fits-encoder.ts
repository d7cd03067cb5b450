/**
 * A FITS file of unsigned 16-bit pixels, as a CCD camera writes it. The library's own writer is not used, so that its
 * reader has something to prove.
 *
 * @module
 */

/** One line of a header. */
export interface SampleCard {
  readonly keyword: string;
  readonly value: string | number | boolean;
  readonly comment?: string;
}

const BLOCK = 2880;

/**
 * SIMPLE, BITPIX 16, BZERO 32768, then the given cards, then the pixels (row by row, 0 to 65535).
 *
 * @throws Error if a pixel is not a whole number from 0 to 65535, or a card is too long
 */
export function encodeSample(
  image: { readonly width: number; readonly height: number; readonly pixels: Float64Array },
  cards: readonly SampleCard[],
): Uint8Array {
  const all: SampleCard[] = [
    { keyword: 'SIMPLE', value: true, comment: 'conforms to the FITS standard' },
    { keyword: 'BITPIX', value: 16 },
    { keyword: 'NAXIS', value: 2 },
    { keyword: 'NAXIS1', value: image.width },
    { keyword: 'NAXIS2', value: image.height },
    { keyword: 'BZERO', value: 32768, comment: 'unsigned 16-bit numbers' },
    { keyword: 'BSCALE', value: 1 },
    ...cards,
  ];
  const text = `${all.map(formatCard).join('')}${'END'.padEnd(80)}`;
  const headerBytes = Math.ceil(text.length / BLOCK) * BLOCK;
  const bytes = new Uint8Array(headerBytes + Math.ceil((2 * image.pixels.length) / BLOCK) * BLOCK);
  bytes.fill(0x20, 0, headerBytes);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);

  const view = new DataView(bytes.buffer, headerBytes);
  for (let p = 0; p < image.pixels.length; p++) {
    const value = image.pixels[p];
    if (!(Number.isInteger(value) && value >= 0 && value <= 65535)) {
      throw new Error(`Pixel ${p} is ${value}; a 16-bit file holds whole numbers from 0 to 65535.`);
    }
    view.setInt16(2 * p, value - 32768);
  }
  return bytes;
}

/** Fixed format: the value ends in column 30, text begins in column 11. */
function formatCard({ keyword, value, comment }: SampleCard): string {
  const body =
    typeof value === 'string'
      ? `'${value.replaceAll("'", "''").padEnd(8)}'`.padEnd(20)
      : (typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)).padStart(20);
  const card = `${keyword.padEnd(8)}= ${body}${comment ? ` / ${comment}` : ''}`;
  if (keyword.length > 8 || card.length > 80) throw new Error(`This card does not fit in 80 characters: ${card}`);
  return card.padEnd(80);
}

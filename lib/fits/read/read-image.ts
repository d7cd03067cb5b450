/**
 * Reads the pixels of one plane of an image HDU, or of a part of it, and no other data.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { readCompressedImage } from '../compression/read-compressed-image.js';
import { describeKind, type Hdu, planeCount } from '../hdu/hdu.js';
import { type DecodedPixels, decodePixels, pixelArray, pixelScaling, rawMaximum } from '../pixels/decode-pixels.js';
import type { ImageData, ReadPlaneOptions } from '../pixels/image-data.js';
import { assertInside, columnsOf, type Rectangle } from '../pixels/section.js';

/** Bytes of a plane read and decoded at a time; more would add to the memory that the pixels need. */
const STRIDE = 1 << 26;

/**
 * Reads one plane, or a section of it. No other rows of an uncompressed image, or tiles of a compressed one, are read.
 *
 * @throws PhotometryError `bad-argument` for an HDU or plane without pixels or a section that is not inside the image,
 * `truncated-file` if the file ends before the data do, `unsupported` for a compression or size that cannot be read
 */
export async function readPlane(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  options: ReadPlaneOptions,
): Promise<ImageData> {
  const { section, plane } = options;
  assertPlane(hdu, path, plane);
  const [width, height = 1] = hdu.shape;
  if (section !== undefined) assertInside(section, width, height, `${path}, HDU ${hdu.index}`);
  const part = section ?? { x: 0, y: 0, width, height };
  if (hdu.kind === 'compressed-image') {
    assertWhole(source, hdu, path, hdu.dataStart + hdu.dataLength);
    assertHoldable(part, hdu, path);
    return readCompressedImage(source, hdu, path, options);
  }
  return readRows(source, hdu, path, options, part);
}

/** Reads the rows of a section of an uncompressed image, in pieces of at most {@link STRIDE} bytes. */
async function readRows(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  { precision, plane }: ReadPlaneOptions,
  { x, y, width, height }: Rectangle,
): Promise<ImageData> {
  const { bitpix, shape } = hdu;
  const [rowLength, rows = 1] = shape;
  const rowBytes = (Math.abs(bitpix) / 8) * rowLength;
  const start = hdu.dataStart + (plane * rows + y) * rowBytes;
  assertWhole(source, hdu, path, start + height * rowBytes);
  assertHoldable({ x, y, width, height }, hdu, path);
  const scaling = pixelScaling(hdu.header, bitpix);
  const facts = { width, height, planes: planeCount(hdu), plane, bitpix, rawMaximum: rawMaximum(scaling) };
  const decodeRows = async (from: number, to: number): Promise<DecodedPixels> => {
    const bytes = await source.read(start + from * rowBytes, start + to * rowBytes);
    if (bytes.length < (to - from) * rowBytes) throw truncated(hdu, path, start + from * rowBytes + bytes.length);
    const { pixels, mask } = decodePixels(bytes, scaling, precision);
    const part = columnsOf(pixels, rowLength, x, width);
    return mask === undefined ? { pixels: part } : { pixels: part, mask: columnsOf(mask, rowLength, x, width) };
  };
  const step = Math.max(1, Math.floor(STRIDE / rowBytes));
  if (step >= height) return { ...facts, ...(await decodeRows(0, height)) };
  const pixels = pixelArray(width * height, precision);
  let mask: Uint8Array | undefined;
  for (let from = 0; from < height; from += step) {
    const part = await decodeRows(from, Math.min(height, from + step));
    pixels.set(part.pixels, from * width);
    if (part.mask === undefined) continue;
    mask ??= new Uint8Array(pixels.length);
    mask.set(part.mask, from * width);
  }
  return mask === undefined ? { ...facts, pixels } : { ...facts, pixels, mask };
}

/**
 * Throws if the file is too short. Runs before anything is allocated: an absurd NAXIS declares more than any file
 * holds.
 */
function assertWhole(source: ByteSource, hdu: Hdu, path: string, end: number): void {
  if (end > source.byteLength) throw truncated(hdu, path, source.byteLength);
}

/** Maximum number of pixels that one float64 array can hold. */
const MAX_PIXELS = 2 ** 30;

function assertHoldable({ width, height }: Rectangle, { index }: Hdu, path: string): void {
  if (width * height <= MAX_PIXELS) return;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${index}: ${width} x ${height} pixels are more than the ${MAX_PIXELS} that can be held at once; read it in sections`,
    { path, hdu: index },
  );
}

function truncated(hdu: Hdu, path: string, reached: number): PhotometryError {
  const { index, dataStart, dataLength, shape } = hdu;
  return new PhotometryError(
    'truncated-file',
    `${path}, HDU ${index}: the file is cut off. Its header declares ${dataLength} bytes of data (${shape.join(' x ')}) from byte ${dataStart}, but the file ends at byte ${reached}. Copy or download it again`,
    { path, hdu: index, byte: reached, expected: dataStart + dataLength },
  );
}

function assertPlane(hdu: Hdu, path: string, plane: number): void {
  const { index, kind, shape } = hdu;
  const planes = kind === 'image' || kind === 'compressed-image' ? planeCount(hdu) : 0;
  if (planes === 0) {
    const why = kind.endsWith('image')
      ? `it has no pixels (${shape.length === 0 ? 'NAXIS = 0' : shape.join(' x ')})`
      : `it is ${describeKind(kind)}`;
    throw new PhotometryError('bad-argument', `${path}, HDU ${index} is not an image: ${why}`, {
      path,
      hdu: index,
      kind,
    });
  }
  if (!Number.isInteger(plane) || plane < 0 || plane >= planes)
    throw new PhotometryError(
      'bad-argument',
      `${path}, HDU ${index} has ${planes} planes, numbered from 0; plane ${plane} was asked for`,
      { path, hdu: index, plane },
    );
}

/**
 * Reads the pixels of one plane of an image HDU, and no other bytes.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { ByteSource } from '../platform/types.js';
import { readCompressedImage } from './compression/read-compressed-image.js';
import { decodePixels, type PixelPrecision, pixelScaling, rawMaximum } from './decode-pixels.js';
import { type Hdu, planeCount } from './hdu.js';
import type { ImageData } from './image-data.js';

/** Which plane of an HDU, and how finely. */
export interface ReadPlaneOptions {
  readonly precision: PixelPrecision;
  readonly plane: number;
}

/**
 * Reads one plane.
 *
 * @throws PhotometryError `bad-argument` for an HDU or plane without pixels, `truncated-file` if the
 * file ends before the data do, `unsupported` for what cannot be read
 */
export async function readPlane(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  options: ReadPlaneOptions,
): Promise<ImageData> {
  assertPlane(hdu, path, options.plane);
  assertWhole(source, hdu, path);
  assertHoldable(hdu, path);
  if (hdu.kind === 'compressed-image') return readCompressedImage(source, hdu, path, options);
  const { bitpix, shape } = hdu;
  const { precision, plane } = options;
  const [width, height = 1] = shape;
  const length = (Math.abs(bitpix) / 8) * width * height;
  const start = hdu.dataStart + plane * length;
  const bytes = await source.read(start, start + length);
  if (bytes.length < length) throw truncated(hdu, path, start + bytes.length);
  const scaling = pixelScaling(hdu.header, bitpix);
  const decoded = decodePixels(bytes, scaling, precision);
  return { width, height, planes: planeCount(hdu), plane, bitpix, rawMaximum: rawMaximum(scaling), ...decoded };
}

/** Checked before anything is allocated: an absurd NAXIS announces more than any file holds. */
function assertWhole(source: ByteSource, hdu: Hdu, path: string): void {
  if (hdu.dataStart + hdu.dataLength > source.byteLength) throw truncated(hdu, path, source.byteLength);
}

/** Pixels of an image that an array of float64 can hold. */
const MOST_PIXELS = 2 ** 30;

function assertHoldable({ shape, index }: Hdu, path: string): void {
  const [width, height = 1] = shape;
  if (width * height <= MOST_PIXELS) return;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${index}: its ${width} x ${height} pixels are more than the ${MOST_PIXELS} that can be held at once`,
    { path, hdu: index },
  );
}

function truncated(hdu: Hdu, path: string, reached: number): PhotometryError {
  const { index, dataStart, dataLength, shape } = hdu;
  return new PhotometryError(
    'truncated-file',
    `${path}, HDU ${index}: the file is cut off. Its header announces ${dataLength} bytes of data (${shape.join(' x ')}) from byte ${dataStart}, but the file ends at byte ${reached}. Copy or download it again`,
    { path, hdu: index, byte: reached, expected: dataStart + dataLength },
  );
}

const WHAT: Readonly<Record<Hdu['kind'], string>> = {
  image: 'an image',
  'compressed-image': 'a compressed image',
  bintable: 'a binary table',
  table: 'a text table',
  groups: 'random groups (visibilities)',
  unknown: 'an extension of unknown kind',
};

function assertPlane(hdu: Hdu, path: string, plane: number): void {
  const { index, kind, shape } = hdu;
  const planes = kind === 'image' || kind === 'compressed-image' ? planeCount(hdu) : 0;
  if (planes === 0) {
    const why = kind.endsWith('image')
      ? `it has no pixels (${shape.length === 0 ? 'NAXIS = 0' : shape.join(' x ')})`
      : `it is ${WHAT[kind]}`;
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

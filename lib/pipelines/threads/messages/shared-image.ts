/**
 * Images as plain data on shared memory, so that threads can read the same pixels.
 *
 * @module
 */
import { Header } from '../../../fits/header/header.js';
import type { Image } from '../../../frame/image.js';

/** A value with a header, as plain data: the header as the bytes of its cards. */
export type Plain<T extends { readonly header: Header }> = Omit<T, 'header'> & { readonly header: Uint8Array };

/** Encodes the header. */
export function toPlain<T extends { readonly header: Header }>(value: T): Plain<T> {
  return { ...value, header: value.header.toBytes() };
}

/** Decodes the header; everything else is taken unchanged. */
export function fromPlain<T extends { readonly header: Header }>(plain: Plain<T>): T {
  return { ...plain, header: Header.parse(plain.header) } as unknown as T;
}

/** A copy of an image whose pixels, mask and variance are on shared memory. */
export function sharedCopy(image: Image): Image {
  const { pixels, variance, mask } = image;
  return {
    ...image,
    pixels: onSharedMemory(pixels),
    ...(variance ? { variance: onSharedMemory(variance) } : {}),
    ...(mask ? { mask: onSharedMemory(mask) } : {}),
  };
}

const plainCopies = new WeakMap<Image, Plain<Image>>();

/** A plain copy on shared memory; the same copy for the same image. */
export function sharedPlain(image: Image): Plain<Image> {
  let plain = plainCopies.get(image);
  if (plain === undefined) {
    plain = toPlain(sharedCopy(image));
    plainCopies.set(image, plain);
  }
  return plain;
}

/** A copy of an array on shared memory; the array itself if it is there already. */
export function onSharedMemory<T extends Float32Array | Float64Array | Uint8Array>(values: T): T {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const create = values.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new create(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

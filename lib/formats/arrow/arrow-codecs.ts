/**
 * Compressed buffers of Arrow files: LZ4 frames, as pandas and polars write Feather by default, and Zstandard.
 *
 * @module
 */

import { arrowLibrary } from '../../table/interop/arrow/arrow-library.js';
import { checkClaim } from '../binary/claims.js';
import { unpackLz4Frame } from '../binary/lz4.js';
import { zstdClaim } from '../binary/zstd-frame.js';

/** Makes both codecs known to flechette, unless the program has set its own. */
export async function registerArrowCodecs(): Promise<void> {
  const { CompressionType, getCompressionCodec, setCompressionCodec } = arrowLibrary();
  if (getCompressionCodec(CompressionType.LZ4_FRAME) === null)
    setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame, encode: refuse });
  if (getCompressionCodec(CompressionType.ZSTD) !== null) return;
  const { compressors } = await import('hyparquet-compressors');
  setCompressionCodec(CompressionType.ZSTD, {
    decode(bytes, length) {
      checkClaim('A Zstandard frame', 'bytes', zstdClaim(bytes), bytes.length);
      const unpacked = compressors.ZSTD?.(bytes, length) ?? refuse();
      return unpacked.byteOffset % 8 === 0 ? unpacked : unpacked.slice(); // numbers of 8 bytes want their place
    },
    encode: refuse,
  });
}

function refuse(): never {
  throw new Error('Arrow buffers are written uncompressed');
}

/**
 * FITS_LDAC: a catalogue table preceded by one that holds the header of its image as text.
 *
 * @module
 * @see Source Extractor's manual, CATALOG_TYPE FITS_LDAC
 */
import type { ByteSource } from '../../../platform/types.js';
import type { Hdu } from '../../hdu/hdu.js';
import { Header } from '../../header/header.js';
import { metaOf } from '../table-meta.js';

/** EXTNAME of the table that holds an image's header. */
const IMAGE_HEADER = 'LDAC_IMHEAD';

/** Maximum length of a header [byte]. */
const MAX_HEADER_LENGTH = 2 ** 24;

/** Whether an HDU is the part of a FITS_LDAC file that holds the header of an image. */
export function isLdacHeader({ kind, name }: Hdu): boolean {
  return kind === 'bintable' && name.toUpperCase() === IMAGE_HEADER;
}

/**
 * Returns the header of the image, by keyword; null if the HDU does not hold a header: SCAMP's catalogues have a note
 * there.
 */
export async function readLdacHeader(
  source: ByteSource,
  { dataStart, dataLength }: Hdu,
): Promise<Readonly<Record<string, unknown>> | null> {
  if (dataLength === 0 || dataLength > MAX_HEADER_LENGTH) return null;
  const bytes = await source.read(dataStart, dataStart + dataLength);
  const header = Header.parse(bytes);
  return header.has('SIMPLE') || header.has('XTENSION') ? metaOf(header) : null;
}

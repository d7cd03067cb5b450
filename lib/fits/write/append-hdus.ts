/**
 * Appends HDUs to a file. The existing HDUs are not moved.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { FileEditor } from '../../platform/types.js';
import { editFits, endOfHdu, type FitsEdit } from './edit-fits.js';
import { type HduToWrite, hduParts } from './encode-hdu.js';
import { replaceHeader } from './update-header.js';
import { packed, type WriteHdusOptions } from './write-fits.js';

/**
 * Appends HDUs to a file; images become extensions. If writing fails, the file is restored.
 *
 * EXTEND is set in the primary header if there is room for that card.
 *
 * @throws PhotometryError `no-such-file`, `not-fits`; `truncated-file` for a truncated file; `unsupported` for one
 * compressed with gzip, or with other bytes after its last HDU; `bad-argument`, `bad-header` for HDUs that cannot be
 * written; `io`
 * @example await appendHdus('field.fits', [{ table: stars, name: 'STARS' }]);
 */
export async function appendHdus(
  path: string,
  hdus: readonly HduToWrite[],
  options: WriteHdusOptions = {},
): Promise<void> {
  if (hdus.length === 0) return;
  await editFits(path, async edit => {
    const parts = (await packed(hdus, options)).map((hdu, k) => [
      ...hduParts(hdu, { index: edit.hdus.length + k, hasExtensions: true }, options.checksum ?? false),
    ]);
    const end = endOfFile(edit);
    const before = edit.file.byteLength;
    try {
      await writeParts(edit.file, end, parts.flat());
    } catch (error) {
      await edit.file.truncate(before);
      throw error;
    }
    await declareExtensions(edit);
  });
}

/** Returns the byte offset of the next HDU. */
function endOfFile({ path, file, hdus }: FitsEdit): number {
  const last = hdus[hdus.length - 1];
  const end = endOfHdu(last);
  const dataEnd = last.dataStart + last.dataLength;
  if (file.byteLength < dataEnd)
    throw new PhotometryError(
      'truncated-file',
      `${path}, HDU ${last.index}: the file is cut off at byte ${file.byteLength}, but its data end at byte ${dataEnd}; nothing can be appended`,
      { path, hdu: last.index, byte: file.byteLength },
    );
  if (file.byteLength > end)
    throw new PhotometryError(
      'unsupported',
      `${path}: ${file.byteLength - end} bytes that are not an HDU follow the last one, from byte ${end}; appending HDUs would overwrite them`,
      { path, byte: end },
    );
  return end;
}

async function writeParts(file: FileEditor, start: number, parts: readonly Uint8Array[]): Promise<void> {
  // add the padding of the last HDU if it is missing
  if (file.byteLength < start) await file.writeAt(file.byteLength, new Uint8Array(start - file.byteLength));
  let at = start;
  for (const part of parts) {
    await file.writeAt(at, part);
    at += part.length;
  }
}

/** Sets EXTEND in the primary header, unless that would need another block. */
async function declareExtensions(edit: FitsEdit): Promise<void> {
  const [primary] = edit.hdus;
  if (primary.storedHeader.get('EXTEND') === true) return;
  const header = primary.storedHeader.with('EXTEND', true);
  const room = primary.dataStart - primary.headerStart;
  if (header.toBytes().length <= room) await replaceHeader(edit, primary, header);
}

/**
 * Recognises files of other kinds, for error messages.
 *
 * @module
 */

/** How such files begin, with non-text bytes as hexadecimal, and what to do with them. */
const FOREIGN: readonly (readonly [start: RegExp, what: string])[] = [
  [/^<FD>7zXZ/, 'an xz file; unpack it with unxz first'],
  [/^PK<03><04>/, 'a zip file, as workbooks of Excel are; unpack it, or save the sheet as CSV, first'],
  [/^<D0><CF><11><E0>/, 'an old workbook of Excel; save the sheet as CSV first'],
  [
    /^(<EF><BB><BF>)?(<0A>|<0D>|<09>| )*<3C>(!doctype|html)/i,
    'a web page, as a failed download leaves behind; fetch the file again',
  ],
  [/^XISF0100/, 'an XISF file of PixInsight; save it as FITS'],
  [/^(<89>PNG|GIF8|<FF><D8><FF>|II\*<00>|MM<00>\*)/, 'a picture (PNG, GIF, JPEG or TIFF)'],
  [/^%PDF-/, 'a PDF'],
  [/^XTENSION/, 'a FITS extension without the primary HDU before it'],
  [/^<89>HDF/, 'an HDF5 file'],
  [/^<93>NUMPY/, 'an array of numpy'],
  [/^#ASDF/, 'an ASDF file'],
];

/** What a file looks like by its first bytes, and what to do with it; null if it is not one of the known kinds. */
export function foreignFile(head: Uint8Array): string | null {
  const start = printable(head.subarray(0, 32));
  return FOREIGN.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}

/** Bytes as text; non-printable ones and `<` as their number: `<1F>`. */
export function printable(bytes: Uint8Array): string {
  return Array.from(bytes, byte =>
    byte >= 32 && byte < 127 && byte !== 60
      ? String.fromCharCode(byte)
      : `<${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  ).join('');
}

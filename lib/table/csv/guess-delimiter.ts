/**
 * Guesses the delimiter of a file that does not declare it.
 *
 * @module
 */

/** Delimiters tried if the usual one does not occur in the header. */
const DELIMITERS: readonly string[] = [',', '\t', ';', '|'];

/** Bytes in which header and first row are looked for. */
const LOOKED_AT = 1 << 16;

/** The line that tells Excel the delimiter. */
const EXCEL_HINT = /^sep=([^\r\n])(\r\n|\n|\r)/i;

/**
 * The delimiter that a file names in Excel's line `sep=;`; else the usual one, unless the header lacks it and another
 * occurs as often in the header as in the first row.
 *
 * @param bytes the file from its beginning
 */
export function guessDelimiter(bytes: Uint8Array, usual: string): string {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, LOOKED_AT)).replace(/^\u00ef\u00bb\u00bf/, '');
  const told = EXCEL_HINT.exec(text);
  if (told !== null) return told[1];
  const lines = text.split(/\r\n|\n|\r/).filter(line => line !== '' && !line.startsWith('#'));
  const [header = '', row = header] = lines.map(line => line.replaceAll(/"[^"]*"/g, ''));
  if (header.includes(usual)) return usual;
  const count = (line: string, delimiter: string): number => line.split(delimiter).length;
  const fits = (delimiter: string): boolean =>
    count(header, delimiter) > 1 && count(header, delimiter) === count(row, delimiter);
  return DELIMITERS.find(fits) ?? usual;
}

/** The length of Excel's line `sep=;` at the beginning of a text; 0 if there is none. */
export function excelHintLength(text: string): number {
  return EXCEL_HINT.exec(text)?.[0].length ?? 0;
}

/**
 * Converts units and descriptions to the ASCII of FITS headers.
 *
 * @module
 */

/** Replacements for characters that ASCII lacks, following the FITS standard's units and common usage. */
const WORDS: Readonly<Record<string, string>> = {
  '\u00c5': 'Angstrom',
  '\u212b': 'Angstrom',
  '\u00b5': 'u',
  '\u03bc': 'u',
  '°': 'deg',
  '′': 'arcmin',
  '″': 'arcsec',
  '²': '2',
  '³': '3',
  '¹': '1',
  '⁻': '-',
  '·': '.',
  '×': 'x',
  '−': '-',
  '–': '-',
  '—': '-',
  '±': '+-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  λ: 'lambda',
  π: 'pi',
  σ: 'sigma',
  χ: 'chi',
  Δ: 'Delta',
  ß: 'ss',
};

/**
 * Converts text to printable ASCII: known characters to words, accents dropped, control characters to blanks, the rest
 * to `?`.
 *
 * @example headerWords('µm Å⁻¹') // 'um Angstrom-1'
 */
export function headerWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const letters = Array.from(text, letter => WORDS[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, ''));
  return Array.from(letters.join(''), letter => (letter < ' ' ? ' ' : /[\x20-\x7e]/.test(letter) ? letter : '?')).join(
    '',
  );
}

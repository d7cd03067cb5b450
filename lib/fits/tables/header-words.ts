/**
 * Units and descriptions in the ASCII of FITS headers.
 *
 * @module
 */

/** What stands for letters that ASCII lacks, as the units of the FITS standard and common sense have it. */
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
 * Text as printable ASCII: known letters by word, accents dropped, blanks for control characters, `?` for the rest.
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

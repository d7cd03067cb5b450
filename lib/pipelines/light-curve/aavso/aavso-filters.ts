/**
 * The filters of the AAVSO.
 *
 * @module
 */

/** Codes of the Extended File Format. */
const CODES: readonly string[] =
  'U B V R I J H K TG TB TR CV CR SZ SU SG SR SI STU STV STB STY STHBW STHBN MA MB MI Y HA HAC ZS Z O'.split(' ');

/** Names that headers use for them, in small letters without signs. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['rc', 'R'],
  ['ic', 'I'],
  ['up', 'SU'],
  ['gp', 'SG'],
  ['rp', 'SR'],
  ['ip', 'SI'],
  ['zp', 'SZ'],
  ['zs', 'ZS'],
  ['sdssu', 'SU'],
  ['sdssg', 'SG'],
  ['sdssr', 'SR'],
  ['sdssi', 'SI'],
  ['sdssz', 'SZ'],
  ['johnsonu', 'U'],
  ['johnsonb', 'B'],
  ['johnsonv', 'V'],
  ['bessellu', 'U'],
  ['bessellb', 'B'],
  ['bessellv', 'V'],
  ['bessellr', 'R'],
  ['besselli', 'I'],
  ['cousinsr', 'R'],
  ['cousinsi', 'I'],
  ['halpha', 'HA'],
]);

/**
 * The AAVSO's code of a filter; empty if the name could mean several, or none.
 *
 * `g`, `r`, `i`, `R'` and `Clear` are not guessed: SG or TG, SR or R, CV or CR depend on what the magnitudes of the comparison stars are.
 *
 * @see https://www.aavso.org/filters
 */
export function aavsoFilter(name: string): string {
  const text = name.trim();
  if (CODES.includes(text)) return text;
  if (/^[ugriz]['′]$/.test(text)) return `S${text[0].toUpperCase()}`;
  return NAMES.get(text.toLowerCase().replace(/[\s_.-]/g, '')) ?? '';
}

/** The codes, for a message. */
export function aavsoFilterCodes(): string {
  return `${CODES.slice(0, 16).join(', ')} ...`;
}

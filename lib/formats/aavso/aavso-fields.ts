/**
 * The fields of an observation in the AAVSO Extended File Format, in their order.
 *
 * @module
 */

/** How a field is kept. */
export type FieldKind = 'text' | 'number' | 'magnitude' | 'date' | 'yes-no';

/** One field. */
export interface AavsoField {
  /** Its name, as in the line that files have above the observations; our column's name. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly unit: string;
  readonly description: string;
  /** Characters it may have at most. */
  readonly limit: number;
  /** Whether an observation cannot do without it. */
  readonly required: boolean;
  /** Names of columns, in small letters, that are written to this field. */
  readonly sources: readonly string[];
}

/** The fifteen fields of version 1.2. */
export const AAVSO_FIELDS: readonly AavsoField[] = [
  field('NAME', 'text', '', 'Designation of the star', 30, true, ['starid', 'star', 'object']),
  field('DATE', 'date', 'd', 'Middle of the observation', 16, true, ['jdutcmid', 'jd', 'hjd', 'date']),
  field('MAG', 'magnitude', 'mag', 'Magnitude', 8, true, ['magnitude']),
  field('MERR', 'number', 'mag', 'Error of the magnitude', 6, false, ['magerr', 'mag_err', 'e_mag']),
  field('FILT', 'text', '', 'Filter', 5, true, ['filter', 'band']),
  field('TRANS', 'yes-no', '', 'Transformed to the standard system', 3, false, ['transformed']),
  field('MTYPE', 'text', '', 'STD: standardised magnitude, DIF: differential', 3, true, []),
  field('CNAME', 'text', '', 'Comparison star, or ENSEMBLE', 20, false, []),
  field('CMAG', 'number', 'mag', 'Instrumental magnitude of the comparison star', 8, false, []),
  field('KNAME', 'text', '', 'Check star', 20, false, []),
  field('KMAG', 'number', 'mag', 'Instrumental magnitude of the check star', 8, false, []),
  field('AMASS', 'number', '', 'Airmass', 7, false, ['airmass']),
  field('GROUP', 'text', '', 'Observations of one set through several filters', 5, false, []),
  field('CHART', 'text', '', 'Chart or sequence', 20, false, []),
  field('NOTES', 'text', '', 'Notes', 3000, false, ['comment', 'comments']),
];

/** Our column next to MAG: true where the star was fainter than MAG, which the file writes as `<15.0`. */
export const FAINTER = 'FAINTER';

function field(
  name: string,
  kind: FieldKind,
  unit: string,
  description: string,
  limit: number,
  required: boolean,
  sources: readonly string[],
): AavsoField {
  return { name, kind, unit, description, limit, required, sources: [name.toLowerCase(), ...sources] };
}

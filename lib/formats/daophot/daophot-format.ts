/**
 * DAOPHOT's and APPHOT's text databases as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';

/**
 * What IRAF's `phot`, `nstar`, `allstar` and their kin write (`.mag`, `.als`, `.nst`, `.coo`).
 *
 * A record may take several lines. Where it holds several apertures, the columns of the last line are numbered:
 * `MAG1`, `MAG2`. Kinds follow from the formats (`%d` int32, `%f` and `%g` float64, `%s` text); INDEF is a missing
 * value. The keywords are in `meta` by name, and with unit and format in `meta.keywords`. Cannot be written.
 */
export const daophotFormat: TableFormat = {
  name: 'daophot',
  extensions: ['.mag', '.als', '.nst', '.coo'],
  recognizes: head => /^#(K\s+\w+\s*=|N\s+\w)/.test(String.fromCharCode(...head.subarray(0, 200))),
  read: async (...all) => (await import('./read-daophot.js')).readDaophot(...all),
};

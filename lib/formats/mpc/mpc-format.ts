/**
 * Texts of the Minor Planet Center as a table format.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';
import { isObservation } from './observations.js';
import { isOrbit } from './orbits.js';

/** Lines that must fit before a text is taken for one of these. */
const MIN_LINES = 1;

/**
 * Observations in records of 80 columns, and orbits of minor planets (MPCORB), known by what stands in their columns. Cannot
 * be written.
 */
export const mpcFormat: TableFormat = {
  name: 'mpc',
  extensions: [],
  recognizes(head) {
    const lines = new TextDecoder()
      .decode(head)
      .split(/\r\n|\n|\r/)
      .slice(0, -1)
      .filter(line => line.trim() !== '');
    if (lines.some(line => /^\s*MINOR PLANET CENTER ORBIT DATABASE/.test(line))) return true;
    const fitting = lines.filter(line => isObservation(line) || isOrbit(line)).length;
    return fitting >= MIN_LINES && fitting >= 0.5 * lines.length;
  },
  read: async file => (await import('./read-mpc.js')).readMpc(await file.text(), file.path),
};

/**
 * Finds the column with the errors of another by its name, following the conventions of surveys and programs.
 *
 * @module
 */
import type { StoredColumn, StoredColumns } from '../column/stored-column.js';

/** What is added to a name, before a label such as the radius or `_AUTO`: magErr, flux_err, fluxErr_4, MAGERR_AUTO. */
const ENDINGS = ['err', '_err', '_error', 'error', '_unc', '_sigma', '_e', '_std'];
/** Prefixes of a name: e_Vmag in VizieR, sigma_mag, err_flux. The errors of Hubble's flux_4_apcor are err_4_apcor. */
const BEGINNINGS = ['e_', 'err_', 'error_', 'sigma_', 'sig_', 'd_'];

/**
 * The errors of each column that has some: the first column of numbers in the same unit whose name is that of the
 * other with `err`, `_error`, `e_` or similar, ignoring case.
 *
 * @example errorColumns(stars).get('mag') // the column magErr
 */
export function errorColumns(stored: StoredColumns): Map<string, StoredColumn> {
  const byName = new Map<string, StoredColumn>();
  for (const [name, column] of stored) if (isReal(column)) byName.set(name.toLowerCase(), column);
  const found = new Map<string, StoredColumn>();
  for (const [name, column] of stored) {
    if (!isReal(column)) continue;
    for (const candidate of errorNames(name.toLowerCase())) {
      const errors = byName.get(candidate);
      if (errors === undefined || !haveSameUnit(column, errors)) continue;
      found.set(name, errors);
      break;
    }
  }
  return found;
}

function isReal({ kind }: StoredColumn): boolean {
  return kind === 'float64' || kind === 'float32';
}

function haveSameUnit(a: StoredColumn, b: StoredColumn): boolean {
  return a.unit === b.unit || a.unit === '' || b.unit === '';
}

/** The names that the errors of a column could have. */
function errorNames(name: string): string[] {
  const whole = [...ENDINGS.map(ending => name + ending), ...BEGINNINGS.map(beginning => beginning + name)];
  // of flux_4, mag_auto and flux_4_apcor the part behind the name proper
  const labels = new Set([name.lastIndexOf('_'), name.indexOf('_')]);
  const labelled = [...labels].flatMap(label => {
    if (label < 1) return [];
    const [stem, rest] = [name.slice(0, label), name.slice(label)];
    const named = ENDINGS.map(ending => stem + ending + rest);
    if (/^(flux|countrate)$/.test(stem)) named.push(`err${rest}`);
    if (/^(ab|st|vega)mag$/.test(stem)) named.push(`mag_err${rest}`);
    return named;
  });
  return [...whole, ...labelled];
}

/**
 * Names and units of Horizons' columns.
 *
 * @module
 */

/** Units of the quantities of observer tables, by Horizons' names. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['APmag', 'mag'],
  ['T-mag', 'mag'],
  ['N-mag', 'mag'],
  ['S-brt', 'mag/arcsec2'],
  ['delta', 'AU'],
  ['deldot', 'km/s'],
  ['r', 'AU'],
  ['rdot', 'km/s'],
  ['S-O-T', 'deg'],
  ['S-T-O', 'deg'],
  ['phi', 'deg'],
  ['PsAng', 'deg'],
  ['PsAMV', 'deg'],
  ['Illu%', '%'],
  ['dRA*cosD', 'arcsec/h'],
  ['d(DEC)/dt', 'arcsec/h'],
  ['Sky_motion', 'arcsec/min'],
  ['Sky_mot_PA', 'deg'],
  ['SMAA_3sig', 'arcsec'],
  ['SMIA_3sig', 'arcsec'],
  ['Theta', 'deg'],
  ['GlxLon', 'deg'],
  ['GlxLat', 'deg'],
  ['ObsEcLon', 'deg'],
  ['ObsEcLat', 'deg'],
  ['Ang-diam', 'arcsec'],
  ['1-way_LT', 'min'],
]);

const ANGLES: ReadonlySet<string> = new Set(['IN', 'OM', 'W', 'MA', 'TA']);

/** The name here: `ra` and `dec` for positions, `date` for calendar dates, `jd...` for Julian dates, else Horizons'. */
export function nameOf(name: string): string {
  if (/^(Date_|Calendar Date)/.test(name)) return /JD/.test(name) ? 'jd' : 'date';
  if (/^JD(TDB|UT|TT)$/.test(name)) return 'jd';
  const position = /^(R\.A\.|DEC)/.exec(name)?.[0];
  if (position === undefined) return name.replace(/^Azi_*\(?.*$/, 'az').replace(/^(Elev|EL_)_*\(?.*$/, 'el');
  return `${position === 'DEC' ? 'dec' : 'ra'}${/app/.test(name) ? '_app' : ''}`;
}

/** The unit of a column; empty if it is not known. */
export function unitOf(name: string, output: string): string {
  if (/^(R\.A\.|DEC|Azi|Elev)/.test(name)) return 'deg';
  if (/^JD|JDUT|JDTDB/.test(name)) return 'd';
  const [length, time] = { 'AU-D': ['AU', 'd'], 'KM-S': ['km', 's'], 'KM-D': ['km', 'd'] }[output] ?? ['', ''];
  if (length !== '') {
    if (/^(X|Y|Z|RG|QR|A|AD)$/.test(name)) return length;
    if (/^(VX|VY|VZ|RR)$/.test(name)) return `${length}/${time}`;
    if (/^(LT|PR)$/.test(name)) return time;
    if (name === 'N') return `deg/${time}`;
    if (name === 'Tp') return 'd';
    if (ANGLES.has(name)) return 'deg';
  }
  return UNITS.get(name) ?? '';
}

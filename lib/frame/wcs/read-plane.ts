/**
 * From the cards of a header to the tangent plane they describe.
 *
 * @module
 */
import type { Header } from '../../fits/header/header.js';
import type { Polynomial, SipTerms } from './sip.js';
import type { Matrix2, TangentPlane } from './tangent-plane.js';

/** A plane, and what of the header's description it leaves out. */
interface ReadPlane {
  readonly plane: TangentPlane;
  /** Description of a distortion that is not applied; empty if none. */
  readonly omitted: string;
}

const DEG = Math.PI / 180;

/** Degrees in one of the units of CUNIT. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  deg: 1,
  degree: 1,
  degrees: 1,
  arcmin: 1 / 60,
  arcsec: 1 / 3600,
  mas: 1 / 3600000,
  rad: 1 / DEG,
};

/** Thrown and caught within this file: why there is no plane. It is not an Error, whose stack would take longer to record than everything else. */
class Unusable {
  constructor(readonly reason: string) {}
}

/**
 * Reads the plane of a header, or returns the reason why it has none.
 *
 * @param alternate the letter of an alternate description; ' ' for the primary one
 */
export function readTangentPlane(header: Header, alternate: string): ReadPlane | string {
  const letter = alternate.trim();
  // The common case, handled without an exception, which would cost more than everything else.
  if (header.text(`CTYPE1${letter}`) === '' || header.text(`CTYPE2${letter}`) === '')
    return 'it has no CTYPE1 and CTYPE2';
  try {
    return readPlane(header, letter);
  } catch (error) {
    if (error instanceof Unusable) return error.reason;
    throw error;
  }
}

function readPlane(header: Header, letter: string): ReadPlane {
  const types = [1, 2].map(axis => header.text(`CTYPE${axis}${letter}`).toUpperCase());
  const longitude = types.findIndex(type => type.startsWith('RA--'));
  const latitude = types.findIndex(type => type.startsWith('DEC-'));
  const projection = types[0].slice(5);
  if (longitude < 0 || latitude < 0 || projection !== types[1].slice(5) || !/^TAN(-SIP)?$/.test(projection))
    throw new Unusable(
      `coordinates of type ${types.join(', ')} are not supported (RA---TAN, DEC--TAN with or without -SIP are)`,
    );
  refuseOtherEquinox(header, letter);

  const units = [1, 2].map(axis => unitOf(header, `CUNIT${axis}${letter}`));
  const matrix = linearMatrix(header, letter);
  const crval = [1, 2].map(axis => number(header, `CRVAL${axis}${letter}`, 0) * units[axis - 1]);
  const dec = crval[latitude];
  if (!(Math.abs(dec) <= 90))
    throw new Unusable(`the declination in CRVAL${latitude + 1}, ${dec}, is not within -90 to 90`);

  // A native pole (LONPOLE) other than 180 deg rotates the plane around its centre. LATPOLE has no effect on TAN.
  const turn = (number(header, `LONPOLE${letter}`, dec >= 90 ? 0 : 180) - 180) * DEG;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const east = matrix[longitude].map(value => value * units[longitude]);
  const north = matrix[latitude].map(value => value * units[latitude]);
  const cd: Matrix2 = [
    [c * east[0] + s * north[0], c * east[1] + s * north[1]],
    [c * north[0] - s * east[0], c * north[1] - s * east[1]],
  ];
  const area = cd[0][0] * cd[1][1] - cd[0][1] * cd[1][0];
  if (!(Math.abs(area) > 1e-12 * Math.max(...cd.flat().map(Math.abs)) ** 2))
    throw new Unusable('its CD (or PC) matrix is singular');

  const sip = projection.endsWith('-SIP') ? readSip(header) : undefined;
  if (sip === undefined && header.has(`PV2_1${letter}`))
    throw new Unusable('TAN with the PV distortion of SCAMP (TPV) is not supported');
  const plane: TangentPlane = {
    crval: { ra: crval[longitude], dec },
    crpix: { x: number(header, `CRPIX1${letter}`, 0) - 1, y: number(header, `CRPIX2${letter}`, 0) - 1 },
    cd,
    ...(sip ? { sip } : {}),
  };
  return { plane, omitted: unmodelled(header).join('; ') };
}

/** Description of a distortion in the header other than SIP. */
function unmodelled(header: Header): string[] {
  const tables = ['CPDIS1', 'CPDIS2', 'D2IMDIS1', 'D2IMDIS2', 'AXISCORR'].filter(keyword => header.has(keyword));
  return [
    ...(tables.length > 0 ? [`look-up tables of distortion (${tables.join(', ')})`] : []),
    ...(header.has('AMDX1') ? ['the plate solution of the Digitized Sky Survey (AMDX, AMDY)'] : []),
  ];
}

/** Pixels to intermediate world coordinates, in the units of CUNIT: rows for axis 1 and 2. */
function linearMatrix(header: Header, letter: string): Matrix2 {
  const entry = (name: string, i: number, j: number, absent: number): number =>
    number(header, `${name}${i}_${j}${letter}`, absent);
  const any = (name: string): boolean =>
    [11, 12, 21, 22].some(ij => header.has(`${name}${Math.floor(ij / 10)}_${ij % 10}${letter}`));
  if (any('CD'))
    return [
      [entry('CD', 1, 1, 0), entry('CD', 1, 2, 0)],
      [entry('CD', 2, 1, 0), entry('CD', 2, 2, 0)],
    ];
  if (!header.has(`CDELT1${letter}`) && !header.has(`CDELT2${letter}`) && !any('PC'))
    throw new Unusable('it has neither a CD matrix nor CDELT');
  const [dx, dy] = [number(header, `CDELT1${letter}`, 1), number(header, `CDELT2${letter}`, 1)];
  if (any('PC'))
    return [
      [dx * entry('PC', 1, 1, 1), dx * entry('PC', 1, 2, 0)],
      [dy * entry('PC', 2, 1, 0), dy * entry('PC', 2, 2, 1)],
    ];
  const angle = number(header, 'CROTA2', number(header, 'CROTA1', 0)) * DEG;
  // Paper II, eq. 189: CROTA2 turns, CDELT scales.
  return [
    [dx * Math.cos(angle), -dy * Math.sin(angle)],
    [dx * Math.sin(angle), dy * Math.cos(angle)],
  ];
}

/** The SIP polynomials; undefined if the header has no coefficients in spite of its CTYPE. */
function readSip(header: Header): SipTerms | undefined {
  if (!header.has('A_ORDER') && !header.has('B_ORDER')) return undefined;
  return { a: polynomial(header, 'A'), b: polynomial(header, 'B') };
}

function polynomial(header: Header, name: 'A' | 'B'): Polynomial {
  const order = number(header, `${name}_ORDER`, 0);
  if (!(order >= 0 && order <= 9)) throw new Unusable(`${name}_ORDER is ${order}, not 0 to 9`);
  const powersU: number[] = [];
  const powersV: number[] = [];
  const coefficients: number[] = [];
  for (let p = 0; p <= order; p++) {
    for (let q = 0; q <= order - p; q++) {
      const coefficient = number(header, `${name}_${p}_${q}`, 0);
      if (coefficient === 0) continue;
      powersU.push(p);
      powersV.push(q);
      coefficients.push(coefficient);
    }
  }
  return { powersU, powersV, coefficients };
}

/** ICRS and FK5 of 2000 agree to 0.03 arcsec and are taken as the same; others are refused, not mistaken. */
function refuseOtherEquinox(header: Header, letter: string): void {
  const frame = (header.text(`RADESYS${letter}`) || header.text('RADECSYS')).toUpperCase();
  if (frame.startsWith('ICRS')) return;
  // EPOCH is the old name of EQUINOX, but some use it for the date of the exposure: only B1950 counts.
  const old = header.number('EPOCH') === 1950 ? '1950' : '';
  const text = header.text(`EQUINOX${letter}`) || old;
  const equinox = text === '' ? 2000 : Number(text.replace(/^[JB]/i, ''));
  if (frame.startsWith('FK4') || Math.abs(equinox - 2000) > 0.01)
    throw new Unusable(
      `coordinates of ${frame || 'equinox'} ${text || equinox} are not supported (ICRS and FK5 of 2000 are)`,
    );
}

function unitOf(header: Header, keyword: string): number {
  const unit = UNITS[header.text(keyword).toLowerCase()];
  if (unit === undefined) throw new Unusable(`${keyword} is "${header.text(keyword)}", not an angle`);
  return unit;
}

function number(header: Header, keyword: string, absent: number): number {
  const value = header.number(keyword);
  if (Number.isFinite(value)) return value;
  if (!header.has(keyword)) return absent;
  throw new Unusable(`${keyword} is "${header.text(keyword)}", not a number`);
}

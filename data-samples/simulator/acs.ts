/**
 * A simulated star field as two tables of Hubble count rates, one for each filter: what aperture photometry of drizzled
 * ACS/WFC images would give, before it is finalised. No star in them is real.
 *
 * @module
 */
import { type AcsFilter, lightWithin, lightWithinAt } from './acs-light.js';
import { type RandomStream, randomStream } from './random.js';

/** What is true of one star. */
export interface AcsStar {
  /** Position [px]; 0 is the centre of the first pixel. */
  readonly x: number;
  readonly y: number;
  /** [deg] */
  readonly ra: number;
  readonly dec: number;
  /** All its light, in count rates [electron/s]. */
  readonly F606W: number;
  readonly F814W: number;
  /** Distance to the nearest other star [px]. */
  readonly nearest: number;
}

/** What the tables were made of. */
export interface AcsTruth {
  readonly instrument: 'ACS/WFC';
  readonly exptime: number;
  /** Radii of the sky annulus [px]. */
  readonly annulus: readonly [number, number];
  /** Keywords by filter, and the sky [electron/s/px]. */
  readonly filters: Readonly<Record<AcsFilter, AcsBand>>;
  readonly stars: readonly AcsStar[];
}

/** One filter of {@link AcsTruth}. */
export interface AcsBand {
  readonly photflam: number;
  readonly photplam: number;
  readonly sky: number;
}

/** What the simulation begins with. */
export interface AcsOptions {
  /** Seed of all random numbers. Default 47. */
  readonly seed?: number;
  /** Stars. Default 420. */
  readonly count?: number;
  /** Pixels along each side. Default 1800. */
  readonly size?: number;
  /** Whether counts are random. Default true; without, rates are what is expected. */
  readonly noise?: boolean;
}

/** Aperture radii of the tables [px]. */
export const ACS_RADII = [2, 4, 6, 8, 10] as const;

const ANNULUS = [10, 15] as const;
const EXPTIME = 1200;
const READ_NOISE = 6; // of all exposures together [electron/px]
/** The pixel that points to {@link CENTRE}. */
const MIDDLE = 900;
const CENTRE = { ra: 36.92, dec: -8.47 };
const FILTERS: Readonly<Record<AcsFilter, AcsBand>> = {
  F606W: { photflam: 7.7265435e-20, photplam: 5919.4609, sky: 0.06 },
  F814W: { photflam: 7.0073061e-20, photplam: 8059.3491, sky: 0.05 },
};

/** Files of the sample by name: `photometry.ecsv` (F606W), `photometry-f814w.ecsv`, `truth.json`. */
export function acsFiles(options: AcsOptions = {}): Map<string, Buffer> {
  const { seed = 47, count = 420, size = 1800, noise = true } = options;
  const stars = acsStars(seed, count, size);
  const truth: AcsTruth = { instrument: 'ACS/WFC', exptime: EXPTIME, annulus: ANNULUS, filters: FILTERS, stars };
  return new Map([
    ['photometry.ecsv', Buffer.from(tableText('F606W', stars, seed, noise))],
    ['photometry-f814w.ecsv', Buffer.from(tableText('F814W', stars, seed, noise))],
    ['truth.json', Buffer.from(`${JSON.stringify(truth, null, 1)}\n`)],
  ]);
}

/** A sequence of red dwarfs and one of white dwarfs, as far as stars can be seen; every tenth has a near neighbour. */
function acsStars(seed: number, count: number, size: number): AcsStar[] {
  const random = randomStream(seed, 'stars');
  const places: { x: number; y: number }[] = [];
  for (let k = 0; k < count; k++) {
    const companion = places.length > 0 && k % 10 === 9;
    const angle = 2 * Math.PI * random.uniform();
    const distance = 4 + 10 * random.uniform();
    const beside = places[places.length - 1];
    const anywhere = () => 30 + (size - 60) * random.uniform();
    places.push(
      companion
        ? { x: beside.x + distance * Math.cos(angle), y: beside.y + distance * Math.sin(angle) }
        : { x: anywhere(), y: anywhere() },
    );
  }
  return places.map(({ x, y }, k) => {
    const { abmag606, abmag814 } = magnitudes(random);
    return {
      x: round(x, 4),
      y: round(y, 4),
      ...skyOf(x, y),
      F606W: rateOf(abmag606, FILTERS.F606W),
      F814W: rateOf(abmag814, FILTERS.F814W),
      nearest: round(Math.min(...places.map((at, j) => (j === k ? Infinity : Math.hypot(at.x - x, at.y - y)))), 2),
    };
  });
}

function magnitudes(random: RandomStream): { abmag606: number; abmag814: number } {
  const isWhiteDwarf = random.uniform() < 0.15;
  if (isWhiteDwarf) {
    const abmag606 = 22.8 + 5 * random.uniform();
    const colour = -0.35 + 0.22 * (abmag606 - 23);
    return { abmag606, abmag814: abmag606 - colour + 0.02 * random.normal() };
  }
  const abmag606 = 18 + 10.4 * random.uniform() ** 0.6;
  const colour = 0.15 + 0.2 * (abmag606 - 18);
  return { abmag606, abmag814: abmag606 - colour + 0.03 * random.normal() };
}

/** Count rate of a star of an AB magnitude: f_nu = f_lambda lambda^2 / c. */
function rateOf(abmag: number, { photflam, photplam }: AcsBand): number {
  const fluxPerHertz = 10 ** (-0.4 * (abmag + 48.6));
  const fluxPerAngstrom = (fluxPerHertz * 2.99792458e18) / photplam ** 2;
  return Number((fluxPerAngstrom / photflam).toPrecision(9));
}

/** North up, 0.05 arcsec a pixel. */
function skyOf(x: number, y: number): { ra: number; dec: number } {
  const scale = 0.05 / 3600;
  const dec = CENTRE.dec + (y - MIDDLE) * scale;
  return {
    ra: round(CENTRE.ra - ((x - MIDDLE) * scale) / Math.cos((CENTRE.dec * Math.PI) / 180), 9),
    dec: round(dec, 9),
  };
}

const COLUMNS: readonly (readonly [name: string, unit: string, description: string])[] = [
  ['xcenter', 'pix', 'Position along x; 0 is the centre of the first pixel'],
  ['ycenter', 'pix', 'Position along y; 0 is the centre of the first pixel'],
  ['fwhm', 'pix', 'Full width at half maximum'],
  ...ACS_RADII.map(r => [`countrate_${r}`, 'electron/s', `Count rate within ${r} px, with the sky`] as const),
  ['back', 'electron/s', 'Sky for each pixel, from the annulus 10 to 15 px'],
  ['back_std', 'electron/s', 'Scatter of the pixels of the annulus'],
  ...ACS_RADII.map(r => [`err_${r}`, 'electron/s', `1-sigma error of countrate_${r} without the sky`] as const),
  ['cr_flag', '', '1 where a cosmic ray may be in the way'],
  ['RA_GAIA_WCS', 'deg', 'Right ascension'],
  ['DEC_GAIA_WCS', 'deg', 'Declination'],
  ['GAIA_CAT_RA', 'deg', 'Right ascension of the Gaia source, -999: none'],
  ['GAIA_CAT_DEC', 'deg', 'Declination of the Gaia source, -999: none'],
];

function tableText(filter: AcsFilter, stars: readonly AcsStar[], seed: number, noise: boolean): string {
  const { photflam, photplam } = FILTERS[filter];
  const header = [
    '%ECSV 1.0',
    '---',
    'datatype:',
    ...COLUMNS.map(([name, unit, description]) => {
      const type = name === 'cr_flag' ? 'int32' : 'float64';
      return `- {name: ${name}, ${unit === '' ? '' : `unit: ${unit}, `}datatype: ${type}, description: '${description}'}`;
    }),
    'meta: !!omap',
    '- {name: simulated ACS count rates}',
    '- {INSTRUME: ACS}',
    '- {DETECTOR: WFC}',
    `- {FILTER: ${filter}}`,
    `- {PHOTFLAM: ${photflam}}`,
    `- {PHOTPLAM: ${photplam}}`,
    `- {EXPTIME: ${EXPTIME}.0}`,
    'schema: astropy-2.0',
  ].map(line => `# ${line}`);
  const random = randomStream(seed, `rates ${filter}`);
  const rows = stars.flatMap(star => measured(star, stars, filter, noise ? random : null));
  return `${[...header, COLUMNS.map(([name]) => name).join(' '), ...rows].join('\n')}\n`;
}

/** The row of a star; none if it is too faint to be found. */
function measured(star: AcsStar, stars: readonly AcsStar[], filter: AcsFilter, random: RandomStream | null): string[] {
  const { sky } = FILTERS[filter];
  const [inner, outer] = ANNULUS;
  const area = (r: number): number => Math.PI * r * r;
  const near = stars.filter(other => Math.hypot(other.x - star.x, other.y - star.y) < 60);
  const light = (r: number): number =>
    near.reduce((sum, other) => {
      const distance = Math.hypot(other.x - star.x, other.y - star.y);
      return sum + other[filter] * (other === star ? lightWithin(filter, r) : lightWithinAt(filter, r, distance));
    }, 0);
  const normal = (): number => random?.normal() ?? 0;

  const annulus = area(outer) - area(inner);
  const skyScatter = Math.sqrt(sky * EXPTIME + READ_NOISE ** 2) / EXPTIME;
  const back = sky + (light(outer) - light(inner)) / annulus + (skyScatter / Math.sqrt(annulus)) * normal();

  // ring by ring, so that what is in a small aperture is in the larger ones, too
  const rates: number[] = [];
  let electrons = 0;
  let before = 0;
  for (const r of ACS_RADII) {
    const expected = EXPTIME * (light(r) - light(before) + sky * (area(r) - area(before)));
    const ring = area(r) - area(before);
    electrons += random === null ? expected : random.poisson(expected) + READ_NOISE * Math.sqrt(ring) * normal();
    rates.push(electrons / EXPTIME);
    before = r;
  }
  const errors = ACS_RADII.map((r, k) => {
    const photons = Math.max(0, rates[k] - back * area(r)) * EXPTIME;
    const pixels = area(r) * (skyScatter * EXPTIME) ** 2 * (1 + area(r) / annulus);
    return Math.sqrt(photons + pixels) / EXPTIME;
  });
  if ((star[filter] * lightWithin(filter, ACS_RADII[1])) / errors[1] < 3) return [];

  const shift = 0.6 / Math.sqrt(Math.max(1, star[filter] * EXPTIME));
  const [dx, dy] = [shift * normal(), shift * normal()];
  const at = skyOf(star.x + dx, star.y + dy);
  const inGaia = star.F606W > rateOf(21, FILTERS.F606W);
  const [ra, dec] = [star.ra + (0.4e-3 / 3600) * normal(), star.dec + (0.4e-3 / 3600) * normal()];
  return [
    [
      ...[star.x + dx, star.y + dy, 2.1 + 0.08 * normal()].map(value => value.toFixed(4)),
      ...[...rates, back, skyScatter, ...errors].map(value => String(Number(value.toPrecision(random ? 8 : 15)))),
      0,
      ...[at.ra, at.dec].map(value => value.toFixed(9)),
      ...(inGaia ? [ra.toFixed(9), dec.toFixed(9)] : [-999, -999]),
    ].join(' '),
  ];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/**
 * A simulated open cluster as two catalogues: stars as an astrometric survey would list them, and the visits of
 * a small telescope to the brightest of them. For exercises with tables; no star in them is real.
 *
 * @module
 */
import { randomStream } from './random.js';

/** Facts that the catalogues were made of. */
export interface ClusterTruth {
  /** Distance of the cluster [pc]. */
  readonly distance: number;
  /** Its mean proper motion [mas/yr]. */
  readonly pmra: number;
  readonly pmdec: number;
  /** How many of the stars belong to it. */
  readonly members: number;
  /** Numbers of its variable stars in the order of the list, with period [d] and amplitude [mag] in V. */
  readonly variables: readonly { readonly source_id: string; readonly period: number; readonly amplitude: number }[];
}

/** What the simulation begins with. */
export interface ClusterOptions {
  /** Seed of all random numbers. Default 188. */
  readonly seed?: number;
  /** Stars of the cluster. Default 320. */
  readonly members?: number;
  /** Stars before and behind it. Default 880. */
  readonly field?: number;
  /** Nights on which the telescope visits. Default 14. */
  readonly nights?: number;
}

/** One star. */
interface Star {
  readonly id: bigint;
  readonly ra: number;
  readonly dec: number;
  readonly parallax: number;
  readonly parallaxError: number;
  readonly pmra: number;
  readonly pmdec: number;
  readonly g: number;
  /** NaN where the star is too faint for a colour. */
  readonly bpRp: number;
}

const CENTRE = { ra: 11.8, dec: 45.25 };
const DISTANCE = 900;
const MOTION = { pmra: -2.3, pmdec: -1.0 };
const FILTERS = ['B', 'V', 'R'] as const;

/**
 * The files of the cluster by name: `stars.ecsv`, `visits.csv`, `truth.json`.
 *
 * @example clusterFiles().get('visits.csv')
 */
export function clusterFiles(options: ClusterOptions = {}): Map<string, Buffer> {
  const { seed = 188, members = 320, field = 880, nights = 14 } = options;
  const stars = [...memberStars(seed, members), ...fieldStars(seed, field)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const variables = variableStars(seed, stars);
  const truth: ClusterTruth = {
    distance: DISTANCE,
    ...MOTION,
    members,
    variables: variables.map(({ star, period, amplitude }) => ({ source_id: String(star.id), period, amplitude })),
  };
  return new Map([
    ['stars.ecsv', Buffer.from(starsText(stars))],
    ['visits.csv', Buffer.from(visitsText(seed, stars, variables, nights))],
    ['truth.json', Buffer.from(`${JSON.stringify(truth, null, 1)}\n`)],
  ]);
}

/** Absolute magnitude of the main sequence, with a turn-off and a giant branch, as a function of colour. */
function memberStars(seed: number, count: number): Star[] {
  const random = randomStream(seed, 'members');
  return Array.from({ length: count }, (_, k) => {
    const isGiant = random.uniform() < 0.06;
    const colour = isGiant ? 0.95 + 0.6 * random.uniform() : 0.55 + 1.9 * random.uniform() ** 0.7;
    const absolute = isGiant ? 3.2 - 3.4 * (colour - 0.95) : 3.6 + 3.35 * (colour - 0.55) - 0.35 * (colour - 0.55) ** 2;
    const binary = !isGiant && random.uniform() < 0.25 ? -0.75 * random.uniform() : 0;
    const g = absolute + binary + 5 * Math.log10(DISTANCE / 10) + 0.03 * random.normal();
    const [dx, dy] = [0.09 * random.normal(), 0.09 * random.normal()];
    const position = { dx, dy };
    const motion = { pmra: MOTION.pmra + 0.12 * random.normal(), pmdec: MOTION.pmdec + 0.12 * random.normal() };
    return star(random, k, {
      g,
      colour: colour + 0.02 * random.normal(),
      parallax: 1000 / DISTANCE,
      ...position,
      ...motion,
    });
  });
}

function fieldStars(seed: number, count: number): Star[] {
  const random = randomStream(seed, 'field');
  return Array.from({ length: count }, (_, k) => {
    const distance = 300 + 3500 * random.uniform() ** 1.3;
    const colour = 0.5 + 2.2 * random.uniform();
    const absolute = 3.3 + 3.2 * (colour - 0.5) + 0.8 * random.normal();
    const g = absolute + 5 * Math.log10(distance / 10);
    const position = { dx: 0.7 * (random.uniform() - 0.5), dy: 0.7 * (random.uniform() - 0.5) };
    const motion = { pmra: (4200 / distance) * random.normal(), pmdec: -1.5 + (4200 / distance) * random.normal() };
    return star(random, 5000 + k, { g, colour, parallax: 1000 / distance, ...position, ...motion });
  });
}

interface TrueStar {
  readonly g: number;
  readonly colour: number;
  readonly parallax: number;
  readonly pmra: number;
  readonly pmdec: number;
  readonly dx: number;
  readonly dy: number;
}

/** What a survey measures of a star. */
function star(random: ReturnType<typeof randomStream>, number: number, real: TrueStar): Star {
  const parallaxError = Math.max(0.02, 0.02 * 10 ** (0.28 * (real.g - 14)));
  const dec = CENTRE.dec + real.dy;
  return {
    id: 381_000_000_000_000_000n + BigInt(number) * 7_919_000_003n + BigInt(Math.floor(random.uniform() * 1e9)),
    ra: CENTRE.ra + real.dx / Math.cos((dec * Math.PI) / 180),
    dec,
    parallax: real.parallax + parallaxError * random.normal(),
    parallaxError,
    pmra: real.pmra + parallaxError * random.normal(),
    pmdec: real.pmdec + parallaxError * random.normal(),
    g: real.g,
    bpRp: real.g > 18.6 && random.uniform() < 0.5 ? Number.NaN : real.colour,
  };
}

interface Variable {
  readonly star: Star;
  readonly period: number;
  readonly amplitude: number;
}

/** Three of the stars that the telescope sees. */
function variableStars(seed: number, stars: readonly Star[]): Variable[] {
  const random = randomStream(seed, 'variables');
  const seen = visited(stars);
  return [4, 17, 29].map(place => ({
    star: seen[place],
    period: Number((0.3 + 4 * random.uniform()).toFixed(4)),
    amplitude: Number((0.25 + 0.3 * random.uniform()).toFixed(3)),
  }));
}

/** The stars that the telescope sees: the forty brightest that have a colour. */
function visited(stars: readonly Star[]): Star[] {
  return stars
    .filter(({ bpRp }) => !Number.isNaN(bpRp))
    .sort((a, b) => a.g - b.g)
    .slice(0, 40);
}

function starsText(stars: readonly Star[]): string {
  const columns: readonly (readonly [name: string, type: string, unit: string, description: string])[] = [
    ['source_id', 'int64', '', 'Number of the star'],
    ['ra', 'float64', 'deg', 'Right ascension, ICRS, epoch 2016.0'],
    ['dec', 'float64', 'deg', 'Declination, ICRS, epoch 2016.0'],
    ['parallax', 'float64', 'mas', 'Parallax'],
    ['parallax_error', 'float64', 'mas', 'Standard error of the parallax'],
    ['pmra', 'float64', 'mas / yr', 'Proper motion in right ascension, times cos(dec)'],
    ['pmdec', 'float64', 'mas / yr', 'Proper motion in declination'],
    ['g', 'float64', 'mag', 'Magnitude in a broad band'],
    ['bp_rp', 'float64', 'mag', 'Colour, blue minus red'],
  ];
  const header = [
    '%ECSV 1.0',
    '---',
    'datatype:',
    ...columns.map(([name, type, unit, description]) => {
      const unitText = unit === '' ? '' : `unit: ${unit}, `;
      return `- {name: ${name}, ${unitText}datatype: ${type}, description: '${description}'}`;
    }),
    'meta: !!omap',
    '- {name: simulated cluster}',
    '- {epoch: 2016.0}',
    'schema: astropy-2.0',
  ].map(line => `# ${line}`);
  const rows = stars.map(s =>
    [
      s.id,
      s.ra.toFixed(7),
      s.dec.toFixed(7),
      s.parallax.toFixed(4),
      s.parallaxError.toFixed(4),
      s.pmra.toFixed(3),
      s.pmdec.toFixed(3),
      s.g.toFixed(4),
      Number.isNaN(s.bpRp) ? '""' : s.bpRp.toFixed(4),
    ].join(' '),
  );
  return `${[...header, columns.map(([name]) => name).join(' '), ...rows].join('\n')}\n`;
}

/** Three filters a night; a cloudy night has larger errors, and a magnitude is missing here and there. */
function visitsText(seed: number, stars: readonly Star[], variables: readonly Variable[], nights: number): string {
  const random = randomStream(seed, 'visits');
  const lines = ['source_id,night,jd,filter,airmass,mag,mag_err'];
  for (let night = 0; night < nights; night++) {
    const date = new Date(Date.UTC(2025, 8, 3 + 2 * night)).toISOString().slice(0, 10);
    const start = 2460921.82 + 2 * night + 0.05 * random.uniform();
    const cloud = random.uniform() < 0.2 ? 4 : 1;
    const zero = -21.5 + 0.08 * random.normal();
    for (const filter of FILTERS) {
      const airmass = 1.05 + 0.5 * random.uniform();
      const jd = start + 0.01 * FILTERS.indexOf(filter);
      for (const one of visited(stars)) {
        const variable = variables.find(({ star: it }) => it === one);
        const change = variable ? 0.5 * variable.amplitude * Math.sin((2 * Math.PI * jd) / variable.period) : 0;
        const colourTerm = { B: 1.1, V: 0.25, R: -0.35 }[filter] * (one.bpRp - 0.8);
        const error = cloud * 0.004 * 10 ** (0.2 * (one.g - 11));
        const mag = one.g + colourTerm + zero + 0.15 * (airmass - 1) + change + error * random.normal();
        const isLost = random.uniform() < 0.02;
        lines.push(
          `${one.id},${date},${jd.toFixed(5)},${filter},${airmass.toFixed(3)},${isLost ? ',' : `${mag.toFixed(4)},${error.toFixed(4)}`}`,
        );
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

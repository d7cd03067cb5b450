/**
 * A field of stars: the variable, some stars as bright as it, and many fainter ones.
 *
 * @module
 */
import { type RandomStream, randomStream } from './random.js';

/** A star of the field. */
export interface FieldStar {
  /** 0 is the variable. */
  readonly id: number;
  /** Position in the first light [px]. */
  readonly x: number;
  readonly y: number;
  /** Above the air, in the night's filter; the mean magnitude of the variable. */
  readonly magnitude: number;
  /** B - V [mag]. */
  readonly colour: number;
}

/** What {@link makeStarField} draws. */
export interface StarFieldOptions {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** The variable. */
  readonly target: Omit<FieldStar, 'id'>;
  /** Magnitudes of stars that stay in view all night, well apart from the others: comparisons and one too bright. */
  readonly companions: readonly number[];
  /** How far from the edges of the first light the companions stay [px], default 40. */
  readonly companionMargin?: number;
  /** Number of further stars, on the CCD and in a band around it. Default 60. */
  readonly faintStars?: number;
  /** Width of that band [px], default 40: stars that drift into view. */
  readonly band?: number;
  /** Range of their magnitudes, default 13.5 to 17.5. */
  readonly faintMagnitudes?: readonly [number, number];
  /** Slope of the star counts, log10 N ~ slope * m, default 0.28. */
  readonly slope?: number;
}

/** Tries to place a star before the field counts as full. */
const TRIES = 4000;

/** A field of stars that is the same for the same options. Stars keep a distance from each other, as in a good field. */
export function makeStarField(options: StarFieldOptions): FieldStar[] {
  const { width, height, seed, target, companions, companionMargin = 40, faintStars = 60, band = 40 } = options;
  const { faintMagnitudes = [13.5, 17.5], slope = 0.28 } = options;
  const random = randomStream(seed, 'field');
  const stars: FieldStar[] = [{ id: 0, ...target }];

  for (const magnitude of companions) {
    const at = freePlace(stars, 26, random, companionMargin, width, height);
    stars.push({ id: stars.length, ...at, magnitude, colour: drawColour(magnitude, random) });
  }
  const [bright, faint] = faintMagnitudes;
  const growth = 10 ** (slope * (faint - bright));
  for (let k = 0; k < faintStars; k++) {
    // The inverse of the cumulative counts, which grow as 10^(slope m).
    const magnitude = bright + Math.log10(1 + random.uniform() * (growth - 1)) / slope;
    const at = freePlace(stars, 9, random, -band, width, height);
    stars.push({ id: stars.length, ...at, magnitude, colour: drawColour(magnitude, random) });
  }
  return stars;
}

/** A place at least `distance` from every star, and twice that from the variable. */
function freePlace(
  stars: readonly FieldStar[],
  distance: number,
  random: RandomStream,
  margin: number,
  width: number,
  height: number,
): { x: number; y: number } {
  for (let tries = 0; tries < TRIES; tries++) {
    const x = margin + random.uniform() * (width - 1 - 2 * margin);
    const y = margin + random.uniform() * (height - 1 - 2 * margin);
    const free = stars.every(star => Math.hypot(star.x - x, star.y - y) > distanceTo(star, distance));
    if (free) return { x, y };
  }
  throw new Error(
    `No room for ${stars.length + 1} stars at least ${distance} px apart, ${margin} px inside ${width} x ${height}: ask for fewer stars.`,
  );
}

/** The brightest stars and the variable want more room than the faint ones. */
function distanceTo(star: FieldStar, distance: number): number {
  return star.id === 0 ? Math.max(distance, 20) : distance;
}

/** Field stars: near B - V = 0.7, the faint ones redder. */
function drawColour(magnitude: number, random: RandomStream): number {
  return Math.min(1.6, Math.max(0.2, 0.65 + 0.06 * (magnitude - 13) + 0.2 * random.normal()));
}

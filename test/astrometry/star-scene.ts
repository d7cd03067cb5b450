/**
 * Star lists related by a known transform, and unrelated lists.
 */
import { type Similarity, transformX, transformY } from '../../lib/astrometry/stars/similarity.js';
import type { Stars } from '../../lib/astrometry/stars/star-list.js';
import type { RandomGenerator } from '../../lib/math/random.js';

export interface SceneOptions {
  /** Size of both frames [px]. */
  readonly width: number;
  readonly height: number;
  /** Number of stars in both lists, and of detections in only one. */
  readonly common: number;
  readonly onlyReference?: number;
  readonly onlyStars?: number;
  /** Position error along each axis, in both lists [px]. */
  readonly noise?: number;
  /** Scatter of ln(flux) between the two lists. */
  readonly scramble?: number;
  /** Rotation about the centre [rad], scale, shift [px], and whether y is mirrored before all these. */
  readonly angle?: number;
  readonly scale?: number;
  readonly shift?: readonly [number, number];
  readonly mirrored?: boolean;
}

export interface Scene {
  readonly reference: Stars;
  readonly stars: Stars;
  readonly transform: Similarity;
  /** Index of the star that each row of the lists belongs to; -1 for a spurious detection. */
  readonly starOfReference: readonly number[];
  readonly starOfStars: readonly number[];
}

interface Detection {
  readonly x: number;
  readonly y: number;
  readonly flux: number;
  readonly star: number;
}

/** Two frames of the same field. */
export function makeScene(random: RandomGenerator, options: SceneOptions): Scene {
  const { width, height, common, onlyReference = 0, onlyStars = 0, noise = 0.05, scramble = 0.2 } = options;
  const transform = aboutCentre(options);
  const reference: Detection[] = [];
  const stars: Detection[] = [];
  const blur = (): number => noise * random.normal();
  const flux = (): number => Math.exp(3 * random.uniform());
  while (stars.length < common) {
    const [x, y, light] = [random.uniform() * width, random.uniform() * height, flux()];
    const [px, py] = [transformX(transform, x, y), transformY(transform, x, y)];
    if (px < 0 || py < 0 || px > width || py > height) continue;
    const star = stars.length;
    reference.push({ x: x + blur(), y: y + blur(), flux: light * Math.exp(scramble * random.normal()), star });
    stars.push({ x: px + blur(), y: py + blur(), flux: light * Math.exp(scramble * random.normal()), star });
  }
  const stray = (): Detection => ({
    x: random.uniform() * width,
    y: random.uniform() * height,
    flux: flux(),
    star: -1,
  });
  for (let k = 0; k < onlyReference; k++) reference.push(stray());
  for (let k = 0; k < onlyStars; k++) stars.push(stray());
  shuffle(random, reference);
  shuffle(random, stars);
  return {
    reference: columns(reference),
    stars: columns(stars),
    transform,
    starOfReference: reference.map(({ star }) => star),
    starOfStars: stars.map(({ star }) => star),
  };
}

/** Stars spread uniformly over a frame. */
export function strewnStars(random: RandomGenerator, count: number, width: number, height: number): Stars {
  const draw = (): Detection => ({
    x: random.uniform() * width,
    y: random.uniform() * height,
    flux: random.uniform(),
    star: -1,
  });
  return columns(Array.from({ length: count }, draw));
}

/** Largest distance between two transforms at the corners of a frame [px]. */
export function largestDifference(s: Similarity, t: Similarity, width: number, height: number): number {
  let largest = 0;
  for (const x of [0, width])
    for (const y of [0, height])
      largest = Math.max(
        largest,
        Math.hypot(transformX(s, x, y) - transformX(t, x, y), transformY(s, x, y) - transformY(t, x, y)),
      );
  return largest;
}

function aboutCentre({
  width,
  height,
  angle = 0,
  scale = 1,
  shift = [0, 0],
  mirrored = false,
}: SceneOptions): Similarity {
  const a = scale * Math.cos(angle);
  const b = scale * Math.sin(angle);
  const turn: Similarity = mirrored ? { a, b, tx: 0, ty: 0, flipped: true } : { a, b, tx: 0, ty: 0 };
  return {
    ...turn,
    tx: width / 2 - transformX(turn, width / 2, height / 2) + shift[0],
    ty: height / 2 - transformY(turn, width / 2, height / 2) + shift[1],
  };
}

function columns(detections: readonly Detection[]): Stars {
  return {
    x: detections.map(({ x }) => x),
    y: detections.map(({ y }) => y),
    flux: detections.map(({ flux }) => flux),
  };
}

function shuffle(random: RandomGenerator, out: Detection[]): void {
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
}

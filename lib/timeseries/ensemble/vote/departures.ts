/**
 * Comparison stars that leave the others in some frames: an eclipse, a flare, a slow variation, a cosmic ray.
 *
 * @module
 */
import { type FluxMatrix, type FrameMask, inMask, isMeasured } from '../../flux-matrix.js';
import { finiteOf, medianOf } from '../../scatter.js';
import { starLevels } from '../../star-levels.js';
import { cloudNoise } from './cloud-noise.js';
import { scatterExcess } from './scatter-excess.js';
import { type Run, SegmentChanges } from './segment-changes.js';
import { type Outvoted, outvotedStars } from './segment-vote.js';
import { starNoise } from './star-noise.js';

/** The frames in which one star leaves the others. */
export interface Departure {
  /** Place of the star in the list of those compared. */
  readonly star: number;
  /** Numbers of the frames, ascending; at least one. */
  readonly frames: readonly number[];
  /** Flux over what the others say, less 1, in the frame where it departs most. */
  readonly most: number;
  /** The departure over its error, where that is greatest. */
  readonly significance: number;
  /** Whether it departs to the same side in two successive frames or more: no cosmic ray, but the star itself. */
  readonly lasting: boolean;
  /** Whether it departs in so many frames that it cannot serve in the others either; `frames` are then all of them. */
  readonly throughout: boolean;
}

/** Frames in which two groups of stars contradict each other, and neither is larger. */
export interface Contradiction {
  /** The stars of the smaller group, or of either if they are equal. */
  readonly stars: readonly number[];
  /** Those that agree with each other against them. */
  readonly others: readonly number[];
  /** Numbers of the frames, ascending. */
  readonly frames: readonly number[];
  /** Flux of the one group over that of the other, less 1. */
  readonly most: number;
  /** The difference over its error, where that is greatest. */
  readonly significance: number;
}

/** What the stars say of each other. */
export interface StarVote {
  /** The stars that depart, in order. */
  readonly departures: readonly Departure[];
  /** Where it is unknown which stars do. */
  readonly contradictions: readonly Contradiction[];
}

/** As many false departures are expected in a series where no star varies. */
const FALSE_ALARMS = 0.01;

/** Independent runs of frames for each frame, nearly. */
const RUNS_PER_FRAME = 3;

/** Less than this is left to the errors: a flat field is not better known. */
const MIN_DEPARTURE = 0.005;

/** Two groups of stars that differ by less than this do not contradict each other: colour, flat field. */
const MIN_CONTRADICTION = 0.01;

/** In a round those departures are taken that have this part of the greatest significance: lesser ones may follow from it. */
const TAKEN = 0.7;

/** A star that departs in more than this part of its frames does not serve at all. */
const MAX_DEPARTING = 1 / 3;

/** A star does not serve either if its scatter is this many times what is expected, and ... */
const MAX_SCATTER = 2;

/** ... chance would not make it so, by this many sigma. */
const SCATTER_LIMIT = 8;

const MAX_ROUNDS = 40;

/** With fewer stars it is unknown which one scatters. */
const MIN_STARS = 3;

/**
 * Finds where stars leave the others by far more than their errors, for one frame or for many.
 *
 * In each run of successive frames, from one to half of them, each star has a change: its mean flux over that of the frame, in the run
 * less outside of it. The stars vote about the changes ({@link outvotedStars}): who departs from the largest number of stars that agree has
 * changed, if fewer agree with it. If as many do, the stars contradict each other and nobody can tell. The greatest departure is taken
 * out, and the rest is judged anew, so that it does not hide lesser ones nor feign others. Last, stars go that scatter more than twice
 * what is expected over all frames, however short the variation.
 *
 * What is expected is the noise that the stars show against each other ({@link starNoise}), that of thin cloud ({@link cloudNoise}), and 0.1 % or the slow variation
 * that half of the stars have. The limit is set so that one series of a hundred has a departure by chance: 4.5 sigma for 3
 * stars and 12 frames, 5.3 for 12 and 200. Less than 0.5 % is no departure, less than 1 % no contradiction.
 *
 * @param flux one row for each star, the frames in order of time
 * @param frames the frames that are judged; default all
 * @see Honeycutt, R. K. 1992, PASP 104, 435, on ensembles in which stars come and go
 * @example
 * voteOnStars(flux, fluxErr).departures
 * // [{ star: 0, frames: [15, 16, 17], most: -0.5, significance: 124, lasting: true, throughout: false }]
 */
export function voteOnStars(flux: FluxMatrix, fluxErr: FluxMatrix, frames?: FrameMask): StarVote {
  if (flux.length < 2) return { departures: [], contradictions: [] };
  const judged = Array.from(flux[0], (_, f) => f).filter(f => inMask(frames, f));
  const pick = (matrix: FluxMatrix): Float64Array[] => matrix.map(row => Float64Array.from(judged, f => row[f]));
  return new Rounds(pick(flux), pick(fluxErr), judged).vote();
}

/** A departure of one round. */
interface Found extends Outvoted {
  readonly run: Run;
}

class Rounds {
  readonly #flux: readonly Float64Array[];
  /** The fluxes that have not been found to depart; NaN elsewhere. */
  readonly #kept: readonly Float64Array[];
  readonly #sigma: readonly Float64Array[];
  readonly #variance: readonly number[];
  readonly #field: number;
  readonly #limit: number;
  /** Numbers of the frames judged. */
  readonly #frames: readonly number[];
  readonly #significance: Float64Array;
  readonly #throughout = new Set<number>();
  readonly #contradictions: Contradiction[] = [];

  constructor(flux: readonly Float64Array[], fluxErr: readonly Float64Array[], frames: readonly number[]) {
    this.#flux = flux.map(row => row.map(value => (isMeasured(value) ? value : Number.NaN)));
    this.#kept = this.#flux.map(row => row.slice());
    const { sigma, variance, field } = starNoise(this.#flux, fluxErr);
    const ofCloud = cloudNoise(starLevels(this.#flux).transparency);
    this.#sigma = sigma.map(row => row.map((value, f) => Math.hypot(value, ofCloud[f])));
    this.#variance = variance;
    this.#field = field;
    this.#frames = frames;
    this.#significance = new Float64Array(flux.length);
    const trials = RUNS_PER_FRAME * flux.length * frames.length;
    this.#limit = Math.sqrt(2 * Math.log((2 * trials) / FALSE_ALARMS));
  }

  vote(): StarVote {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const found = this.#find();
      if (found.length > 0) this.#takeOut(found);
      else if (!this.#takeOutNoisiest()) break;
    }
    return { departures: this.#departures(), contradictions: this.#contradictions };
  }

  /** Relative residuals of the kept fluxes. */
  #residuals(): Float64Array[] {
    const { level, transparency } = starLevels(this.#kept);
    return this.#kept.map((row, s) => row.map((value, f) => value / (level[s] * transparency[f]) - 1));
  }

  /** The greatest departure of each star, where it is not small beside that of the others. */
  #find(): Found[] {
    const changes = new SegmentChanges(this.#residuals(), this.#sigma, this.#field);
    const best = new Map<number, Found>();
    const judge = (run: Run): void => {
      if (!(changes.in(run) > this.#limit ** 2)) return;
      for (const found of outvotedStars(changes.change, changes.error, this.#limit)) {
        if (Math.abs(found.by) < (found.decided ? MIN_DEPARTURE : MIN_CONTRADICTION)) continue;
        if (found.significance > (best.get(found.star)?.significance ?? 0)) best.set(found.star, { ...found, run });
      }
    };
    for (const run of changes.runs()) judge(run);
    for (const { run } of [...best.values()]) for (const near of changes.around(run)) judge(near);
    const most = Math.max(...[...best.values()].map(({ significance }) => significance));
    return [...best.values()].filter(({ significance }) => significance > TAKEN * most);
  }

  /** Takes out what is decided, unless it concerns a star of a greater contradiction; if nothing is, the frames of contradictions. */
  #takeOut(found: readonly Found[]): void {
    const hidden = (one: Found): boolean =>
      found.some(
        ({ decided: known, significance, side, agreeing }) =>
          !known && significance > one.significance && (side.includes(one.star) || agreeing.includes(one.star)),
      );
    const decided = found.filter(one => one.decided && !hidden(one));
    for (const departure of decided.length > 0 ? decided : found.filter(one => !one.decided)) {
      const { star, run, significance } = departure;
      if (departure.decided) {
        this.#kept[star].fill(Number.NaN, run.start, run.end);
        this.#significance[star] = Math.max(this.#significance[star], significance);
        if (this.#partDeparting(star) > MAX_DEPARTING) this.#takeOutAltogether(star);
      } else if (this.#kept[star].subarray(run.start, run.end).some(Number.isFinite)) this.#contradict(departure);
    }
  }

  /** Nobody votes any more where the stars contradict each other. */
  #contradict({ star, run, by, significance, side, agreeing }: Found): void {
    const frames = this.#frames
      .slice(run.start, run.end)
      .filter((_, k) => Number.isFinite(this.#kept[star][run.start + k]));
    this.#contradictions.push({ stars: side, others: agreeing, frames, most: by, significance });
    for (const row of this.#kept) row.fill(Number.NaN, run.start, run.end);
  }

  #partDeparting(star: number): number {
    const measured = this.#flux[star].filter(Number.isFinite).length;
    const contradicted = this.#contradictions.reduce((sum, { frames }) => sum + frames.length, 0);
    const kept = this.#kept[star].filter(Number.isFinite).length;
    return 1 - (kept + contradicted) / measured;
  }

  #takeOutAltogether(star: number): void {
    if (this.#flux.length - this.#throughout.size <= 2) return;
    this.#throughout.add(star);
    this.#kept[star].fill(Number.NaN);
  }

  /** Takes out the star that scatters most beyond what is expected. @returns whether there was one */
  #takeOutNoisiest(): boolean {
    const left = this.#kept.flatMap((row, s) => (finiteOf(row).length > 2 ? [s] : []));
    if (left.length < MIN_STARS) return false;
    const excess = scatterExcess(
      left.map(s => this.#kept[s]),
      left.map(s => this.#variance[s] + this.#field ** 2),
    );
    let worst = 0;
    for (let k = 1; k < left.length; k++) if (excess[k].ratio > excess[worst].ratio) worst = k;
    const { ratio, sigmas, outvoted } = excess[worst];
    if (!(ratio > MAX_SCATTER ** 2 && sigmas > SCATTER_LIMIT && outvoted)) return false;
    const star = left[worst];
    this.#significance[star] = Math.max(this.#significance[star], sigmas);
    this.#takeOutAltogether(star);
    return this.#throughout.has(star);
  }

  #departures(): Departure[] {
    const { level, transparency } = starLevels(this.#kept);
    return this.#flux.flatMap((row, star): Departure[] => {
      const contradicted = new Set(this.#contradictions.flatMap(({ frames }) => frames));
      const out = this.#frames.flatMap((frame, k) =>
        Number.isFinite(row[k]) && Number.isNaN(this.#kept[star][k]) && !contradicted.has(frame) ? [k] : [],
      );
      if (out.length === 0) return [];
      const throughout = this.#throughout.has(star);
      const own = throughout ? medianOf(row.map((value, k) => value / transparency[k])) : level[star];
      const residual = row.map((value, k) => value / (own * transparency[k]) - 1);
      const most = out.reduce((a, k) => (Math.abs(residual[k]) > Math.abs(a) ? residual[k] : a), 0);
      const sides = new Map(out.map(k => [k, Math.sign(residual[k])]));
      return [
        {
          star,
          frames: out.map(k => this.#frames[k]),
          most,
          significance: this.#significance[star],
          lasting: throughout || out.some(k => sides.get(k + 1) === sides.get(k)),
          throughout,
        },
      ];
    });
  }
}

/** `departs from the others by up to -50 % in 5 frames`. */
export function describeDeparture({ most, frames, throughout }: Departure): string {
  const percent = `${most > 0 ? '+' : '-'}${Number(Math.abs(100 * most).toPrecision(2))} %`;
  if (throughout) return `departs from the others by up to ${percent} throughout`;
  return `departs from the others by ${frames.length === 1 ? `${percent} in 1 frame` : `up to ${percent} in ${frames.length} frames`}`;
}

/**
 * What a user should know about how the dark was scaled.
 *
 * @module
 */
import type { Problem, Problems } from '../../../core/problem.js';
import type { Image } from '../../../frame/image.js';

/** Scaling a dark by more than this, or by less than its inverse, is listed. */
const MAX_SCALING = 1.5;

/** The facts of a frame or a dark that scaling depends on. */
type Exposed = Pick<Image, 'path' | 'exptime'>;

/**
 * The problem of a frame whose exposure is more than 1.5 times beyond those of its darks, where nothing shows whether the
 * dark current keeps to time: `assumed` upwards, `noted` downwards, where at least the noise shrinks too.
 *
 * One dark is beyond that limit on both sides; of several, only exposures outside the measured range are far.
 */
export function farScalingProblem(frame: Exposed, darks: readonly Exposed[]): Problems {
  const exposures = darks.map(({ exptime }) => exptime);
  const [shortest, longest] = [Math.min(...exposures), Math.max(...exposures)];
  const t = frame.exptime;
  const isUp = t > MAX_SCALING * longest;
  if (!isUp && !(t > 0 && t < shortest / MAX_SCALING)) return [];
  const from = isUp ? longest : shortest;
  const factor = (t / from).toPrecision(2);
  const advice = `Take darks of ${t} s, or darks of a second exposure on the other side of ${t} s`;
  return [
    {
      file: frame.path,
      where: 'dark',
      value: `x ${factor}`,
      code: 'dark-scaled-far',
      action: isUp ? 'assumed' : 'noted',
      remedy: isUp
        ? `the dark of ${from} s was scaled by ${factor} to ${t} s: its noise grew with it, and dark current and amplifier glow ` +
          `were assumed to grow in proportion to time. ${advice}`
        : `the dark of ${from} s was scaled down by ${factor} to ${t} s: its noise shrank with it, but glow that does not ` +
          `keep to time leaves a remainder. ${advice}`,
    },
  ];
}

/** The problem of a frame in which pixels were masked because the dark current there does not keep to time. */
export function nonlinearProblem(frame: Exposed, masked: number, pixels: number): Problem {
  return {
    file: frame.path,
    where: 'dark',
    value: `${Number(((100 * masked) / pixels).toPrecision(2))} %`,
    code: 'dark-not-linear',
    action: 'dropped',
    remedy:
      `by darks of two exposures, the dark current of this part of the pixels does not keep to time, and what is left of ` +
      `it is more than half the noise: they are masked (hotScaled). Take darks of ${frame.exptime} s`,
  };
}

/**
 * Tests a GAIN without a unit by the noise of the frame's own sky.
 *
 * @module
 */
import type { Problem, Problems } from '../../core/problem.js';
import { medianInPlace } from '../../math/select.js';
import type { Image } from '../image.js';
import type { SourcedNumber } from '../telescopes/detector.js';
import { type GainFacts, settingRemedy } from '../telescopes/gain.js';

/** The noise may differ from that of the gain by this factor before it contradicts it. */
const MAX_FACTOR = 2;
/** Read-out noise where the header gives none: that of a noisy camera, so that it excuses much [electron]. */
const ASSUMED_READ_NOISE = 15;
/** Pixels differ in their response by this much at most, which is no noise of photons. */
const MAX_RESPONSE_SCATTER = 0.01;
/** Pixels compared. */
const MAX_PAIRS = 40_000;
/** Distance of the pixels compared [px]: 2, so that both have the same colour in a mosaic. */
const PAIR_DISTANCE = 2;

/** Level and noise of the sky of an image [unit, unit squared]. */
interface SkyNoise {
  readonly level: number;
  readonly variance: number;
}

/** What the pixels say of a gain without a unit. */
type Verdict = 'agrees' | 'contradicts' | 'cannot tell';

/**
 * The gain of a frame, and the problems of its header after its pixels were asked.
 *
 * Noise much larger than the gain allows shows that the number is a setting; noise within a factor of 2 of that of the sky's
 * photons confirms it. A pedestal or smoothing makes the noise smaller, which proves nothing.
 *
 * @param problems those of the header, of which the one about the gain is kept, dropped or replaced
 */
export function believedGain(
  gain: GainFacts,
  image: Pick<Image, 'pixels' | 'width' | 'readNoise'>,
  problems: Problems,
): { readonly gain: SourcedNumber; readonly problems: Problems } {
  const { untested, value } = gain;
  if (Number.isNaN(untested)) return { gain, problems };
  const verdict = verdictOn(untested, skyNoise(image), image.readNoise);
  const isAbout = ({ code }: Problem): boolean => code === 'gain-unit' || code === 'gain-setting';
  if (verdict === 'agrees')
    return { gain: { value: untested, source: 'header' }, problems: problems.filter(problem => !isAbout(problem)) };
  if (verdict === 'cannot tell' || Number.isNaN(value)) return { gain, problems: problems.map(asExamined) };
  const asSetting = (problem: Problem): Problem =>
    isAbout(problem)
      ? {
          ...problem,
          code: 'gain-setting',
          action: 'dropped',
          remedy: `the noise of the sky is more than ${MAX_FACTOR} times what it would be: ${settingRemedy('GAIN', untested)}`,
        }
      : problem;
  return { gain: { value: Number.NaN, source: 'unknown' }, problems: problems.map(asSetting) };
}

/** The problem of a header, after the pixels could not decide. */
function asExamined(problem: Problem): Problem {
  if (problem.code !== 'gain-unit') return problem;
  const remedy = problem.remedy.replace(
    'and the noise of the pixels was not examined',
    'which the noise of the pixels neither confirms nor contradicts',
  );
  return { ...problem, remedy };
}

function verdictOn(gain: number, { level, variance }: SkyNoise, readNoise: number): Verdict {
  if (!(variance > 0)) return 'cannot tell';
  const readOut = (Number.isFinite(readNoise) ? readNoise : ASSUMED_READ_NOISE) / gain;
  const photons = Math.max(level, 0) / gain;
  const most = photons + readOut * readOut + (MAX_RESPONSE_SCATTER * level) ** 2;
  if (variance > MAX_FACTOR * most) return 'contradicts';
  return photons > readOut * readOut && variance > photons / MAX_FACTOR && variance < photons * MAX_FACTOR
    ? 'agrees'
    : 'cannot tell';
}

/** The median level, and the variance from the median difference of neighbours: stars and gradients hardly count. */
function skyNoise({ pixels, width }: Pick<Image, 'pixels' | 'width'>): SkyNoise {
  const step = Math.max(1, Math.floor(pixels.length / MAX_PAIRS));
  const levels = new Float64Array(MAX_PAIRS + 1);
  const differences = new Float64Array(MAX_PAIRS + 1);
  let n = 0;
  for (let i = 0; i + PAIR_DISTANCE < pixels.length && n <= MAX_PAIRS; i += step) {
    if (i % width >= width - PAIR_DISTANCE) continue;
    const difference = pixels[i + PAIR_DISTANCE] - pixels[i];
    if (difference - difference !== 0) continue;
    levels[n] = pixels[i];
    differences[n++] = Math.abs(difference);
  }
  if (n < 100) return { level: Number.NaN, variance: Number.NaN };
  const sigma = (1.4826 * medianInPlace(differences, n)) / Math.SQRT2;
  return { level: medianInPlace(levels, n), variance: sigma * sigma };
}

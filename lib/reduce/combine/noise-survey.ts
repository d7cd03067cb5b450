/**
 * Measures the detector's noise while frames stream by: each is compared with the one before.
 *
 * @module
 */
import { type Image, isGainAssumed } from '../../frame/image.js';
import { medianInPlace } from '../../math/select.js';
import type { FramePurpose } from '../compatibility.js';
import { centralRegion, gainOfPair, regionValues, varianceOfDifference } from '../pair-noise.js';
import { type DetectorNoise, detectorNoise, hasStep } from '../state.js';

/** Collects the noise of frames given one after another. */
interface NoiseSurvey {
  /** Compares a frame with the one before. */
  add(image: Image): void;
  /** The results of the pairs; NaN if undetermined. */
  result(): DetectorNoise;
}

/**
 * A survey of frames of one kind. Biases and darks yield the read-out noise: the median over pairs of
 * var(a - b)/2, outliers clipped. Flats whose bias is subtracted and whose headers give no gain, or one without a unit, yield
 * the gain by photon transfer, if the read-out noise is known; the median over pairs.
 * Of other frames what they carry is handed on.
 */
export function noiseSurvey(kind: FramePurpose): NoiseSurvey {
  let previous: Float64Array | undefined;
  let spare: Float64Array | undefined; // the one before: two arrays take turns
  let known: DetectorNoise | undefined;
  const variances: number[] = [];
  const gains: number[] = [];

  const add = (image: Image): void => {
    known ??= readNoiseOf(image);
    const wanted = kind === 'bias' || kind === 'dark' || (kind === 'flat' && canTellGain(image, known));
    if (!wanted) return;
    const region = centralRegion(image);
    const isFitting = spare?.length === (region.x1 - region.x0) * (region.y1 - region.y0);
    const values = regionValues(image, region, isFitting ? spare : undefined);
    if (previous && kind === 'flat') gains.push(gainOfPair(previous, values, known.readNoiseAdu).gain);
    else if (previous) variances.push(varianceOfDifference(previous, values, 1));
    spare = previous;
    previous = values;
  };
  const result = (): DetectorNoise => ({
    gain: Number.isFinite(known?.gain) ? known!.gain : medianOfFinite(gains),
    readNoiseAdu: firstFinite(Math.sqrt(medianOfFinite(variances) / 2), known?.readNoiseAdu),
  });
  return { add, result };
}

/** The noise of an image, from itself or its header. */
function readNoiseOf(image: Image): DetectorNoise {
  const carried = detectorNoise(image);
  return { gain: carried.gain, readNoiseAdu: firstFinite(carried.readNoiseAdu, image.readNoise / image.gain) };
}

function canTellGain(image: Image, known: DetectorNoise): boolean {
  const withoutBias = hasStep(image, 'bias') || hasStep(image, 'overscan');
  return withoutBias && !hasStep(image, 'flat') && isUntold(image) && Number.isFinite(known.readNoiseAdu);
}

/** Whether the gain is unknown, or a card without a unit. */
function isUntold(image: Image): boolean {
  return Number.isNaN(image.gain) || isGainAssumed(image);
}

function firstFinite(...values: readonly (number | undefined)[]): number {
  return values.find(value => Number.isFinite(value)) ?? NaN;
}

function medianOfFinite(values: readonly number[]): number {
  return medianInPlace(Float64Array.from(values.filter(value => Number.isFinite(value))));
}

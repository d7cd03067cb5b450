/**
 * Whether a file's frame is a mosaic, and how it is put together.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { joinProblems, type Problems } from '../../core/problem.js';
import type { Header } from '../../fits/header/header.js';
import type { FitsSource } from '../../fits/read/open-fits.js';
import { hasPixels } from '../image-hdu.js';
import { mosaicHeader } from './mosaic-header.js';
import { mosaicDetector } from './part-detector.js';
import { isPlan, type MosaicOptions, type MosaicPlan, type NoMosaic, planMosaic } from './plan/plan-mosaic.js';

/**
 * How the parts of a file make one frame. Of a file whose HDUs cannot be placed, the first HDU alone if it has several
 * amplifiers.
 *
 * @throws PhotometryError `bad-header` if sections contradict each other, `no-such-hdu` for an HDU or chip that is not there
 */
export function partsOf(file: FitsSource, options: MosaicOptions = {}): MosaicPlan | NoMosaic {
  const plan = planMosaic(file, options);
  if (isPlan(plan) || options.hdu !== undefined) return plan;
  const first = file.hdus.find(hasPixels);
  const alone = first && planMosaic(file, { ...options, hdu: first.index });
  return alone && isPlan(alone) ? alone : plan;
}

/** A mosaic as headers tell it. */
interface MosaicHeader {
  readonly header: Header;
  /** What was noticed while its parts were placed and their amplifiers compared. */
  readonly problems: Problems;
}

/** The header of a mosaic; null if the file is none, or its sections contradict each other, which is for the reader to say. */
export function mosaicHeaderOf(file: FitsSource, options: MosaicOptions): MosaicHeader | null {
  try {
    const plan = partsOf(file, options);
    if (!isPlan(plan)) return null;
    const detector = mosaicDetector(plan, options);
    const { header, problems } = mosaicHeader(plan, detector);
    return { header, problems: joinProblems(plan.problems, detector.problems, problems) };
  } catch (error) {
    if (error instanceof PhotometryError && error.code === 'bad-header') return null;
    throw error;
  }
}

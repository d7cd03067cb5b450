/**
 * The stars of a frame that is out of focus or trailed, if it is.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { PreparedPlane } from '../background/prepare-plane.js';
import type { PlacedStar } from '../place-stars.js';
import { findShapes, type ShapeLimits } from './find-shapes.js';
import { recogniseShape } from './recognise-shape.js';
import { stackTemplate } from './stack-template.js';

/** Stars that are not points. */
export interface ShapedStars {
  readonly kind: 'donut' | 'trail';
  readonly stars: readonly PlacedStar[];
  /** Diameter of the circle with the area of the outline at half maximum [px]. */
  readonly fwhm: number;
  /** Longest over shortest diameter of the outline. */
  readonly elongation: number;
  readonly problem: Problem;
}

/** Rings and trails have to be at least so many for a frame to be one of them. */
const MIN_STARS = 3;

/**
 * Finds the stars as rings or trails; null where they are points.
 *
 * @param options `forced`: rings are looked for however few there are; `fwhm`: only rings of about this diameter [px]
 */
export function findShapedStars(
  plane: PreparedPlane,
  limits: ShapeLimits,
  { forced = false, file = '', fwhm }: { forced?: boolean; file?: string; fwhm?: number | undefined } = {},
): ShapedStars | null {
  const shape = recogniseShape(plane, forced, fwhm);
  const template = shape && stackTemplate(plane, shape);
  if (!shape || !template) return null;
  const stars = findShapes(plane, template, limits);
  if (!forced && stars.length < Math.min(MIN_STARS, limits.maxSources)) return null;
  const { longest, shortest, angle } = template;
  const elongation = longest / shortest;
  const problem: Problem =
    shape.kind === 'donut'
      ? {
          file,
          where: 'stars of the frame',
          value: `${(2 * longest).toFixed(1)} px wide`,
          code: 'stars-defocused',
          action: 'noted',
          remedy:
            'the stars are out of focus: each ring is one source at its middle, and fwhm is the diameter of its outer border at half the brightness. Take radii beyond it',
        }
      : {
          file,
          where: 'stars of the frame',
          value: `${(2 * longest).toFixed(1)} x ${(2 * shortest).toFixed(1)} px at ${angle.toFixed(0)} deg`,
          code: 'stars-trailed',
          action: 'noted',
          remedy:
            'the stars are trailed (the telescope moved): each trail is one source at its middle, and fwhm is the diameter of a circle of its area at half the brightness. Take radii of more than half its length',
        };
  return { kind: shape.kind, stars, fwhm: template.fwhm, elongation, problem };
}

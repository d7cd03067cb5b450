/**
 * Makes the template of a frame from the stars by which its shape was recognised.
 *
 * @module
 */
import type { PreparedPlane } from '../background/prepare-plane.js';
import { placeTemplate } from './place-template.js';
import type { RecognisedShape } from './recognise-shape.js';
import { cutSquare, type ShapeTemplate, templateOf } from './shape-template.js';

/** Rounds of centring the stars on the template and summing them again. */
const ROUNDS = 3;
/** Half side of the template [size of the shape]. */
const REACH = 1.5;
/** Minimum likeness of a star that is summed. */
const ALIKE = 0.5;

/** The median of the stars at their centres; null if nothing comes of them. */
export function stackTemplate(plane: PreparedPlane, { members, size }: RecognisedShape): ShapeTemplate | null {
  const radius = Math.ceil(REACH * size) + 4;
  let places: readonly { readonly x: number; readonly y: number }[] = members;
  let template: ShapeTemplate | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    template = templateOf(
      places.map(({ x, y }) => cutSquare(plane, x, y, radius)),
      radius,
    );
    if (template === null) return null;
    const fitted = template;
    const placed = places.map(({ x, y }) => placeTemplate(plane, fitted, x, y, 0.7 * size));
    const good = placed.filter(star => star.converged && star.likeness > ALIKE);
    if (good.length === 0) break;
    places = good;
  }
  return template;
}

/**
 * Smooths the coefficients of a lossy H-transform, so that no blocks are visible.
 *
 * Differences and curvature move towards the values suggested by the sums of the neighbouring blocks, but by no more
 * than the rounding allows, and never so far that the image would have a new maximum or minimum. Blocks at the edges
 * are not changed.
 *
 * @module
 * @see White 1992, in Data Compression Conference, 302; White, Postman & Lattanzi 1992
 */

/**
 * Smooths one level in place.
 *
 * @param stride offset from one row to the next [number]
 * @param limit maximum change of a coefficient
 */
export function smoothCoefficients(
  out: Float64Array,
  rows: number,
  columns: number,
  stride: number,
  limit: number,
): void {
  for (let i = 2; i < rows - 2; i += 2)
    for (let j = 0; j < columns; j += 2) smoothDifference(out, stride * i + j, 2 * stride, stride, limit);
  for (let i = 0; i < rows; i += 2)
    for (let j = 2; j < columns - 2; j += 2) smoothDifference(out, stride * i + j, 2, 1, limit);
  for (let i = 2; i < rows - 2; i += 2)
    for (let j = 2; j < columns - 2; j += 2) smoothCurvature(out, stride * i + j, stride, limit);
}

/** Smooths the difference at `at + own`, from the sums at `at` and its neighbours `step` away. */
function smoothDifference(out: Float64Array, at: number, step: number, own: number, limit: number): void {
  const before = out[at] - out[at - step];
  const after = out[at + step] - out[at];
  const largest = 4 * Math.max(Math.min(after, before), 0);
  const smallest = 4 * Math.min(Math.max(after, before), 0);
  if (smallest >= largest) return; // an extremum
  const wanted = clamp(after + before, smallest, largest); // 8 times the slope
  out[at + own] += clamp(Math.trunc((wanted - 8 * out[at + own]) / 8), -limit, limit);
}

/** Smooths the curvature of the block at `at`, from the sums of the four blocks at its corners. */
function smoothCurvature(out: Float64Array, at: number, stride: number, limit: number): void {
  const up = at - 2 * stride;
  const down = at + 2 * stride;
  const sum = out[at];
  // the blocks before and after along the rows (y) and the columns (x)
  const minusMinus = out[up - 2] - sum;
  const plusMinus = sum - out[down - 2];
  const minusPlus = sum - out[up + 2];
  const plusPlus = out[down + 2] - sum;
  const slopeY = 2 * out[at + stride];
  const slopeX = 2 * out[at + 1];
  const largest =
    16 *
    Math.min(
      Math.max(plusPlus, 0) - slopeY - slopeX,
      Math.max(plusMinus, 0) + slopeY - slopeX,
      Math.max(minusPlus, 0) - slopeY + slopeX,
      Math.max(minusMinus, 0) + slopeY + slopeX,
    );
  const smallest =
    16 *
    Math.max(
      Math.min(plusPlus, 0) - slopeY - slopeX,
      Math.min(plusMinus, 0) + slopeY - slopeX,
      Math.min(minusPlus, 0) - slopeY + slopeX,
      Math.min(minusMinus, 0) + slopeY + slopeX,
    );
  if (smallest >= largest) return;
  // 64 times the curvature
  const wanted = clamp(plusPlus + minusMinus + minusPlus + plusMinus, smallest, largest);
  const place = at + stride + 1;
  out[place] += clamp(Math.trunc((wanted - 64 * out[place]) / 64), -limit, limit);
}

function clamp(value: number, smallest: number, largest: number): number {
  return Math.max(Math.min(value, largest), smallest);
}

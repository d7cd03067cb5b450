/**
 * Small systems of linear equations.
 *
 * @module
 */

/**
 * Solves `matrix` * x = `right` by Gaussian elimination with partial pivoting; x replaces `right`.
 *
 * `matrix` (row by row, n x n) is destroyed. For n up to some tens: a fit's normal equations.
 *
 * @returns false where the matrix is singular or not finite; `right` is then meaningless
 * @see Golub, G. H. & Van Loan, C. F. 2013, Matrix Computations, 4th ed., section 3.4
 * @example
 * const x = Float64Array.of(5, 10);
 * solveInPlace(Float64Array.of(2, 1, 1, 3), x, 2); // x is [1, 3]
 */
export function solveInPlace(matrix: Float64Array, right: Float64Array, n: number): boolean {
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(matrix[row * n + column]) > Math.abs(matrix[pivot * n + column])) pivot = row;
    const largest = matrix[pivot * n + column];
    if (!(Math.abs(largest) > 0) || !Number.isFinite(largest)) return false;
    if (pivot !== column) {
      for (let k = column; k < n; k++) {
        const value = matrix[pivot * n + k];
        matrix[pivot * n + k] = matrix[column * n + k];
        matrix[column * n + k] = value;
      }
      const value = right[pivot];
      right[pivot] = right[column];
      right[column] = value;
    }
    for (let row = column + 1; row < n; row++) {
      const factor = matrix[row * n + column] / largest;
      if (factor === 0) continue;
      for (let k = column + 1; k < n; k++) matrix[row * n + k] -= factor * matrix[column * n + k];
      right[row] -= factor * right[column];
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = right[row];
    for (let k = row + 1; k < n; k++) sum -= matrix[row * n + k] * right[k];
    right[row] = sum / matrix[row * n + row];
  }
  return true;
}

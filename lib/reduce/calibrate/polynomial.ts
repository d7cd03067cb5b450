/**
 * Least-squares polynomial through equally spaced values.
 *
 * @module
 */

/**
 * The values of the least-squares polynomial of a degree through `values` at 0, 1, 2, ...
 *
 * Built from polynomials that are orthogonal on these points (Forsythe's recurrence), so that no
 * matrix is inverted and high degrees stay stable.
 *
 * @see Forsythe, G. E. 1957, J. SIAM 5, 74
 * @example fitPolynomial(Float64Array.of(1, 2, 3, 5), 1) // [0.8, 2.1, 3.4, 4.7]
 */
export function fitPolynomial(values: Float64Array, degree: number): Float64Array {
  const n = values.length;
  const fit = new Float64Array(n);
  let previous = new Float64Array(n);
  let current = new Float64Array(n).fill(1);
  let previousNorm = 1;
  const middle = (n - 1) / 2;
  for (let k = 0; k <= degree; k++) {
    let norm = 0;
    let projection = 0;
    let shift = 0;
    for (let i = 0; i < n; i++) {
      const square = current[i] * current[i];
      norm += square;
      projection += current[i] * (values[i] - fit[i]);
      shift += (i - middle) * square;
    }
    const coefficient = projection / norm;
    for (let i = 0; i < n; i++) fit[i] += coefficient * current[i];
    const alpha = shift / norm;
    const beta = k === 0 ? 0 : norm / previousNorm;
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) next[i] = (i - middle - alpha) * current[i] - beta * previous[i];
    previous = current;
    current = next;
    previousNorm = norm;
  }
  return fit;
}

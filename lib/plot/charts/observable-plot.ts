/**
 * Observable Plot, which is loaded with the first chart.
 *
 * @module
 */
import { platform } from '#platform';

/** The library. Marks are made with it and handed to `drawChart`. */
export function observablePlot(): typeof import('../../platform/plot-library.js') {
  return platform.library('plot') as typeof import('../../platform/plot-library.js');
}

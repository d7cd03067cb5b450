/**
 * Skyframe: typed dataframes for CCD photometry.
 *
 * The one public entry, in the order of the data's way: files, tables, frames, series, measurements, curves.
 *
 * @packageDocumentation
 */
import { registerFormat } from './table/formats.js';

export { type ErrorCode, type ErrorDetails, PhotometryError } from './core/errors.js';

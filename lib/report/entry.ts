/**
 * The entry `skyframe/report`: executed notebooks as pages, and the shape of a notebook file.
 *
 * @module
 */
export type * from './notebook-json.js';
export { type ReportOptions, renderReport } from './render-report.js';

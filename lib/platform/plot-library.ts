/**
 * What charts use of Observable Plot.
 *
 * @module
 */
export { dot, frame, line, plot, rect, ruleX, ruleY, text } from '@observablehq/plot';

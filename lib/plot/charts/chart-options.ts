/**
 * Settings shared by every chart, apart from the file that calls Observable Plot: declarations that users reach must
 * not name Plot's types, which need the DOM's.
 *
 * @module
 */

/** Settings shared by every chart. */
export interface ChartOptions {
  /** Heading above the chart; an empty text for none. Default what is drawn, in a few words. */
  readonly title?: string;
  /** Width [px]. Default 720. */
  readonly width?: number;
  /** Height [px]. Default by kind of chart. */
  readonly height?: number;
}

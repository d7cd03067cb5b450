/**
 * The class of a frame: each method is one line that calls a function of the library.
 *
 * @module
 */

import { displayAs, escapeMarkup, inspectAs, type MimeBundle, showValue } from '../core/display.js';
import { PhotometryError } from '../core/errors.js';
import { frameCountText } from '../core/frame-count.js';
import { requireKnownOptions } from '../core/known-options.js';
import { joinProblems, NO_PROBLEMS, type Problem, problemCount, warnOfProblems } from '../core/problem.js';
import type { Provenance } from '../core/provenance.js';
import { quoted } from '../core/quoted.js';
import type { Source } from '../core/web-types.js';
import { type BackgroundOptions, measureBackground } from '../detect/background/background.js';
import { type DetectOptions, detectSources, type SourceColumns } from '../detect/detect-sources.js';
import type { Header } from '../fits/header/header.js';
import { cutoutOf } from '../frame/cutout.js';
import { unknownDetector, warnOfUnknownGain } from '../frame/detector/unknown-detector.js';
import { type FrameStatistics, frameStatistics } from '../frame/frame-statistics.js';
import type { DetectorSource, Image, Pixels, PixelUnit } from '../frame/image.js';
import { type ReadFrameOptions, readImage } from '../frame/read-frame.js';
import { inElectrons } from '../frame/to-electrons.js';
import type { PixelPosition } from '../frame/wcs/tangent-plane.js';
import { parseWcs, requireWcs, type Wcs } from '../frame/wcs/wcs.js';
import { type WriteImageOptions, writeImage } from '../frame/write-frame.js';
import type {
  ApertureColumns,
  MeasuredStarColumns,
  MultiApertureColumns,
  MultiZeroPointColumns,
  ZeroPointColumns,
} from '../photometry/aperture-columns.js';
import type { ApertureOptions } from '../photometry/aperture-options.js';
import { measureApertures } from '../photometry/measure-apertures.js';
import { headerZeroPoint } from '../pipelines/frames/header-zero-point.js';
import { type Positions, toPixelPositions } from '../pipelines/frames/positions.js';
import { type HistogramOptions, histogramFigure } from '../plot/charts/histogram-chart.js';
import type { Figure } from '../plot/figure.js';
import { type PictureOptions, pictureFigure } from '../plot/image-picture.js';
import { imageText } from '../plot/image-text.js';
import { type ViewedImages, type ViewOptions, viewImages } from '../plot/viewer/view-images.js';
import type { Viewer } from '../plot/viewer/viewer.js';
import type { ViewedImage } from '../plot/viewer/viewer-data.js';
import { withProblems } from '../table/column/table-data.js';
import { problemTable, type Table } from '../table/table.js';
import type { JsonValue } from '../table/views/to-json.js';
import { Catalog } from './catalog.js';
import { type MarkedStars, skyDirections, starMarks } from './frame-marks.js';
import { GrowthCurve, type GrowthCurveOptions } from './growth-curve.js';
import { BACKGROUND, DETECT, GROWTH_CURVE, MEASURE_FRAME, OPEN_FRAME } from './option-names.js';
import { type SkyColumns, withSky } from './with-sky.js';

/** Settings of {@link Frame.measure} in addition to the radii. */
export interface FrameMeasureOptions extends ApertureOptions {}

/** The background of a frame: the level and its noise, each as a frame. */
export interface FrameBackground {
  /** The sky level at each pixel. */
  readonly level: Frame;
  /** The noise of the sky at each pixel. */
  readonly rms: Frame;
  /** The overall sky level [unit of the frame]. */
  readonly globalLevel: number;
  /** The overall noise of the sky [unit of the frame]. */
  readonly globalRms: number;
}

/** Settings of {@link Frame.picture}: stars may be given as a table, with the aperture to draw. */
export interface FramePictureOptions extends PictureOptions, MarkedStars {}

/** Settings of {@link Frame.view}. */
export interface FrameViewOptions extends ViewOptions, MarkedStars {}

/**
 * One image with its header, unit, gain and read-out noise.
 *
 * Pixel (0, 0) has its centre at x = 0, y = 0; x increases along NAXIS1. A frame never changes: verbs return new frames.
 *
 * @example
 * const frame = await openFrame('field.fits');
 * const stars = frame.detect({ sigma: 5 });
 * frame.measure(stars, { radii: [4, 6], annulus: [12, 18] }).head(3);
 */
export class Frame {
  /** The plain data behind the frame, for functions of the library. */
  readonly image: Image;
  #wcs: Wcs | null | undefined;

  constructor(image: Image) {
    this.image = image;
  }

  static {
    displayAs(Frame, (frame): MimeBundle => frame.#bundle());
    inspectAs(Frame, frame => frame.#text());
  }

  /** Pixels along x (NAXIS1). */
  get width(): number {
    return this.image.width;
  }

  /** Pixels along y (NAXIS2). */
  get height(): number {
    return this.image.height;
  }

  /** Values row by row: `pixels[y * width + x]`. Shared: do not write. */
  get pixels(): Pixels {
    return this.image.pixels;
  }

  /** Variance of each pixel [unit squared]; null if unknown. Shared: do not write. */
  get variance(): Pixels | null {
    return this.image.variance ?? null;
  }

  /** Bits of {@link PixelFlag} for each pixel; null if every pixel is good. Shared: do not write. */
  get mask(): Uint8Array | null {
    return this.image.mask ?? null;
  }

  /** Unit of the values: `adu`, `electron`; empty for a pure number such as a normalised flat. */
  get unit(): PixelUnit {
    return this.image.unit;
  }

  /** Electrons per {@link unit}; NaN if unknown. A flat keeps the gain of the raw frames it was made from [electron/adu]. */
  get gain(): number {
    return this.image.gain;
  }

  /** Where the gain came from. */
  get gainSource(): DetectorSource {
    return this.image.gainSource;
  }

  /** Read-out noise of a pixel [electron]; NaN if unknown. */
  get readNoise(): number {
    return this.image.readNoise;
  }

  /** Where the read-out noise came from. */
  get readNoiseSource(): DetectorSource {
    return this.image.readNoiseSource;
  }

  /** Raw value from which a pixel counts as saturated [raw ADU]; NaN if unknown. */
  get saturation(): number {
    return this.image.saturation;
  }

  /** Exposure time [s]; NaN if unknown. */
  get exptime(): number {
    return this.image.exptime;
  }

  /** The header: `frame.header.get('EXPTIME')`, `frame.header.cards`. */
  get header(): Header {
    return this.image.header;
  }

  /** The file the frame was read from; empty for a computed one. */
  get path(): string {
    return this.image.path;
  }

  /** Provenance of the frame, oldest step first. */
  get provenance(): Provenance {
    return this.image.provenance;
  }

  /**
   * What was noticed while the frame was read and made: one row per problem, with what was assumed, dropped or refused
   * and what to do about it. Empty if nothing was.
   *
   * @example frame.problems().show()
   */
  problems(): Table<Problem> {
    return problemTable(this.image.problems ?? NO_PROBLEMS);
  }

  /** Whether the header has a usable world coordinate system. */
  get hasWcs(): boolean {
    if (this.#wcs === undefined) this.#wcs = parseWcs(this.image.header);
    return this.#wcs !== null;
  }

  /**
   * Converts pixels to sky positions and back.
   *
   * @throws PhotometryError `no-wcs` if the header has no usable one, with the reason
   */
  get wcs(): Wcs {
    return this.hasWcs ? this.#wcs! : requireWcs(this.image.header, this.image.path);
  }

  /** Mean, median, scatter and extremes of the usable pixels, plain and clipped. */
  statistics(): FrameStatistics {
    return frameStatistics(this.image);
  }

  /**
   * The sky level and its noise over the frame, from a mesh of boxes: frames of the same size and unit, and one overall number each.
   *
   * @param options `boxSize` of the mesh [px], `filterSize` of the median over the boxes
   * @throws PhotometryError `bad-argument` for a boxSize or filterSize that is out of range
   * @example
   * const { level, globalRms } = frame.background({ boxSize: 32 });
   * level.picture();
   */
  background(options: BackgroundOptions = {}): FrameBackground {
    requireKnownOptions('background', options, BACKGROUND);
    const { background, rms, globalBackground, globalRms } = measureBackground(this.image, options);
    const { variance: _variance, ...rest } = this.image;
    return {
      level: new Frame({ ...rest, pixels: background }),
      rms: new Frame({ ...rest, pixels: rms }),
      globalLevel: globalBackground,
      globalRms,
    };
  }

  /**
   * Finds the stars: x, y, flux, fwhm and more, brightest first; ra and dec if the frame has a WCS, else NaN.
   *
   * Rings (stars out of focus) and trails are noticed and are one source each, which `problems()` of the result tells;
   * `method: 'donut'` looks for rings however few there are.
   *
   * @example
   * frame.detect({ sigma: 5 }).head(10)
   * frame.detect({ method: 'donut' }).columns.fwhm.median() // their outer diameter
   * frame.detect().match(gaia, { within: arcsec(1), epoch: 2025.5 })
   */
  detect(options: DetectOptions = {}): Catalog<SourceColumns & SkyColumns> {
    requireKnownOptions('detect', options, DETECT);
    return new Catalog(withSky(detectSources(this.image, options).data, this.#skyOrNone()));
  }

  /**
   * Measures the flux in circles of one or several radii around each position, without re-centring; adds ra and dec if
   * the frame has a WCS.
   *
   * @param positions a table of stars, a list of `{ x, y }`, or `{ ra, dec }` if the frame has a WCS
   * @param options `radius` for columns flux, fluxErr, area, instMag, magErr; `radii` for flux_4, fluxErr_4, area_4 ...;
   *   `zeroPoint` for mag
   * @example frame.measure(stars, { radii: [4, 6, 8], annulus: [12, 18] }).columns.flux_6.median()
   */
  measure(
    positions: Positions,
    options: FrameMeasureOptions & { readonly radius: number; readonly zeroPoint: number },
  ): Catalog<ApertureColumns & ZeroPointColumns & SkyColumns>;
  measure<const R extends readonly number[]>(
    positions: Positions,
    options: FrameMeasureOptions & { readonly radii: R; readonly zeroPoint: number },
  ): Catalog<MultiApertureColumns<R> & MultiZeroPointColumns<R> & SkyColumns>;
  measure(
    positions: Positions,
    options: FrameMeasureOptions & { readonly radius: number },
  ): Catalog<ApertureColumns & SkyColumns>;
  measure<const R extends readonly number[]>(
    positions: Positions,
    options: FrameMeasureOptions & { readonly radii: R },
  ): Catalog<MultiApertureColumns<R> & SkyColumns>;
  measure(
    positions: Positions,
    options: FrameMeasureOptions & { readonly radius?: number; readonly radii?: readonly number[] },
  ): Catalog<MeasuredStarColumns & SkyColumns> {
    requireKnownOptions('measure', options, MEASURE_FRAME);
    const problems = joinProblems(this.image.problems, unknownDetector([this.image]));
    warnOfUnknownGain(problems);
    const at = toPixelPositions(positions, 'measure', () => this.wcs);
    const zeroPoint = options.zeroPoint ?? headerZeroPoint(this.image);
    const settings = { ...options, ...(Number.isFinite(zeroPoint) ? { zeroPoint } : {}) };
    const measured = measureApertures(this.image, at, settings as FrameMeasureOptions & { radius: number });
    return new Catalog({ ...withSky(measured.data, this.#skyOrNone()), ...withProblems(problems) });
  }

  #skyOrNone(): Wcs | null {
    return this.hasWcs ? this.wcs : null;
  }

  /**
   * The curve of growth of stars of this frame, and the radius that it recommends.
   *
   * @param stars a table of stars, a list of `{ x, y }`, or `{ ra, dec }` if the frame has a WCS
   * @throws PhotometryError `no-stars` if none of them can be used
   * @example
   * frame.growthCurve(stars).radius // 3.4
   * frame.growthCurve(stars, { target: { x: 118.4, y: 92.7 } }).rule
   */
  growthCurve(stars: Positions, options: GrowthCurveOptions = {}): GrowthCurve {
    requireKnownOptions('growthCurve', options, GROWTH_CURVE);
    const pixelsOf = (positions: Positions) => toPixelPositions(positions, 'growthCurve', () => this.wcs);
    const { target, ...rest } = options;
    if (target === undefined || typeof target === 'number')
      return GrowthCurve.of(this.image, pixelsOf(stars), { ...rest, target });
    const { x, y } = pixelsOf([target as PixelPosition]);
    return GrowthCurve.of(this.image, pixelsOf(stars), { ...rest, target: { x: x[0], y: y[0] } });
  }

  /**
   * Cuts out a part of the frame, with its WCS, mask and variance.
   *
   * @param x first column
   * @param y first row
   * @param width columns [px]
   * @param height rows [px]
   * @throws PhotometryError `bad-argument` if it is not inside the frame
   * @example frame.cutout(100, 60, 32, 32).width // 32
   */
  cutout(x: number, y: number, width: number, height: number): Frame {
    return new Frame(cutoutOf(this.image, { x, y, width, height }));
  }

  /**
   * Converts the frame to electrons: values times the gain, which is 1 afterwards.
   *
   * @throws PhotometryError `unknown-gain` if the gain is unknown
   */
  toElectrons(): Frame {
    return new Frame(inElectrons(this.image));
  }

  /**
   * Draws the frame, with the given stars marked on it.
   *
   * @example frame.picture({ stars, stretch: 'log', title: 'RR Sim' })
   */
  picture(options: FramePictureOptions = {}): Figure {
    const overlays = starMarks(options, { verb: 'picture', numbered: false, wcs: () => this.wcs });
    const settings = { title: this.#title(), ...options, overlays };
    return pictureFigure(
      { ...this.image, ...skyDirections(this.#skyOrNone(), this.width, this.height) },
      settings,
    ).withProvenance(this.provenance);
  }

  /**
   * Shows the frame in a viewer: zoom, pan, stretch, values and sky positions under the cursor; clicked stars are
   * collected, with the line of code that repeats the choice.
   *
   * @example
   * const viewer = frame.view({ stars, radius: 5 });
   */
  view(options: FrameViewOptions = {}): Viewer {
    const { provenance } = this;
    return this.viewAmong({ images: [this.toViewed()], provenance }, { title: this.#title(), ...options });
  }

  /**
   * A viewer of several frames on the pixels of this one.
   *
   * @internal
   */
  viewAmong(shown: Omit<ViewedImages, 'unit'>, options: FrameViewOptions): Viewer {
    return viewImages(
      { ...shown, unit: this.unit },
      { ...options, overlays: starMarks(options, { verb: 'view', numbered: true, wcs: () => this.wcs }) },
    );
  }

  /**
   * Converts the frame for a viewer.
   *
   * @internal
   */
  toViewed(name: string = this.#title()): ViewedImage {
    const { width, height, pixels } = this.image;
    return {
      name,
      width,
      height,
      pixels,
      plane: this.hasWcs ? this.wcs.plane : null,
      ...skyDirections(this.#skyOrNone(), this.width, this.height),
    };
  }

  /** The histogram of the pixel values. */
  histogram(options: HistogramOptions = {}): Figure {
    const name = this.#title();
    return histogramFigure(this.image.pixels, {
      ...(name === '' ? {} : { title: `pixels of ${name}` }),
      xLabel: this.unit ? `pixel value [${this.unit}]` : 'pixel value',
      ...options,
    }).withProvenance(this.provenance);
  }

  /** Shows the picture in the running cell and returns the frame. */
  show(options: FramePictureOptions = {}): this {
    showValue(this.picture(options), this);
    return this;
  }

  /** Inserts your own step into the chain: `frame.pipe(f)` is `f(frame)`. */
  pipe<R>(step: (frame: this) => R): R {
    return step(this);
  }

  /**
   * Writes the frame as FITS, completely or not at all, with its header, and its provenance as HISTORY.
   *
   * @throws PhotometryError `io` if the file cannot be written
   */
  async write(path: string, options: WriteImageOptions = {}): Promise<void> {
    await writeImage(path, this.image, options);
  }

  /** One line: size, unit, gain, object. */
  toString(): string {
    const { width, height, unit, gain, exptime } = this.image;
    const facts = [
      `Frame ${width} x ${height} px`,
      unit && `[${unit}]`,
      this.#title(),
      Number.isFinite(exptime) && `${exptime} s`,
      Number.isFinite(gain) ? `gain ${gain.toPrecision(4)}` : 'gain unknown',
      this.image.count && `combined from ${frameCountText(this.image.count)}`,
      problemCount(this.image.problems),
    ];
    return facts.filter(Boolean).join(', ');
  }

  /** The frame in a few facts, without its pixels, for `JSON.stringify`; null where a number is unknown. */
  toJSON(): Readonly<Record<string, JsonValue>> {
    const { path, width, height, unit, exptime, gain, readNoise, saturation } = this.image;
    const numbers = Object.entries({ width, height, exptime, gain, readNoise, saturation });
    const known = numbers.map(([name, value]) => [name, Number.isFinite(value) ? value : null]);
    return { path, object: this.image.header.text('OBJECT'), unit, ...Object.fromEntries(known) };
  }

  /** The line of {@link toString}, and a coarse picture in characters. */
  #text(): string {
    return `${this.toString()}\n${imageText(this.image)}`;
  }

  /** The picture and the text; with a line of HTML below the picture where frames were left out of a combination. */
  #bundle(): MimeBundle {
    const { count } = this.image;
    const svg = this.picture().toSvg();
    const note = count && count.leftOut.length > 0 ? escapeMarkup(`combined from ${frameCountText(count)}`) : '';
    return {
      ...(note ? { 'text/html': `<div>${svg}<div>${note}</div></div>` } : {}),
      'image/svg+xml': svg,
      'text/plain': this.#text(),
    };
  }

  #title(): string {
    const object = this.image.header.text('OBJECT');
    const file = this.image.path.slice(this.image.path.lastIndexOf('/') + 1);
    return [object, file].filter(Boolean).join(' · ');
  }
}

/** Settings of {@link openFrame}. */
export interface OpenFrameOptions extends ReadFrameOptions {}

/**
 * Opens one FITS image: its first image HDU, the parts of a mosaic together, or the requested HDU.
 *
 * @param source a path, an address, a `Blob` or the bytes
 * @throws PhotometryError `no-such-file`, `not-fits`, `truncated-file`, `bad-header`, `no-such-hdu`
 * @example
 * const frame = await openFrame('data-samples/transit/20250810-114000-light.fits');
 * const first = await openFrame('field.fits', { hdu: 0, precision: 'float64' });
 * const green = await openFrame('colour.fits', { channel: 'G' });
 */
export async function openFrame(source: Source, options: OpenFrameOptions = {}): Promise<Frame> {
  if (source === undefined || source === null)
    throw new PhotometryError(
      'bad-argument',
      `openFrame() needs a path, an address, a Blob or bytes, got ${quoted(source)}`,
    );
  requireKnownOptions('openFrame', options, OPEN_FRAME);
  const image = await readImage(source, options);
  warnOfProblems(image.problems ?? NO_PROBLEMS);
  return new Frame(image);
}

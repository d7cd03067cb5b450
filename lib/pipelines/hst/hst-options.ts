/**
 * What the finalisation of Hubble count rates is told, and what it takes where it is told nothing.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { encircledEnergyTable, type PointSource } from '../../standardize/encircled-energy.js';
import type { TableMeta } from '../../table/table-data.js';

/**
 * Where the errors of the rates come from:
 * - `rates`: the columns `err_<r>` of the table, as they stand;
 * - `daophot`: computed in electrons, from the exposure time: photons of the star, noise of the sky in the aperture,
 *   and of the sky's level;
 * - `as-published`: the same form applied to the rates themselves, as the original pipeline did. Its photon term lacks
 *   the exposure time.
 */
export type HstErrors = 'rates' | 'daophot' | 'as-published';

/**
 * Share of the light inside each radius: `table` (the instrument's), `none` (1 everywhere), or shares of one's own by
 * radius, such as those of isolated stars in the same image.
 */
export type HstApertureCorrection = 'table' | 'none' | Readonly<Record<number, number>>;

/** Names of the columns that are read, with `<r>` for the radius; what is not given keeps its usual name. */
export interface HstColumnNames {
  /** Count rates [electron/s], sky not subtracted. Default `countrate_<r>`. */
  readonly countrate?: string;
  /** Their 1-sigma errors. Default `err_<r>`. */
  readonly err?: string;
  /** Sky level for each pixel [electron/s]; null where the rates are free of the sky already. Default `back`. */
  readonly back?: string | null;
  /** Scatter of the sky from pixel to pixel [electron/s]. Default `back_std`. */
  readonly backStd?: string;
}

/** Systematic errors as shares of the flux. */
export interface HstSystematics {
  /** Of the encircled energy at radii from 4 pixels of 0.05 arcsec. Default 0.01. */
  readonly encircledEnergy?: number;
  /** Of the encircled energy below, where the focus matters. Default 0.03. */
  readonly encircledEnergySmall?: number;
  /** Of PHOTFLAM. Default 0.01. */
  readonly photflam?: number;
}

/** What keywords are looked up in: `frame.header` is one. */
export interface KeywordSource {
  get(keyword: string): unknown;
}

/** Settings of `finalizeHst` and its steps. */
export interface HstOptions<R extends readonly number[] = readonly number[], N extends HstColumnNames = HstColumnNames>
  extends PointSource {
  /** Aperture radii of the table's columns [px]. */
  readonly radii: R;
  /** Inverse sensitivity [erg s-1 cm-2 A-1 for 1 electron/s]. Default PHOTFLAM of `header`, else of the table's metadata. */
  readonly photflam?: number;
  /** Pivot wavelength [A]; without it AB magnitudes are NaN. Default PHOTPLAM of `header`, else of the table's metadata. */
  readonly photplam?: number;
  /** Exposure time [s], needed by the `daophot` errors. Default EXPTIME of `header`, else of the table's metadata. */
  readonly exptime?: number;
  /** Header of the image that the rates were measured in, where its keywords are not in the table's metadata. */
  readonly header?: KeywordSource;
  /** Size of a pixel [arcsec]. Default 0.05. */
  readonly pixelScale?: number;
  /** Radii of the annulus that the sky was measured in [px]. Default [10, 15]. */
  readonly annulus?: readonly [inner: number, outer: number];
  /**
   * Allow for the star's own light in the annulus: divide by `EE(r) - (A/S) (EE(outer) - EE(inner))` in place of
   * `EE(r)`. Default false, as the original; fluxes are then too faint, by 0.5 % at 6 px to 1.4 % at 10 px for the
   * annulus 10 to 15.
   */
  readonly annulusCorrection?: boolean;
  /** Share of the light inside each radius. Default `table`. */
  readonly apertureCorrection?: HstApertureCorrection;
  /** Where the errors come from. Default `rates`. */
  readonly errors?: HstErrors;
  /** Names of the columns, where they are not the usual ones. */
  readonly names?: N;
  /**
   * That the rates are in electron/s, whatever the table says: measured in an image without BUNIT they count as adu.
   * Default what the table says, which may be nothing.
   */
  readonly rateUnit?: 'electron/s';
  /** Systematic errors. */
  readonly systematics?: HstSystematics;
}

/** Settings with nothing left open but what only some steps need. */
export interface HstSettings extends PointSource {
  readonly radii: readonly number[];
  readonly pixelScale: number;
  readonly annulus: readonly [number, number];
  readonly annulusCorrection: boolean;
  readonly apertureCorrection: HstApertureCorrection;
  readonly errors: HstErrors;
  /** Empty: what the table says. */
  readonly rateUnit: 'electron/s' | '';
  readonly names: {
    readonly countrate: string;
    readonly err: string;
    readonly back: string | null;
    readonly backStd: string;
  };
  readonly systematics: Required<HstSystematics>;
}

/**
 * Fills in the defaults.
 *
 * @throws PhotometryError `bad-argument` for radii, an annulus, a scale or a word that makes no sense
 */
export function hstSettings(options: HstOptions): HstSettings {
  const { radii, pixelScale = 0.05, annulus = [10, 15], annulusCorrection = false, errors = 'rates' } = options;
  const { apertureCorrection = 'table', rateUnit = '' } = options;
  if (!Array.isArray(radii) || radii.length === 0 || !radii.every(radius => Number.isFinite(radius) && radius > 0))
    throw wrong('radii', 'one or more positive numbers of pixels', radii);
  if (new Set(radii).size !== radii.length) throw wrong('radii', 'each radius once', radii);
  if (!(pixelScale > 0 && Number.isFinite(pixelScale)))
    throw wrong('pixelScale', 'a positive number of arcsec', pixelScale);
  if (
    !(
      Array.isArray(annulus) &&
      annulus.length === 2 &&
      annulus[0] >= 0 &&
      annulus[1] > annulus[0] &&
      Number.isFinite(annulus[1])
    )
  )
    throw wrong('annulus', '[inner, outer] radii in pixels, 0 <= inner < outer', annulus);
  if (!['rates', 'daophot', 'as-published'].includes(errors))
    throw wrong('errors', "'rates', 'daophot' or 'as-published'", errors);
  if (!['electron/s', ''].includes(rateUnit)) throw wrong('rateUnit', "'electron/s'", rateUnit);
  const isOwn = typeof apertureCorrection === 'object' && apertureCorrection !== null;
  if (!isOwn && !['table', 'none'].includes(apertureCorrection))
    throw wrong('apertureCorrection', "'table', 'none' or shares of the light by radius", apertureCorrection);
  if (options.header !== undefined && typeof Object(options.header).get !== 'function')
    throw wrong('header', 'something with get(keyword), such as frame.header', options.header);
  for (const option of ['instrument', 'filter'] as const)
    if (typeof options[option] !== 'string') throw wrong(option, 'a name', options[option]);
  const names = { ...USUAL_NAMES, ...given(options.names) };
  for (const [name, column] of Object.entries(names))
    if (typeof column !== 'string' && !(name === 'back' && column === null))
      throw wrong(`names.${name}`, 'the name of a column', column);
  const systematics = { ...USUAL_SYSTEMATICS, ...given(options.systematics) };
  for (const [name, share] of Object.entries(systematics))
    if (!(typeof share === 'number' && share >= 0)) throw wrong(`systematics.${name}`, 'a share of the flux', share);
  // the instrument's table is asked for only where it is needed: with own shares, others will do
  const needsTable = apertureCorrection === 'table' || annulusCorrection;
  return {
    instrument: needsTable ? encircledEnergyTable(options.instrument).instrument : options.instrument,
    filter: options.filter.trim().toUpperCase(),
    radii,
    pixelScale,
    annulus,
    annulusCorrection,
    apertureCorrection,
    errors,
    rateUnit,
    names,
    systematics,
  };
}

const USUAL_NAMES = { countrate: 'countrate_<r>', err: 'err_<r>', back: 'back', backStd: 'back_std' } as const;
const USUAL_SYSTEMATICS = { encircledEnergy: 0.01, encircledEnergySmall: 0.03, photflam: 0.01 } as const;

/** What is given, without what is undefined. */
function given<T extends object>(settings: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function wrong(option: string, expected: string, got: unknown): PhotometryError {
  return new PhotometryError('bad-argument', `${option}: expected ${expected}, got ${shown(got)}`, { option });
}

/** A value in a message; of what JSON cannot hold, its type. */
function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}

/** Area of a circle of that radius, or of the annulus [px2]. */
export function areaOf(radius: number): number;
export function areaOf(annulus: readonly [number, number]): number;
export function areaOf(form: number | readonly [number, number]): number {
  return typeof form === 'number' ? Math.PI * form ** 2 : Math.PI * (form[1] ** 2 - form[0] ** 2);
}

/** A keyword's value and where it was found. */
export interface FoundKeyword {
  readonly value: number;
  /** `option`, `header of the image`, `metadata of the table`. */
  readonly source: string;
}

/** The keywords that may be given as options. */
type OptionKeyword = 'photflam' | 'photplam' | 'exptime';

/**
 * A positive number from the options, else from the header given, else from the table's metadata; null if none has one.
 *
 * @throws PhotometryError `bad-argument` for an option that is not a positive number
 */
export function keywordNumber(options: HstOptions, meta: TableMeta, name: OptionKeyword): FoundKeyword | null {
  const given = options[name];
  if (given !== undefined) {
    if (isPositive(given)) return { value: given, source: 'option' };
    throw wrong(name, 'a positive number', given);
  }
  const keyword = name.toUpperCase();
  const inHeader = numberIn(options.header?.get(keyword));
  if (isPositive(inHeader)) return { value: inHeader, source: 'header of the image' };
  const inMeta = numberIn(meta[Object.keys(meta).find(key => key.toUpperCase() === keyword) ?? keyword]);
  return isPositive(inMeta) ? { value: inMeta, source: 'metadata of the table' } : null;
}

/** The same, where there is no going on without it. @throws PhotometryError `bad-argument` saying where it may be given */
export function requireKeyword(options: HstOptions, meta: TableMeta, name: OptionKeyword, why: string): FoundKeyword {
  const found = keywordNumber(options, meta, name);
  if (found !== null) return found;
  const keyword = name.toUpperCase();
  throw new PhotometryError(
    'bad-argument',
    `${why} needs ${keyword}, and the table's metadata has no positive number of that name${suggestion(keyword, Object.keys(meta))}. Give { ${name} }, or { header: frame.header } of the image`,
    { keyword },
  );
}

function numberIn(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

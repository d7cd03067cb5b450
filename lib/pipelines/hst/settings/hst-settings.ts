/**
 * Defaults of the finalisation of Hubble count rates, and the checks of its options.
 *
 * @module
 */

import { PhotometryError } from '../../../core/errors.js';
import type { Problem } from '../../../core/problem.js';
import { quoted } from '../../../core/quoted.js';
import { encircledEnergyTable, type PointSource } from '../../../standardize/encircled-energy.js';
import type { HstApertureCorrection, HstErrors, HstKeywords, HstOptions, HstSystematics } from './hst-options.js';
import { imageFacts } from './image-facts.js';

/** Settings with every default filled in; keywords of the image stay as given, because only some steps need them. */
export interface HstSettings extends PointSource, HstKeywords {
  readonly radii: readonly number[];
  readonly pixelScale: number;
  readonly annulus: readonly [number, number];
  readonly annulusCorrection: boolean;
  readonly apertureCorrection: HstApertureCorrection;
  readonly errors: HstErrors;
  /** Empty: the unit that the table gives. */
  readonly rateUnit: 'electron/s' | '';
  readonly names: {
    readonly countrate: string;
    readonly err: string;
    readonly back: string | null;
    readonly backStd: string;
  };
  readonly systematics: Required<HstSystematics>;
  /** What was assumed of the image. */
  readonly problems: readonly Problem[];
}

/**
 * Checks the options and fills in the defaults, once per public call.
 *
 * @throws PhotometryError `bad-argument` for invalid radii, annulus, pixel scale or keyword value, and
 *   where options contradict the header
 */
export function hstSettings(options: HstOptions): HstSettings {
  const { radii, annulus = [10, 15], annulusCorrection = false, errors = 'rates' } = options;
  const { apertureCorrection = 'table', rateUnit = '' } = options;
  const names = { ...USUAL_NAMES, ...given(options.names) };
  const systematics = { ...USUAL_SYSTEMATICS, ...given(options.systematics) };
  assertSizes(radii, annulus, options.pixelScale);
  assertWords(options, { errors, apertureCorrection, rateUnit });
  assertNames(names);
  assertShares(systematics);
  const { instrument, filter, pixelScale, problems } = imageFacts(options);
  // the instrument's table is looked up only where it is needed: with your own fractions, any instrument will do
  const needsTable = apertureCorrection === 'table' || annulusCorrection;
  if (needsTable && instrument === '') throw missing('instrument', "'ACS/WFC'");
  if (filter === '') throw missing('filter', "'F606W'");
  return {
    instrument: needsTable ? encircledEnergyTable(instrument).instrument : instrument,
    filter,
    radii,
    pixelScale,
    annulus,
    annulusCorrection,
    apertureCorrection,
    errors,
    rateUnit,
    names,
    systematics,
    problems: needsTable ? problems : [],
    photflam: options.photflam,
    photplam: options.photplam,
    exptime: options.exptime,
    header: options.header,
  };
}

/** The error for what neither the options nor the header tell. */
function missing(option: string, example: string): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `${option}: neither the options nor the header of the image tell it: pass { ${option}: ${example} }, or { header: frame.header }`,
    { option },
  );
}

function assertSizes(
  radii: readonly number[],
  annulus: readonly [number, number],
  pixelScale: number | undefined,
): void {
  if (!Array.isArray(radii) || radii.length === 0 || !radii.every(radius => Number.isFinite(radius) && radius > 0))
    throw wrong('radii', 'one or more positive numbers of pixels', radii);
  if (new Set(radii).size !== radii.length) throw wrong('radii', 'each radius once', radii);
  if (pixelScale !== undefined && !(pixelScale > 0 && Number.isFinite(pixelScale)))
    throw wrong('pixelScale', 'a positive number of arcsec', pixelScale);
  const isPair = Array.isArray(annulus) && annulus.length === 2;
  if (!(isPair && annulus[0] >= 0 && annulus[1] > annulus[0] && Number.isFinite(annulus[1])))
    throw wrong('annulus', '[inner, outer] radii in pixels, 0 <= inner < outer', annulus);
}

function assertWords(
  options: HstOptions,
  { errors, apertureCorrection, rateUnit }: Pick<HstSettings, 'errors' | 'apertureCorrection' | 'rateUnit'>,
): void {
  for (const option of ['instrument', 'filter'] as const)
    if (options[option] !== undefined && typeof options[option] !== 'string')
      throw wrong(option, 'a name', options[option]);
  if (!['rates', 'daophot', 'as-published'].includes(errors))
    throw wrong('errors', "'rates', 'daophot' or 'as-published'", errors);
  if (!['electron/s', ''].includes(rateUnit)) throw wrong('rateUnit', "'electron/s'", rateUnit);
  const isOwn = typeof apertureCorrection === 'object' && apertureCorrection !== null;
  if (!isOwn && !['table', 'none'].includes(apertureCorrection))
    throw wrong('apertureCorrection', "'table', 'none' or shares of the light by radius", apertureCorrection);
  if (options.header !== undefined && typeof Object(options.header).get !== 'function')
    throw wrong('header', 'something with get(keyword), such as frame.header', options.header);
}

function assertNames(names: HstSettings['names']): void {
  for (const [name, column] of Object.entries(names))
    if (typeof column !== 'string' && !(name === 'back' && column === null))
      throw wrong(`names.${name}`, 'the name of a column', column);
}

function assertShares(systematics: HstSettings['systematics']): void {
  for (const [name, share] of Object.entries(systematics))
    if (!(typeof share === 'number' && share >= 0)) throw wrong(`systematics.${name}`, 'a fraction of the flux', share);
}

const USUAL_NAMES = { countrate: 'countrate_<r>', err: 'err_<r>', back: 'back', backStd: 'back_std' } as const;
const USUAL_SYSTEMATICS = { encircledEnergy: 0.01, encircledEnergySmall: 0.03, photflam: 0.01 } as const;

/** The given options without those that are undefined. */
function given<T extends object>(settings: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The error for an invalid option. */
export function wrong(option: string, expected: string, got: unknown): PhotometryError {
  return new PhotometryError('bad-argument', `${option}: expected ${expected}, got ${quoted(got)}`, { option });
}

/** Area of a circle of this radius, or of the annulus [px2]. */
export function areaOf(radius: number): number;
export function areaOf(annulus: readonly [number, number]): number;
export function areaOf(form: number | readonly [number, number]): number {
  return typeof form === 'number' ? Math.PI * form ** 2 : Math.PI * (form[1] ** 2 - form[0] ** 2);
}

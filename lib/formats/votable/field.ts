/**
 * What a VOTable's FIELD and PARAM elements say of a column: its type, its shape, its missing value.
 *
 * @see VOTable 1.4, sections 2 and 4.1, https://www.ivoa.net/documents/VOTable/
 * @module
 */

/** The primitive types of a VOTable. */
export type VoDatatype =
  | 'boolean'
  | 'bit'
  | 'unsignedByte'
  | 'short'
  | 'int'
  | 'long'
  | 'char'
  | 'unicodeChar'
  | 'float'
  | 'double'
  | 'floatComplex'
  | 'doubleComplex';

/** How many values a cell holds. */
interface CellShape {
  /** Axes of fixed length, the one that runs fastest first; of strings without the axis of characters. */
  readonly axes: readonly number[];
  /** Whether the number of values (of blocks of `axes`) differs from row to row. */
  readonly variable: boolean;
  /** Most characters of a string: 0 if any number. 1 for everything but strings. */
  readonly characters: number;
  /** Whether a string is preceded by its length in binary data. */
  readonly counted: boolean;
}

/** A FIELD or PARAM. Texts that the file does not give are empty. */
export interface VoField {
  readonly name: string;
  readonly id: string;
  readonly datatype: VoDatatype;
  readonly shape: CellShape;
  readonly unit: string;
  readonly ucd: string;
  readonly utype: string;
  readonly xtype: string;
  readonly ref: string;
  /** As printf says it, from `width` and `precision`. */
  readonly format: string;
  /** Filled in by the elements inside the FIELD. */
  description: string;
  /** The text of a missing value (VALUES null), empty if there is none. */
  nullText: string;
  /** Smallest and largest value and the values there can be, as the VALUES element writes them. */
  readonly values: { min?: string; max?: string; options?: string[] };
}

const DATATYPES: ReadonlySet<string> = new Set([
  'boolean',
  'bit',
  'unsignedByte',
  'short',
  'int',
  'long',
  'char',
  'unicodeChar',
  'float',
  'double',
  'floatComplex',
  'doubleComplex',
]);

/** Type names that are not in the standard but that services write. */
const OTHER_NAMES: Readonly<Record<string, VoDatatype>> = {
  string: 'char',
  unicodeString: 'unicodeChar',
  int16: 'short',
  int32: 'int',
  int64: 'long',
  float32: 'float',
  float64: 'double',
  unsignedInt: 'long',
  unsignedShort: 'int',
};

/** Whether a type is one of the two string types. */
export function isText(datatype: VoDatatype): boolean {
  return datatype === 'char' || datatype === 'unicodeChar';
}

/**
 * Reads the attributes of a FIELD or PARAM.
 *
 * A missing datatype is treated as `char`, and common non-standard names (`string`, `int64`) for what they mean.
 *
 * @param refuse throws; called with what is wrong
 */
export function readField(attributes: Readonly<Record<string, string>>, refuse: (problem: string) => never): VoField {
  const { name = '', ID: id = attributes.id ?? '', unit = '', ucd = '', utype = '', xtype = '', ref = '' } = attributes;
  if (name === '' && id === '') refuse('a FIELD or PARAM needs a name or an ID');
  const label = name || id;
  const given = attributes.datatype ?? 'char';
  const datatype = DATATYPES.has(given)
    ? (given as VoDatatype)
    : Object.hasOwn(OTHER_NAMES, given)
      ? OTHER_NAMES[given]
      : null;
  if (datatype === null)
    return refuse(`unknown datatype '${given}' of '${label}'; VOTable has ${[...DATATYPES].join(', ')}`);
  const shape = readArraySize(attributes.arraysize, datatype);
  if (shape === null)
    return refuse(`arraysize '${attributes.arraysize}' of '${label}' is not of the form 5, *, 5* or 4x5x*`);
  const format = readFormat(attributes, datatype, problem => refuse(`${problem} of '${label}'`));
  return {
    name: label,
    id,
    datatype,
    shape,
    unit,
    ucd,
    utype,
    xtype,
    ref,
    format,
    description: '',
    nullText: '',
    values: {},
  };
}

/** The shape in an arraysize; null if there is none. `5*` counts as `*`, up to five. */
function readArraySize(text: string | undefined, datatype: VoDatatype): CellShape | null {
  const characters = isText(datatype) ? 0 : 1;
  // a string without an arraysize is one character by the standard, and any text in the files of many services
  if (text === undefined || text.trim() === '') return { axes: [], variable: false, characters, counted: false };
  if (!/^([0-9]+x)*[0-9]*\*?$/.test(text)) return null;
  const parts = text.split('x');
  const last = parts[parts.length - 1];
  const open = last.endsWith('*');
  const sizes = (open ? parts.slice(0, -1) : parts).map(Number);
  if (!sizes.every(size => Number.isSafeInteger(size)) || (!open && last === '')) return null;
  if (characters === 0) {
    if (parts.length === 1)
      return { axes: [], variable: false, characters: Number(last.replace('*', '')), counted: open };
    const [length, ...axes] = sizes;
    return { axes, variable: open, characters: length, counted: false };
  }
  const single = sizes.every(size => size === 1);
  return { axes: single ? [] : sizes, variable: open, characters: 1, counted: false };
}

/** The printf format for `width` and `precision`; empty if they do not apply to a number. */
function readFormat(
  { width, precision }: Readonly<Record<string, string>>,
  datatype: VoDatatype,
  refuse: (problem: string) => never,
): string {
  if (width !== undefined && !/^\s*[1-9][0-9]*\s*$/.test(width))
    refuse(`the width '${width}' is not a positive whole number,`);
  const digits = precision === undefined ? null : /^([FE]?)([0-9]+)$/.exec(precision);
  if (precision !== undefined && digits === null)
    refuse(`the precision '${precision}' is not of the form 3, F3 or E3,`);
  const room = width?.trim() ?? '';
  const isReal = /float|double/.test(datatype);
  // E3 means three significant digits
  if (isReal && digits !== null) return `%${room}.${digits[2]}${digits[1] === 'E' ? 'g' : 'f'}`;
  return room !== '' && ['unsignedByte', 'short', 'int', 'long'].includes(datatype) ? `%${room}d` : '';
}

/** How many values a block of a cell's fixed axes holds. */
export function valuesPerBlock({ axes }: CellShape): number {
  return axes.reduce((product, axis) => product * axis, 1);
}

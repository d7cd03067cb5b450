/**
 * The datatypes of ECSV and the kinds of column that hold them.
 *
 * @module
 */
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { ElementKind } from '../../table/column/vectors.js';
import type { TextKind, WholeRange } from '../text/text-columns.js';

/** How a datatype is kept. */
export interface Datatype {
  /** Kind of a column of single values. */
  readonly kind: TextKind;
  /** Kind of the elements of vectors and lists. */
  readonly element: ElementKind;
  /** Limits that are narrower than those of the kind. */
  readonly range?: WholeRange;
}

const TEXT: Datatype = { kind: 'string', element: 'string' };
const FLOAT64: Datatype = { kind: 'float64', element: 'float64' };
const FLOAT32: Datatype = { kind: 'float32', element: 'float32' };
const INT64: Datatype = { kind: 'int64', element: 'int64' };

/** Those of APE 6, and after them what files made before it hold. */
const DATATYPES: ReadonlyMap<string, Datatype> = new Map<string, Datatype>([
  ['bool', { kind: 'boolean', element: 'boolean' }],
  ['int8', { kind: 'int32', element: 'int32', range: [-128, 127] }],
  ['int16', { kind: 'int32', element: 'int32', range: [-32768, 32767] }],
  ['int32', { kind: 'int32', element: 'int32' }],
  ['int64', INT64],
  ['uint8', { kind: 'uint8', element: 'uint8' }],
  ['uint16', { kind: 'int32', element: 'int32', range: [0, 65535] }],
  ['uint32', { kind: 'float64', element: 'float64', range: [0, 2 ** 32 - 1] }],
  ['uint64', INT64],
  ['float16', FLOAT32],
  ['float32', FLOAT32],
  ['float64', FLOAT64],
  ['float128', FLOAT64],
  ['string', TEXT],
  ['str', TEXT],
  ['unicode', TEXT],
  ['bytes', TEXT],
  ['object', TEXT],
  ['int', INT64],
  ['float', FLOAT64],
]);

/** How a datatype is stored; undefined if the datatype is unknown. */
export function datatypeOf(name: string): Datatype | undefined {
  return name.startsWith('datetime64') ? TEXT : DATATYPES.get(name);
}

/** The datatype and, for arrays, the subtype that a column is written with. */
interface WrittenType {
  readonly datatype: string;
  readonly subtype?: string;
}

/** The datatype a column is written with; null for complex vectors, which ECSV cannot represent. */
export function writtenType(column: StoredColumn): WrittenType | null {
  switch (column.kind) {
    case 'boolean':
      return { datatype: 'bool' };
    case 'date':
      return { datatype: 'string' };
    case 'vector': {
      // axes are in C order there: the fastest is the last
      const element = elementName(column.values.element);
      const axes = [...column.values.shape].reverse();
      return element === null ? null : { datatype: 'string', subtype: `${element}[${axes.join(',')}]` };
    }
    case 'list': {
      const element = elementName(column.values.element);
      return element === null ? null : { datatype: 'string', subtype: `${element}[null]` };
    }
    default:
      return { datatype: column.kind };
  }
}

function elementName(element: ElementKind): string | null {
  if (element === 'complex64' || element === 'complex128') return null;
  return element === 'boolean' ? 'bool' : element;
}

/**
 * What a file says about its vectors in addition to their numbers: that they are complex or have axes.
 *
 * @module
 */
import { Lists } from '../../column/lists.js';
import { type StoredColumn, stored } from '../../column/stored-column.js';
import { type ElementKind, numbersPer, Vectors } from '../../column/vectors.js';

/** Element kinds that other arrays may hold. */
const DISGUISED: Readonly<Record<string, string>> = { complex64: 'float32', complex128: 'float64', boolean: 'uint8' };

/**
 * The same vectors or lists with the element kind and shape that were written down; what does not fit is not heeded.
 *
 * @param element such as `complex128`
 * @param shape axes with blanks between them, the fastest first: `2 3`
 */
export function vectorsAs(column: StoredColumn, element: string | undefined, shape: string | undefined): StoredColumn {
  if (column.kind !== 'vector' && column.kind !== 'list') return column;
  const { values } = column;
  const disguise = element === undefined ? undefined : DISGUISED[element];
  const kind = disguise === values.element ? (element as ElementKind) : values.element;
  if (values instanceof Lists)
    return stored('list', new Lists<unknown>(values.data, values.offsets, { element: kind }), column.valid, column);
  const fitting = values.width % numbersPer(kind) === 0 ? kind : values.element;
  const axes = shape?.split(' ').map(Number);
  const fits = axes?.reduce((product, axis) => product * axis, numbersPer(fitting)) === values.width;
  const before = fitting === values.element ? values.shape : undefined;
  const options = { element: fitting, shape: fits ? axes : before };
  return stored('vector', new Vectors<unknown>(values.data, values.width, options), column.valid, column);
}

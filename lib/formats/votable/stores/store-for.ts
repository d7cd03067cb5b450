/**
 * Which store gathers the values of a field.
 *
 * @module
 */

import type { VoField } from '../field.js';
import { BitStore, BooleanStore } from './boolean-stores.js';
import type { ElementStore } from './element-store.js';
import { IntegerStore, LongStore } from './integer-stores.js';
import { ComplexStore, FloatStore } from './real-stores.js';
import { StringStore } from './string-store.js';

/** The store for a field's datatype. */
export function storeFor(field: VoField): ElementStore {
  const { datatype, nullText } = field;
  switch (datatype) {
    case 'boolean':
      return new BooleanStore();
    case 'bit':
      return new BitStore();
    case 'unsignedByte':
      return new IntegerStore(1, 0, 255, nullText);
    case 'short':
      return new IntegerStore(2, -32768, 32767, nullText);
    case 'int':
      return new IntegerStore(4, -2147483648, 2147483647, nullText);
    case 'long':
      return new LongStore(nullText);
    case 'float':
      return new FloatStore('float32', nullText);
    case 'double':
      return new FloatStore('float64', nullText);
    case 'floatComplex':
      return new ComplexStore('complex64');
    case 'doubleComplex':
      return new ComplexStore('complex128');
    case 'char':
      return new StringStore(1, field.shape.characters);
    case 'unicodeChar':
      return new StringStore(2, field.shape.characters);
  }
}

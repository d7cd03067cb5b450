/**
 * An object that turns reading an unknown name into a `missing-column` error.
 *
 * It is the prototype of `table.columns` and of rows: a known name is found
 * before it and costs nothing, a misspelt one ends here instead of as a silent `undefined`. That
 * matters where the compiler cannot help: tables read without a schema, and plain JavaScript.
 *
 * @module
 */
import { missingColumn } from '../column/table-data.js';

/** Names that programs try on any object to find out what it is; `$$typeof`, `@@iterator` and `_private` are others. */
const PROBED = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'tagName', 'inspect']);
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A prototype for objects that have `names`. */
export function missingNameGuard(names: Iterable<string>): object {
  return new Proxy(Object.prototype, {
    get(target, name, receiver) {
      if (name === INSPECT) return inspectAsPlain;
      if (typeof name === 'symbol' || name in target || PROBED.has(name) || /^[$@_]/.test(name))
        return Reflect.get(target, name, receiver);
      return missingColumn(name, [...names]);
    },
  });
}

/** `console.log` tries many names: it gets a plain copy. */
function inspectAsPlain(this: object): object {
  return { ...this };
}

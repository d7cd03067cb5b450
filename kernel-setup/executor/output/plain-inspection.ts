/**
 * Keeps Node's bookkeeping out of what is shown: the marks that tracking asynchronous work leaves on promises, timers and
 * handles, which an interrupt needs to find a cell's own work.
 *
 * The marks become invisible when a value is inspected, wherever it is: in a result, nested in another value, or printed.
 *
 * @module
 */
import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type InspectOptions, inspect } from 'node:util';
import { createDeflateRaw } from 'node:zlib';

/** What Node calls its marks. Each `AsyncLocalStorage` has a mark of its own with the same name. */
const MARKS = new Set(['async_id_symbol', 'trigger_async_id_symbol', 'kResourceStore']);

/** Inspects `this`; what is returned is shown in its place. */
type Inspection = (this: object, depth: number, options: object, inspectValue: typeof inspect) => unknown;

/** The parts of a timer that mean something to its user. */
interface TimerParts {
  readonly _idleTimeout?: number;
  readonly _repeat?: number | null;
  readonly _destroyed: boolean;
}

/** Lets values be inspected without the marks; the function that comes back ends it. */
export function installPlainInspection(): () => void {
  const timeout = setTimeout(() => {}, 0);
  const immediate = setImmediate(() => {});
  clearTimeout(timeout);
  clearImmediate(immediate);
  const restores = [
    replaceInspection(Promise.prototype, withoutMarks),
    replaceInspection(AsyncResource.prototype, withoutMarks),
    replaceInspection(EventEmitter.prototype, withoutMarks),
    replaceInspection(handlePrototype(), withoutMarks),
    replaceInspection(prototypeOf(timeout), inspectTimer),
    replaceInspection(prototypeOf(immediate), inspectTimer),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

/** Makes the marks in a value invisible to an inspection that asks no value how it is inspected. */
export function hideMarks(value: unknown, options: InspectOptions = {}): void {
  try {
    inspect(value, { ...options, customInspect: true });
  } catch {
    // the value's own method failed, which is not asked for
  }
}

/**
 * What `import * as name` makes of a module that was not compiled from TypeScript reads each name anew, and would be shown as
 * getters: gives the module's own properties, and any other value as it is.
 */
export function withValues(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const { default: whole, ...names } = Object.getOwnPropertyDescriptors(value) as PropertyDescriptorMap;
  const module: unknown = whole?.value;
  if (module === null || (typeof module !== 'object' && typeof module !== 'function')) return value;
  const own = Object.getOwnPropertyDescriptors(module) as PropertyDescriptorMap;
  const isReadAnew = Object.entries(names).every(([name, { get, set }]) => get && !set && Object.hasOwn(own, name));
  if (!isReadAnew) return value;
  const shown = Object.keys(names).map(name => [name, { ...own[name], enumerable: true }]);
  return Object.defineProperties({}, { ...Object.fromEntries(shown), default: whole });
}

/** Shows the value itself: its marks are no longer enumerable. */
function withoutMarks(this: object): object {
  for (const mark of Object.getOwnPropertySymbols(this)) {
    const isVisible = MARKS.has(mark.description ?? '') && Object.getOwnPropertyDescriptor(this, mark)?.configurable;
    if (isVisible) Object.defineProperty(this, mark, { enumerable: false });
  }
  return this;
}

/** Shows a timer by its delays [ms]; all else in it is Node's own. */
function inspectTimer(this: object, depth: number, options: object, inspectValue: typeof inspect): string {
  const { _idleTimeout: delay, _repeat: every, _destroyed: isDone } = this as TimerParts;
  const delays = typeof every === 'number' ? { every } : delay !== undefined && delay >= 0 ? { delay } : {};
  const name = prototypeOf(this).constructor.name;
  return `${name} ${inspectValue({ ...delays, isActive: !isDone }, { ...options, depth })}`;
}

/** The prototype of all of Node's handles, such as those of child processes and sockets. */
function handlePrototype(): object {
  const stream = createDeflateRaw() as unknown as { readonly _handle: object; close(): void };
  const own = prototypeOf(stream._handle);
  stream.close();
  return prototypeOf(own);
}

function prototypeOf(value: object): object {
  return Object.getPrototypeOf(value) as object;
}

function replaceInspection(prototype: object, inspection: Inspection): () => void {
  const before = Object.getOwnPropertyDescriptor(prototype, inspect.custom);
  Object.defineProperty(prototype, inspect.custom, {
    value: inspection,
    configurable: true,
    writable: true,
    enumerable: false,
  });
  return () => {
    if (before) Object.defineProperty(prototype, inspect.custom, before);
    else Reflect.deleteProperty(prototype, inspect.custom);
  };
}

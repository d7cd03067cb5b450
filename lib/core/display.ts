/**
 * The display protocol that notebook kernels share: a value shows itself as a MIME bundle.
 *
 * @module
 */
import type { Provenance } from './provenance.js';
import { PROVENANCE_MIME, provenanceRecord } from './provenance-record.js';

/** A value's forms by MIME type: `text/html`, `image/svg+xml`, `text/plain`. */
export type MimeBundle = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

const DISPLAY = Symbol.for('Jupyter.display');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const SHOW = Symbol.for('skyframe.show');

/** A class that can be given a display. */
interface DisplayableClass<T> {
  readonly prototype: T;
}

/**
 * Gives a class its notebook display and its console text. Called once, in the class's `static` block.
 *
 * A value with a `provenance` carries it along in its bundle, from where a report collects it.
 *
 * @param toBundle the value's MIME bundle; `text/plain` is also what `console.log` prints
 * @example
 * class Figure { static { displayAs(Figure, figure => ({ 'text/plain': 'a figure' })); } }
 */
export function displayAs<T>(type: DisplayableClass<T>, toBundle: (value: T) => MimeBundle): void {
  Object.defineProperty(type.prototype, DISPLAY, {
    configurable: true,
    value(this: T): MimeBundle {
      return withProvenance(toBundle(this), (this as { readonly provenance?: Provenance }).provenance);
    },
  });
}

/** The bundle with the record of how the value came to be, if that is known. */
function withProvenance(bundle: MimeBundle, provenance: Provenance | undefined): MimeBundle {
  const record = Array.isArray(provenance) ? provenanceRecord(provenance) : null;
  return record ? { ...bundle, [PROVENANCE_MIME]: { ...record } } : bundle;
}

/** Gives a class the text that `console.log` and a kernel without rich display print. */
export function inspectAs<T>(type: DisplayableClass<T>, toText: (value: T) => string): void {
  Object.defineProperty(type.prototype, INSPECT, {
    configurable: true,
    value(this: T): string {
      return toText(this);
    },
  });
}

/**
 * Shows a value now: in the running cell's output, or as text on the console outside a notebook.
 *
 * The kernel puts its own function on `globalThis` under `Symbol.for('skyframe.show')`.
 *
 * @param owner what the caller will return, which `value` represents: it is then not shown a second time as the
 *   cell's result
 */
export function showValue(value: unknown, owner: unknown = value): void {
  const show = (globalThis as { [SHOW]?: (value: unknown, owner: unknown) => void })[SHOW];
  if (show) show(value, owner);
  else console.log(String(value));
}

/** Makes text safe inside HTML and SVG. */
export function escapeMarkup(text: string): string {
  return text.replace(
    /[&<>"']/g,
    character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]!,
  );
}

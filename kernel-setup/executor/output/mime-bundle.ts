/**
 * The forms in which a value is shown.
 *
 * @module
 */
import { inspect } from 'node:util';
import type { MimeBundle } from '../../messages.js';
import { withValues } from './plain-inspection.js';
import { stillPicture, withImages, withStillPictures } from './still-pictures.js';

const DISPLAY = Symbol.for('Jupyter.display');
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A value that provides its own forms: Deno's kernel has the same protocol. */
interface Displayable {
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}

/** The parts of a document's element that are needed to show it. */
interface ElementLike {
  readonly tagName: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

/**
 * The MIME bundle of a value, or the promise of one. Every bundle has a `text/plain` form.
 *
 * @throws whatever the value's own display method throws
 */
export function mimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (isDisplayable(value)) {
    const bundle = value[DISPLAY]();
    return isThenable(bundle) ? Promise.resolve(bundle).then(own => complete(own, value)) : complete(bundle, value);
  }
  if (isElement(value)) return elementBundle(value);
  if (isPng(value)) return { 'image/png': base64(value), 'text/plain': `PNG picture, ${value.length} bytes` };
  return { 'text/plain': plainText(value) };
}

/** A value as text, as Node's console would print it. */
export function plainText(value: unknown): string {
  return inspect(withValues(value), { depth: 4, maxArrayLength: 50, maxStringLength: 10_000 });
}

function complete(bundle: MimeBundle, value: unknown): MimeBundle {
  const forms: MimeBundle = {};
  for (const [type, form] of Object.entries(bundle ?? {}))
    forms[type] = form instanceof Uint8Array ? base64(form) : form;
  forms['text/plain'] ??= plainText(value).slice(0, 2000);
  return withPictures(forms);
}

/** Forms in which a drawing is seen without trust; whatever outranks it in a front end is turned into such a form as well. */
function withPictures(forms: MimeBundle): MimeBundle {
  const svg = forms['image/svg+xml'];
  if (typeof forms['text/markdown'] === 'string') forms['text/markdown'] = withImages(forms['text/markdown']);
  if (typeof forms['text/html'] === 'string') forms['text/html'] = withStillPictures(forms['text/html']);
  else if (typeof svg === 'string') return { 'text/html': stillPicture(svg), ...forms };
  return forms;
}

function elementBundle(element: ElementLike): MimeBundle {
  const tag = element.tagName.toLowerCase();
  if (tag !== 'svg') return withPictures({ 'text/html': element.outerHTML, 'text/plain': `<${tag}>` });
  if (element.getAttribute('xmlns') === null) element.setAttribute('xmlns', SVG_NAMESPACE);
  return withPictures({ 'image/svg+xml': element.outerHTML, 'text/plain': '<svg>' });
}

function isDisplayable(value: unknown): value is Displayable {
  return value !== null && value !== undefined && typeof (value as Partial<Displayable>)[DISPLAY] === 'function';
}

function isThenable(value: unknown): value is PromiseLike<MimeBundle> {
  return typeof (value as { then?: unknown } | null)?.then === 'function';
}

function isElement(value: unknown): value is ElementLike {
  const element = value as Partial<ElementLike> | null;
  return (
    typeof element === 'object' &&
    element !== null &&
    typeof element.tagName === 'string' &&
    typeof element.outerHTML === 'string'
  );
}

function isPng(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && PNG_SIGNATURE.every((byte, index) => value[index] === byte);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * `document` and `window` for libraries that draw, Observable Plot first of all.
 *
 * The document is the library's own; it is made when a cell first asks for it, and the library is loaded with it.
 *
 * @module
 */
import { createRequire } from 'node:module';

type Drawing = typeof import('skyframe/drawing');

/** Puts `document` and a `window` that has only it on `globalThis`; returns a function that removes them. */
export function installDrawingGlobals(): () => void {
  const window = {
    get document(): unknown {
      return drawingDocument();
    },
  };
  const before = (['document', 'window'] as const).map(
    name => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  Object.defineProperty(globalThis, 'document', { get: drawingDocument, configurable: true, enumerable: false });
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true, writable: true, enumerable: false });
  return () => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
  };
}

/**
 * Does something while there is no `window`. Many packages take one, when they are loaded, as a sign that they are in a
 * browser, and then look for what only a browser has.
 */
export function withoutWindow<T>(load: () => T): T {
  const window = Object.getOwnPropertyDescriptor(globalThis, 'window');
  if (window === undefined) return load();
  Reflect.deleteProperty(globalThis, 'window');
  try {
    return load();
  } finally {
    Object.defineProperty(globalThis, 'window', window);
  }
}

function drawingDocument(): unknown {
  const library = createRequire(import.meta.url)('skyframe/drawing') as Drawing;
  return library.drawingDocument();
}

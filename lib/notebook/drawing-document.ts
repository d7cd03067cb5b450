/**
 * The entry `skyframe/drawing`: the document that the library draws on, for kernels that lend it to cells.
 *
 * @module
 */
import { platform } from '#platform';
import type { DrawingDocument } from '../platform/types.js';

export type { DrawingDocument };

/**
 * The document for drawing: the page's in a browser, in Node a small one that knows elements and canvases. It is made
 * on first use, and is the same one afterwards.
 *
 * @example
 * const circle = drawingDocument().createElementNS('http://www.w3.org/2000/svg', 'circle');
 * @throws PhotometryError `unsupported` in a worker of a browser, which has no document
 */
export function drawingDocument(): DrawingDocument {
  return platform.document();
}

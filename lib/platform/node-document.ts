/**
 * The document on which figures are drawn in Node: linkedom's, with canvases that can be painted.
 *
 * Created on first use, and the same one afterwards. It is not put on `globalThis`.
 *
 * @module
 */
import { linkedom } from './node-libraries.js';
import { asCanvas } from './software-canvas.js';
import type { DrawingDocument } from './types.js';

/** What is used of a window; Observable Plot reads `window.document`. */
interface DrawingWindow {
  readonly document: DrawingDocument;
}

interface LinkedomDocument {
  createElement(name: string, ...rest: unknown[]): object;
  createElementNS(namespace: string, name: string, ...rest: unknown[]): object;
}

let made: DrawingDocument | null = null;

/** The document for drawing. */
export function drawingDocument(): DrawingDocument {
  made ??= makeDocument();
  return made;
}

function makeDocument(): DrawingDocument {
  const { window, document } = linkedom().parseHTML('<!doctype html><html><head></head><body></body></html>') as {
    window: DrawingWindow;
    document: LinkedomDocument;
  };
  const createElement = document.createElement.bind(document);
  const createElementNS = document.createElementNS.bind(document);
  document.createElement = (name, ...rest) => paintable(name, createElement(name, ...rest));
  document.createElementNS = (namespace, name, ...rest) => paintable(name, createElementNS(namespace, name, ...rest));
  return window.document;
}

function paintable(name: string, element: object): object {
  return name.toLowerCase() === 'canvas' ? asCanvas(element) : element;
}

/**
 * Figures inside a cell's HTML, which hold their drawing as an address, as drawings of the page: with tooltips and text
 * that can be found and selected.
 *
 * @module
 */
import { decodeBase64 } from '../core/base64.js';

/** A figure, and the script behind it that does in a notebook what is done here. */
const FIGURE = /<img\b[^>]*\bclass="skyframe-figure"[^>]*>(?:\s*<script\b[^>]*>[\s\S]*?<\/script>)?/gi;
const ADDRESS = /\bsrc="data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)"/i;
/** What runs, or is loaded from elsewhere, inside a page but not inside a picture. */
const ACTIVE = new RegExp(
  [
    String.raw`<(?:script|foreignObject|iframe|embed|object|animate|set)\b`,
    String.raw`\son\w+\s*=`,
    String.raw`(?:href|src)\s*=\s*["']?\s*(?:javascript:|https?:|\/\/)`,
    String.raw`url\(\s*["']?\s*(?:https?:|\/\/)|@import`,
  ].join('|'),
  'i',
);

/** The HTML with each such figure drawn in it; one that holds anything active stays a picture. */
export function inlineFigures(html: string): string {
  if (!html.includes('skyframe-figure')) return html;
  return html.replace(FIGURE, figure => {
    const svg = drawingOf(figure);
    return svg === null ? figure.replace(/<script\b[\s\S]*$/i, '') : svg;
  });
}

function drawingOf(figure: string): string | null {
  const address = ADDRESS.exec(figure);
  if (!address) return null;
  const svg = new TextDecoder()
    .decode(decodeBase64(address[1]))
    .replace(/^\s*(?:<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)+/i, '');
  return /^<svg\b/i.test(svg) && !ACTIVE.test(svg) ? svg : null;
}

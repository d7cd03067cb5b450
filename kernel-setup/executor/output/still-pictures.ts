/**
 * Vector pictures that everybody sees.
 *
 * Front ends show an SVG drawing only in a notebook that its reader trusts: JupyterLab takes it out of untrusted HTML and
 * leaves the words of its axes. An `<img>` whose address holds the drawing is kept by all of them, by GitHub and by
 * nbviewer too. Where scripts run, one puts the drawing itself in its place if it has tooltips or links.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** Parts of HTML that are one unit: comments, elements whose content is text, and tags. */
const PIECE =
  /<!--[\s\S]*?-->|<(script|style|textarea|title)\b[\s\S]*?<\/\1\s*>|<\/?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/** HTML in which each drawing is an `<img>` that is seen without trust; the same HTML if there is no drawing. */
export function withStillPictures(html: string): string {
  return replaceDrawings(html, stillPicture);
}

/** An SVG document as HTML that is seen with and without trust. */
export function stillPicture(document: string): string {
  const svg = standAlone(document);
  if (INTERACTIVE.test(svg)) return revived(svg, `, ${JSON.stringify(document).replaceAll('<', '\\u003c')}`);
  return HAS_MORE.test(svg) ? revived(svg) : imageOf(svg);
}

function revived(svg: string, live = ''): string {
  const name = createHash('sha1').update(svg).digest('hex').slice(0, 12);
  return `${imageOf(svg, ` data-drawing="${name}"`)}<script>(${REVIVE})("${name}"${live})</script>`;
}

/** Markdown or HTML in which each drawing is an `<img>` and stays one. */
export function withImages(text: string): string {
  return replaceDrawings(text, drawing => imageOf(standAlone(drawing)));
}

/** What a drawing shows of itself, but not as an image: tooltips and links. */
const HAS_MORE = /<(?:title|a)[\s>]/i;

/** Whether a drawing does something by itself. */
const INTERACTIVE = /<script\b|<[^>]*\son\w+\s*=/i;

/** The drawing as an image that holds it. */
function imageOf(svg: string, attributes = ''): string {
  const width = /^<svg\b[^>]*?\swidth\s*=\s*["']?([\d.]+)(?:px)?["'\s>]/i.exec(svg)?.[1];
  const size = width ? ` width="${width}"` : '';
  const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  const style = 'background:white;max-width:100%;height:auto';
  return `<img class="skyframe-figure"${attributes} alt="${wordsOf(svg)}"${size} style="${style}" src="${address}">`;
}

function replaceDrawings(text: string, replacement: (drawing: string) => string): string {
  if (!/<svg[\s>]/i.test(text)) return text;
  let replaced = '';
  let done = 0;
  for (const [from, to] of drawingsIn(text)) {
    replaced += text.slice(done, from) + replacement(text.slice(from, to));
    done = to;
  }
  return replaced + text.slice(done);
}

/** Where the outermost drawings begin and end. */
function* drawingsIn(html: string): Generator<readonly [from: number, to: number]> {
  let depth = 0;
  let from = 0;
  for (const { 0: piece, index } of html.matchAll(PIECE)) {
    if (/^<svg[\s>]/i.test(piece)) {
      if (piece.endsWith('/>')) continue;
      if (depth++ === 0) from = index;
    } else if (depth > 0 && /^<\/svg\s*>/i.test(piece) && --depth === 0) yield [from, index + piece.length];
  }
}

/** Names that HTML knows and XML does not, as the drawings of notebooks use them. */
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  deg: '\u00b0',
  plusmn: '\u00b1',
  micro: '\u00b5',
  middot: '\u00b7',
  times: '\u00d7',
  minus: '\u2212',
  ndash: '\u2013',
  mdash: '\u2014',
  hellip: '\u2026',
  thinsp: '\u2009',
  prime: '\u2032',
  Prime: '\u2033',
};

/** The drawing as a document of its own: without what may not be inside a page, with the namespaces that it needs. */
function standAlone(document: string): string {
  const svg = document
    .replace(/^(?:\s|<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<!--[\s\S]*?-->)+/i, '')
    .replace(/&([a-z]+);/gi, (whole, name: string) => ENTITIES[name] ?? whole);
  const [root] = /^<svg(?:"[^"]*"|'[^']*'|[^'">])*>/i.exec(svg) ?? [''];
  const missing = [
    /\sxmlns\s*=/.test(root) ? '' : ' xmlns="http://www.w3.org/2000/svg"',
    /\sxmlns:xlink\s*=/.test(root) || !/\sxlink:/.test(svg) ? '' : ' xmlns:xlink="http://www.w3.org/1999/xlink"',
  ];
  return svg.replace(/^<svg/i, `<svg${missing.join('')}`);
}

/** What is said of a drawing to those who cannot see it, as the value of an attribute. */
function wordsOf(svg: string): string {
  const label = /^<svg\b[^>]*?\saria-label\s*=\s*"([^"]*)"/i.exec(svg) ?? /<title[^>]*>([^<]*)</i.exec(svg);
  return (label?.[1] ?? 'figure').replaceAll('"', '&quot;');
}

/**
 * Puts the drawing in its picture's place: as it is if it comes with the script, else what the picture holds without
 * anything that could run, because a picture of the same name may be there from a notebook that nobody trusts.
 */
const REVIVE = `function (name, live) {
  for (const still of document.querySelectorAll("img[data-drawing='" + name + "']")) {
    if (live) {
      still.outerHTML = live;
      continue;
    }
    const bytes = Uint8Array.from(atob(still.src.slice(still.src.indexOf(",") + 1)), c => c.charCodeAt(0));
    const svg = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml").documentElement;
    if (svg.nodeName !== "svg" || svg.querySelector("parsererror")) continue;
    for (const part of svg.querySelectorAll("script, foreignObject, iframe, animate, set")) part.remove();
    for (const part of [svg, ...svg.querySelectorAll("*")])
      for (const attribute of [...part.attributes])
        if (/^on/i.test(attribute.name) || (/href$/i.test(attribute.name) && !/^(#|data:image\\/|https?:)/i.test(attribute.value)))
          part.removeAttribute(attribute.name);
    still.replaceWith(document.importNode(svg, true));
  }
}`;

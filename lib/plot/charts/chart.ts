/**
 * The one place where Observable Plot is called: marks in, SVG text out.
 *
 * @module
 */
import type { PlotOptions } from '@observablehq/plot';
import { platform } from '#platform';
import { escapeMarkup } from '../../core/display.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** What Plot returns: an element of the document that it was given. */
interface DrawnElement {
  readonly tagName: string;
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): DrawnElement | null;
}

/**
 * Draws with Observable Plot and returns a self-standing SVG document, with a white ground so that
 * it reads in dark themes too, and the title as its accessible name.
 */
export function drawChart(options: ChartOptions & { ariaLabel: string }, plotOptions: PlotOptions): string {
  const { title, width = 720, ariaLabel } = options;
  const titleHeight = title ? 26 : 0;
  const element = observablePlot().plot({
    document: platform.document() as never,
    width,
    marginLeft: 76,
    marginRight: 24,
    marginBottom: 44,
    marginTop: 20 + titleHeight,
    style: { background: 'white', color: '#222', fontFamily: 'system-ui, sans-serif', fontSize: '12px' } as never,
    ...plotOptions,
    x: { labelAnchor: 'center', labelArrow: 'none', labelOffset: 38, ...plotOptions.x },
    y: { labelAnchor: 'center', labelArrow: 'none', ...plotOptions.y },
    ...(options.height ? { height: options.height } : {}),
  }) as unknown as DrawnElement;
  const svg = element.tagName.toLowerCase() === 'svg' ? element : element.querySelector('svg');
  if (!svg) return '';
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('xmlns:xlink', 'http://www.w3.org/1999/xlink');
  const heading = title
    ? `<text x="${width / 2}" y="20" text-anchor="middle" font-size="15" font-weight="600" fill="currentColor">${escapeMarkup(title)}</text>`
    : '';
  // as text, because not every document escapes "<" in attributes, which an XML reader then refuses
  const name = `<svg role="img" aria-label="${escapeMarkup(title ?? ariaLabel)}"`;
  return withOwnIds(`${name}${svg.outerHTML.slice('<svg'.length, -'</svg>'.length)}${heading}</svg>`);
}

/**
 * Names the clip paths after what is drawn. Plot numbers them through the process, so that the same chart drawn twice
 * would differ; and two charts on one page must not share a name.
 */
function withOwnIds(svg: string): string {
  const numbers = new Map<string, number>();
  const numbered = svg.replace(/plot-clip-(\d+)/g, (_, id: string) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    return `plot-clip-${numbers.get(id)}`;
  });
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (let i = 0; i < numbered.length; i++) hash = Math.imul(hash ^ numbered.charCodeAt(i), 0x01000193);
  return numbered.replaceAll('plot-clip-', `plot-clip-${(hash >>> 0).toString(36)}-`);
}

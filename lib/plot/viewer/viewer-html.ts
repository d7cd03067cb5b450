/**
 * The viewer as HTML: a still picture, and controls that its script brings to life.
 *
 * It is self-contained: style, script and data are in the text. Text from files goes through JSON or is
 * escaped, and the script writes it as text only. Where scripts do not run, the still picture is shown: it is an image,
 * and the controls are in a script element, because a front end that does not trust the notebook takes scripts and
 * drawings out of it and leaves everything else.
 *
 * @module
 */
import { toBase64 } from '../../core/base64.js';
import { escapeMarkup } from '../../core/display.js';
import { STRETCHES } from '../stretch.js';
import { PAGE_SCRIPT } from './page/page-script.js';
import { PAGE_STYLE } from './page/page-style.js';
import type { ViewerData } from './viewer-data.js';

/** What {@link viewerHtml} puts together. */
interface ViewerParts {
  readonly data: ViewerData;
  /** One sentence that says what is shown. */
  readonly caption: string;
  /** Words below the image about where its values come from; empty for none. */
  readonly note: string;
  /** The still picture, an SVG document. */
  readonly still: string;
  /** Size on the screen [px]. */
  readonly width: number;
  readonly height: number;
}

/** Blinking rates offered [frames/s]. More than three flashes per second can be harmful, so there are no faster ones. */
const RATES = [0.5, 1, 2, 3];

const KEYS: readonly (readonly [string, string])[] = [
  ['arrows', 'move the cursor'],
  ['Shift + arrows', 'pan'],
  ['+ − 0', 'zoom in, out, fit'],
  ['n p', 'to the next, previous star'],
  ['Enter', 'collect the star at the cursor, or let it go'],
  ['Backspace', 'let the last one go'],
  ['c', 'copy the line of code'],
  ['s', 'next stretch'],
  ['[ ]', 'darker, brighter'],
  ['o l', 'apertures, labels on or off'],
];
const SERIES_KEYS: readonly (readonly [string, string])[] = [
  [', .', 'previous, next frame'],
  ['b', 'blink'],
];

/** The HTML of a viewer. */
export function viewerHtml({ data, caption, note, still, width, height }: ViewerParts): string {
  const isSeries = data.frames.length > 1;
  const name = escapeMarkup(caption);
  return `<div class="skyframe-viewer" role="group" aria-label="${name}" data-lm-suppress-shortcuts="true" style="width:${width}px">
<style>${PAGE_STYLE}</style>
<div class="sv-still">${stillImage(still, name, width)}
<p>Trust this notebook to look closer: zoom, stretches, values and stars under the cursor.</p></div>
<script type="text/html" data-part="live">
<div class="sv-tools" role="group" aria-label="Viewer tools">
<span>${button('out', '−', 'Zoom out (−)')}${button('in', '+', 'Zoom in (+)')}${button('fit', 'Fit', 'Fit the whole frame (0)')}</span>
<span><label>Stretch <select data-part="stretch" title="Stretch (s)">${options(STRETCHES, data.stretch)}</select></label>${button('darker', 'Darker', 'Darker ([)')}${button('brighter', 'Brighter', 'Brighter (])')}</span>
<span>${toggle('marks', 'Apertures', 'Apertures on or off (o)', true)}${toggle('labels', 'Labels', 'Labels on or off (l)', true)}</span>
${isSeries ? seriesTools() : ''}
</div>
<div class="sv-stage" data-part="stage" style="height:${height}px"><canvas data-part="canvas" tabindex="0" role="application" aria-roledescription="image viewer" aria-label="${name}. Arrow keys move the cursor, Enter collects a star; all keys are listed below."></canvas></div>
<div class="sv-line">
<span class="sv-readout" data-part="readout" role="status" aria-label="Position and value under the cursor"></span>
<span class="sv-bar" role="img" aria-label="Colour bar"><span data-part="low"></span><canvas data-part="bar" width="160" height="14"></canvas><span data-part="high"></span></span>
</div>
<div class="sv-chosen" data-part="chosen" hidden>
<code data-part="line" aria-label="Code that repeats the choice"></code>
${button('copy', 'Copy', 'Copy the line of code (c)')} ${button('drop', 'Undo', 'Let the last star go (Backspace)')} ${button('clear', 'Clear', 'Let all stars go')} <span data-part="said" role="status"></span>
<p class="sv-note" data-part="heard" role="status"></p>
</div>
<p class="sv-note">${escapeMarkup([precisionText(data), note].filter(Boolean).join(' '))}</p>
<details class="sv-note"><summary>Keys</summary>${keyList(isSeries ? [...KEYS, ...SERIES_KEYS] : KEYS)}</details>
</script>
<script type="application/json" data-part="data">${scriptJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</div>`;
}

/** The still picture as an image: its words stay in it wherever drawings are taken out of a page. */
function stillImage(svg: string, name: string, width: number): string {
  const address = `data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}`;
  return `<img alt="${name}" width="${width}" style="background:white;max-width:100%;height:auto" src="${address}">`;
}

function seriesTools(): string {
  const rates = RATES.map(rate => `<option${rate === 1 ? ' selected' : ''} value="${rate}">${rate} / s</option>`);
  return (
    `<span>${button('before', '◀', 'Previous frame (,)')}${button('after', '▶', 'Next frame (.)')}` +
    `${toggle('blink', 'Blink', 'Blink through the frames (b)', false)}` +
    `<label>Rate <select data-part="rate">${rates.join('')}</select></label></span><span data-part="frame"></span>`
  );
}

function button(action: string, text: string, title: string): string {
  return `<button type="button" data-action="${action}" title="${title}" aria-label="${title}">${text}</button>`;
}

function toggle(action: string, text: string, title: string, pressed: boolean): string {
  return `<button type="button" data-action="${action}" data-part="${action}" aria-pressed="${pressed}" title="${title}">${text}</button>`;
}

function options(names: readonly string[], chosen: string): string {
  return names.map(name => `<option${name === chosen ? ' selected' : ''}>${name}</option>`).join('');
}

function keyList(keys: readonly (readonly [string, string])[]): string {
  return keys.map(([key, what]) => `<kbd>${escapeMarkup(key)}</kbd> ${escapeMarkup(what)}`).join('; ');
}

/** How exact the values are that the cursor shows. */
function precisionText({ frames }: ViewerData): string {
  const bin = Math.max(...frames.map(frame => frame.bin));
  const step = Math.max(...frames.map(frame => frame.step));
  const values = bin > 1 ? `Values are means of ${bin} × ${bin} px` : 'Values are those of the pixels';
  return `${values}, in steps of ${step}.`;
}

/** JSON that cannot end the script element that contains it. */
function scriptJson(data: unknown): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

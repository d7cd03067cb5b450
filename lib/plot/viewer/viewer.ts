/**
 * A viewer as a value: shown in a notebook, it can be zoomed, panned, stretched, blinked and clicked.
 *
 * @module
 */
import { platform } from '#platform';
import { displayAs, escapeMarkup, inspectAs, type MimeBundle, showValue } from '../../core/display.js';
import type { Provenance } from '../../core/provenance.js';
import type { PixelPosition } from '../../frame/wcs/tangent-plane.js';
import { followChoice } from './viewer-link.js';

/** What a viewer is made of. */
export interface ViewerContent {
  /** Distinguishes this viewer from the others of a session. */
  readonly id: string;
  /** One sentence that says what is shown. */
  readonly caption: string;
  /** Makes the HTML; called once, when it is first needed. */
  readonly html: () => string;
  /** Returns what a terminal shows below the caption. */
  readonly text: () => string;
  /** Provenance of what is shown. Default: unknown. */
  readonly provenance?: Provenance;
}

/**
 * An image, or several to blink, to look at closely. Its HTML needs no server and no network: it works in a notebook, in
 * an exported page and in a separate file.
 *
 * @example
 * const viewer = frame.view({ stars });
 * viewer.show();
 */
export class Viewer {
  /** One sentence that says what is shown. */
  readonly caption: string;
  /** Provenance of what is shown, oldest step first; empty if unknown. */
  readonly provenance: Provenance;
  /**
   * The stars collected so far, as pixels of the frame [px]: the array grows as stars are clicked, where the front end
   * reports it to the kernel (JupyterLab with the extension that `skyframe kernel install` brings along, and
   * the classic notebook). Everywhere else it stays empty, the page says so, and the line of code that the viewer shows has
   * the same positions.
   *
   * @example
   * const viewer = frame.view({ stars });
   * frame.measure(viewer.selected, { radius: 4, annulus: [8, 12] });
   */
  readonly selected: readonly PixelPosition[];
  readonly #html: () => string;
  readonly #text: () => string;
  #made: string | null = null;

  constructor(content: ViewerContent) {
    this.caption = content.caption;
    this.provenance = content.provenance ?? [];
    this.#html = content.html;
    this.#text = content.text;
    this.selected = followChoice(content.id);
  }

  static {
    displayAs(Viewer, (viewer): MimeBundle => ({ 'text/html': viewer.toHtml(), 'text/plain': viewer.toText() }));
    inspectAs(Viewer, viewer => viewer.toText());
  }

  /** The viewer as a piece of HTML, style, script and data in it. */
  toHtml(): string {
    this.#made ??= this.#html();
    return this.#made;
  }

  /** What a terminal shows: the caption and a coarse picture of the first frame. */
  toText(): string {
    return `${this.toString()}\n${this.#text()}`;
  }

  /** Writes the viewer as a separate web page, completely or not at all. */
  async save(path: string): Promise<void> {
    const title = escapeMarkup(this.caption);
    await platform.writeFile(
      path,
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>\n` +
        `<body>\n<h1 style="font:600 1.1em system-ui,sans-serif">${title}</h1>\n${this.toHtml()}\n</body></html>\n`,
    );
  }

  /** Shows the viewer in the running cell and returns it. */
  show(): this {
    showValue(this);
    return this;
  }

  /** The caption, in brackets. */
  toString(): string {
    return `[viewer: ${this.caption}]`;
  }
}

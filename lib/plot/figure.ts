/**
 * A picture as a value: it displays itself in a notebook, returns its SVG, and saves itself.
 *
 * @module
 */
import { platform } from '#platform';
import { displayAs, inspectAs, type MimeBundle, showValue } from '../core/display.js';
import type { Provenance } from '../core/provenance.js';

/** What a figure is made of. */
export interface FigureContent {
  /** One sentence for the console and for those who cannot see the picture. */
  readonly caption: string;
  /** Draws the picture; called once, when it is first needed. */
  readonly draw: () => string;
  /** Returns what a terminal shows below the caption. Default: nothing. */
  readonly text?: () => string;
  /** Provenance of what is drawn. Default: unknown. */
  readonly provenance?: Provenance;
}

/**
 * A figure, drawn when it is first looked at.
 *
 * @example
 * const figure = curve.plot();
 * await figure.save('light-curve.svg');
 */
export class Figure {
  /** One sentence that says what the figure shows. */
  readonly caption: string;
  /** Provenance of what is drawn, oldest step first; empty if unknown. */
  readonly provenance: Provenance;
  readonly #content: FigureContent;
  #svg: string | null = null;

  constructor(content: FigureContent) {
    this.caption = content.caption;
    this.provenance = content.provenance ?? [];
    this.#content = content;
  }

  static {
    displayAs(Figure, (figure): MimeBundle => ({ 'image/svg+xml': figure.toSvg(), 'text/plain': figure.toText() }));
    inspectAs(Figure, figure => figure.toText());
  }

  /**
   * The same figure with how its data came to be.
   *
   * @example histogram(stars, 'mag').withProvenance(stars.provenance)
   */
  withProvenance(provenance: Provenance): Figure {
    return new Figure({ ...this.#content, provenance });
  }

  /** The picture as an SVG document. */
  toSvg(): string {
    this.#svg ??= this.#content.draw();
    return this.#svg;
  }

  /** The caption, and the figure in a few lines of characters where it can be said so: what a terminal shows. */
  toText(): string {
    const text = this.#content.text?.() ?? '';
    return text === '' ? this.toString() : `${this.toString()}\n${text}`;
  }

  /** Writes the picture to an `.svg` file, whole or not at all. */
  async save(path: string): Promise<void> {
    await platform.writeFile(path, this.toSvg());
  }

  /** Shows the picture in the running cell and returns it. */
  show(): this {
    showValue(this);
    return this;
  }

  /** The caption, in brackets. */
  toString(): string {
    return `[figure: ${this.caption}]`;
  }
}

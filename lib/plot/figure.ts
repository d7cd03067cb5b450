/**
 * A picture as a value: it shows itself in a notebook, gives its SVG, saves itself.
 *
 * @module
 */
import { platform } from '#platform';
import { displayAs, inspectAs, type MimeBundle, showValue } from '../core/display.js';

/** What a figure is made of. */
export interface FigureContent {
  /** One sentence for the console and for those who cannot see the picture. */
  readonly caption: string;
  /** Draws the picture; called once, when it is first needed. */
  readonly draw: () => string;
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
  readonly #draw: () => string;
  #svg: string | null = null;

  constructor(content: FigureContent) {
    this.caption = content.caption;
    this.#draw = content.draw;
  }

  static {
    displayAs(Figure, (figure): MimeBundle => ({ 'image/svg+xml': figure.toSvg(), 'text/plain': figure.toString() }));
    inspectAs(Figure, figure => figure.toString());
  }

  /** The picture as an SVG document. */
  toSvg(): string {
    this.#svg ??= this.#draw();
    return this.#svg;
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

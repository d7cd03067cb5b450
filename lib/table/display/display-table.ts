/**
 * A table as a notebook shows it.
 *
 * @module
 */
import { displayAs, inspectAs, type MimeBundle } from '../../core/display.js';
import type { TableData } from '../column/table-data.js';
import { tableHtml } from './display-html.js';
import { tableText } from './display-text.js';

/** A table's forms for a notebook: HTML and text. */
export function tableBundle(data: TableData, rows?: number): MimeBundle {
  return { 'text/html': tableHtml(data, rows), 'text/plain': tableText(data, rows) };
}

/** A table to be shown with a given number of rows. */
export class TableView {
  static {
    displayAs(TableView, view => tableBundle(view.#data, view.#rows));
    inspectAs(TableView, view => view.toString());
  }
  readonly #data: TableData;
  readonly #rows: number;

  constructor(data: TableData, rows: number) {
    this.#data = data;
    this.#rows = rows;
  }

  toString(): string {
    return tableText(this.#data, this.#rows);
  }
}

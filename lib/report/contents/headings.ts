/**
 * The anchors of a report, and the table of contents made from them.
 *
 * @module
 */
import { escapeMarkup } from '../../core/display.js';

/** A place in the page. */
interface PagePlace {
  /** The id of the element, for links to it. */
  readonly id: string;
  /** 1 for the title of the page, 2 for its chapters ... */
  readonly level: number;
  /** The entry in the contents, as HTML. */
  readonly label: string;
}

/** Gives out ids, each once, in Jupyter's form: `# The night` is linked as `#The-night`. */
export class PagePlaces {
  readonly #taken = new Set<string>();
  readonly #places: PagePlace[] = [];

  /** The places so far, in the order of the page. */
  get all(): readonly PagePlace[] {
    return this.#places;
  }

  /** Adds an anchor and returns its id. @param text the text from which the id is made */
  add(level: number, text: string, label: string = escapeMarkup(text)): string {
    const stem = text.trim().replace(/\s+/g, '-') || 'part';
    let id = stem;
    for (let n = 2; this.#taken.has(id); n++) id = `${stem}-${n}`;
    this.#taken.add(id);
    this.#places.push({ id, level, label });
    return id;
  }
}

/** The table of contents, or empty if there are fewer than two entries. */
export function contentsHtml(places: readonly PagePlace[]): string {
  const title = places.find(({ level }) => level === 1);
  const entries = places.filter(place => place !== title && place.level < 5);
  if (entries.length < 2) return '';
  const rows = entries.map(
    ({ id, level, label }) =>
      `<li class="level-${level}"><a href="#${escapeMarkup(encodeURIComponent(id))}">${label}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><ul>\n${rows.join('\n')}\n</ul></nav>`;
}

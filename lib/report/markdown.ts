/**
 * Renders the text cells of a notebook as HTML without anything executable.
 *
 * @module
 */
import { Marked, type Tokens } from 'marked';
import { escapeMarkup } from '../core/display.js';
import type { PagePlaces } from './contents/headings.js';
import { protectFormulas } from './formulas/formulas.js';

/** Tags that are allowed in Markdown, without attributes. */
const HARMLESS =
  /^<\/?(?:b|i|em|strong|u|s|sub|sup|kbd|code|small|mark|br|hr|p|div|span|details|summary|center|dl|dt|dd|ul|ol|li|blockquote)\s*\/?>$/i;
const TAG = /<!--[\s\S]*?-->|<\/?[a-z][^>]*>/gi;

/**
 * Renders Markdown (GitHub's dialect) with TeX formulas.
 *
 * @param picture returns the address to embed for a picture's path, or null to show its description
 * @param places receives the headings, which then can be linked to; default: they cannot
 */
export function markdownToHtml(
  source: string,
  picture: (path: string) => string | null,
  places: PagePlaces | null = null,
): string {
  const { text, restore } = protectFormulas(source);
  const marked = new Marked({
    async: false,
    gfm: true,
    renderer: {
      html: ({ text: html }: Tokens.HTML | Tokens.Tag) => harmlessHtml(html),
      link(token: Tokens.Link) {
        const label = this.parser.parseInline(token.tokens);
        return isSafeLink(token.href) ? `<a href="${escapeMarkup(token.href)}">${label}</a>` : label;
      },
      heading({ tokens, depth, text: words }: Tokens.Heading) {
        const label = this.parser.parseInline(tokens);
        if (places === null) return `<h${depth}>${label}</h${depth}>`;
        const id = escapeMarkup(places.add(depth, plainWords(words), restore(withoutLinks(label))));
        return `<h${depth} id="${id}">${label}</h${depth}>`;
      },
      image({ href, text: description }: Tokens.Image) {
        const address = href.startsWith('data:image/') ? href : picture(href);
        const words = escapeMarkup(description);
        return address === null
          ? `<em>${words || escapeMarkup(href)}</em>`
          : `<img src="${escapeMarkup(address)}" alt="${words}">`;
      },
    },
  });
  return restore(marked.parse(text) as string);
}

/** The text of a heading without markup and formulas. */
function plainWords(source: string): string {
  return source.replace(/[*_`]|[\uE000-\uE001]\d*/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

function withoutLinks(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, '');
}

/** Keeps simple tags; shows everything else as the text that it is. */
function harmlessHtml(html: string): string {
  let result = '';
  let end = 0;
  for (const match of html.matchAll(TAG)) {
    result += escapeMarkup(html.slice(end, match.index));
    if (HARMLESS.test(match[0])) result += match[0];
    else if (!match[0].startsWith('<!--')) result += escapeMarkup(match[0]);
    end = match.index + match[0].length;
  }
  return result + escapeMarkup(html.slice(end));
}

function isSafeLink(address: string): boolean {
  const scheme = /^\s*([a-z][a-z\d+.-]*):/i.exec(address)?.[1].toLowerCase();
  return scheme === undefined || ['http', 'https', 'mailto', 'doi'].includes(scheme);
}

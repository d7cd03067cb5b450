/**
 * Long texts made short.
 *
 * @module
 */

/** At most `width` characters; what is cut ends in an ellipsis, and no character is cut in two. */
export function cutText(text: string, width: number): string {
  if (text.length <= width) return text;
  return `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}

/** Paths and names of files: no blanks, and a folder or an ending. */
const FILE = /^[^\s]*(?:[\\/][^\s]*|\.[a-z][a-z0-9]{0,4}(?:\.gz|\.fz|\.bz2)?)$/i;

/** As {@link cutText}; of the name of a file the middle is left out, because its end tells it from its neighbours. */
export function shortText(text: string, width: number): string {
  if (text.length <= width || !FILE.test(text)) return cutText(text, width);
  const head = Math.floor((width - 1) / 3);
  const tail = width - 1 - head;
  const start = text.slice(0, head).replace(/[\ud800-\udbff]$/, '');
  return `${start}\u2026${text.slice(-tail).replace(/^[\udc00-\udfff]/, '')}`;
}

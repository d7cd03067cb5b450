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

/**
 * Highlights TypeScript code in one pass over the text.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';

const KEYWORDS = [
  'as async await break case catch class const continue declare default delete do else enum export extends false',
  'finally for from function if implements import in instanceof interface let new null of private public readonly',
  'return satisfies static super switch this throw true try type typeof undefined var void while yield',
]
  .join(' ')
  .split(' ');

/** Comment, text, number, word: the first that matches, in this order. */
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`(?<string>'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|\x60(?:\\.|[^\x60\\])*\x60?)`,
    String.raw`(?<number>\b(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)n?\b)`,
    String.raw`(?<keyword>(?<![.\w$])(?:${KEYWORDS.join('|')})(?![\w$]))`,
  ].join('|'),
  'g',
);

/** Escaped HTML of the code, its comments, texts, numbers and keywords in `<span>`s. */
export function highlight(code: string): string {
  let html = '';
  let end = 0;
  for (const match of code.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? '';
    html += `${escapeMarkup(code.slice(end, match.index))}<span class="${kind}">${escapeMarkup(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeMarkup(code.slice(end));
}

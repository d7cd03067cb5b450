/**
 * Formulas between dollar signs in Markdown: kept away from the Markdown parser, then set as MathML.
 *
 * @module
 */
import { texToMathml } from './tex-to-mathml.js';

/** Code (left alone), then `$$...$$`, then `$...$` as in Jupyter: no blank inside the dollars, no digit behind. */
const PARTS =
  /(```[\s\S]*?```|~~~[\s\S]*?~~~|`[^`\n]+`)|\$\$([\s\S]+?)\$\$|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$])/g;

/** Text with marks in place of its formulas, and the function that sets the formulas back as MathML. */
interface ProtectedText {
  readonly text: string;
  readonly restore: (html: string) => string;
}

/**
 * Takes the formulas out of Markdown.
 *
 * @example
 * const { text, restore } = protectFormulas('the flux is $F = \\pi r^2$');
 */
export function protectFormulas(source: string): ProtectedText {
  const formulas: string[] = [];
  const keep = (tex: string, isDisplay: boolean): string => {
    formulas.push(texToMathml(tex.trim(), isDisplay));
    return `\uE000${formulas.length - 1}\uE001`;
  };
  const text = source
    .replace(/[\uE000\uE001]/g, '')
    .replace(PARTS, (whole, code?: string, display?: string, inline?: string) => {
      if (code !== undefined) return whole;
      return display === undefined ? keep(inline ?? '', false) : keep(display, true);
    });
  return {
    text,
    restore: html => html.replace(/\uE000(\d+)\uE001/g, (_, index: string) => formulas[Number(index)]),
  };
}

import { describe, expect, test } from 'vitest';
import { texToMathml } from '../../lib/report/formulas/tex-to-mathml.js';
import { highlight } from '../../lib/report/highlight.js';
import { markdownToHtml } from '../../lib/report/markdown.js';

const render = (source: string): string => markdownToHtml(source, () => null).trim();

/** MathML without the label, which is the source. */
const math = (tex: string): string => texToMathml(tex, false).replace(/^<math[^>]*>|<\/math>$/g, '');

describe('markdown', () => {
  test('keeps tables, lists, code and harmless tags', () => {
    expect(render('|a|b|\n|-|-|\n|1|2|')).toContain('<td>1</td>');
    expect(render('H<sub>2</sub>O<br/>')).toBe('<p>H<sub>2</sub>O<br/></p>');
    expect(render('`a < b`')).toBe('<p><code>a &lt; b</code></p>');
  });

  test('drops comments and shows unknown tags as text', () => {
    expect(render('a <!-- b --> c')).toBe('<p>a  c</p>');
    expect(render('<iframe src="x"></iframe>')).toContain('&lt;iframe');
  });

  test('keeps the underscores and stars of formulas from the Markdown parser', () => {
    const html = render('The flux $F_a * G_b$ and $H_a * I_b$ add.');
    expect(html.match(/<math/g)).toHaveLength(2);
    expect(html).not.toContain('<em>');
  });

  test('keeps dollar signs that are not formulas, and those in code', () => {
    expect(render('it costs $5 and $6')).toBe('<p>it costs $5 and $6</p>');
    expect(render('`$HOME` and `$PATH`')).toBe('<p><code>$HOME</code> and <code>$PATH</code></p>');
    expect(render('```\n$a$\n```')).not.toContain('<math');
  });

  test('sets a formula between two dollars on a line of its own', () => {
    expect(render('$$\n\\sigma = 1\n$$')).toContain('<math display="block"');
  });
});

describe('a formula', () => {
  test('may have fractions, indices, roots and Greek letters', () => {
    expect(math('\\frac{a}{2}')).toBe('<mfrac><mrow><mi>a</mi></mrow><mrow><mn>2</mn></mrow></mfrac>');
    expect(math('\\sigma_F^2')).toBe('<msubsup><mi>σ</mi><mi>F</mi><mn>2</mn></msubsup>');
    expect(math('\\sqrt{x - 1}')).toBe('<msqrt><mrow><mi>x</mi><mo>−</mo><mn>1</mn></mrow></msqrt>');
  });

  test('may have sums with limits, brackets that grow, and words', () => {
    expect(math('\\sum_{i=1}^{n} x_i')).toMatch(/^<munderover><mo>∑<\/mo>.*<\/munderover><msub>/);
    expect(math('\\left( \\frac{1}{g} \\right)')).toMatch(/^<mrow><mo stretchy="true">\(<\/mo>.*\)<\/mo><\/mrow>$/);
    expect(math('F_{\\text{net flux}}')).toContain('<mi mathvariant="normal">net flux</mi>');
    expect(math("m'")).toBe('<msup><mi>m</mi><mo>′</mo></msup>');
    expect(math('-2.5 \\log_{10} F')).toContain('<msub><mi>log</mi><mrow><mn>10</mn></mrow></msub>');
  });

  test('that cannot be parsed is shown as source', () => {
    for (const tex of ['\\begin{matrix}', '\\frac{1}', 'a_', 'x}', '{x', '\\left( x', '\\unknown y'])
      expect(texToMathml(tex, false)).toBe(`<code class="tex">${tex}</code>`);
  });
});

describe('code', () => {
  const plain = (html: string): string =>
    html
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&#39;', "'");

  test('keeps every character', () => {
    const source = "// a\nconst s = 'it\\'s'; /* b\n c */ if (x < 1e-3) return `t`; a.from; $new";
    expect(plain(highlight(source))).toBe(source);
  });

  test('highlights comments, strings, numbers and keywords, but not parts of other words', () => {
    expect(highlight('const x = 12')).toBe('<span class="keyword">const</span> x = <span class="number">12</span>');
    expect(highlight("'for' // if")).toBe(
      '<span class="string">&#39;for&#39;</span> <span class="comment">// if</span>',
    );
    expect(highlight('a.from newest x2')).toBe('a.from newest x2');
  });
});

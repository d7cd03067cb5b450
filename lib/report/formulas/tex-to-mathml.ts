/**
 * The TeX that formulas of photometry use, as MathML, which browsers set without scripts or fonts.
 *
 * Fractions, roots, indices, Greek, sums, brackets, upright text and accents are known. A formula with
 * anything else is shown as its TeX source.
 *
 * @see https://www.w3.org/TR/mathml-core/
 * @module
 */
import { escapeMarkup } from '../../core/display.js';
import { commandMeaning, texTokens } from './tex-tokens.js';

const ACCENTS: Readonly<Record<string, string>> = { bar: '¯', overline: '¯', hat: '^', tilde: '~', vec: '→', dot: '˙' };
const STYLES: ReadonlySet<string> = new Set(['mathrm', 'text', 'textrm', 'operatorname', 'mathit', 'mathbf', 'textbf']);
const LARGE: ReadonlySet<string> = new Set(['\\sum', '\\prod']);

/**
 * Converts one formula.
 *
 * @param isDisplay whether the formula is on a separate line
 * @example
 * texToMathml('\\frac{a}{2}', false) // '<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>', with its TeX as a label
 */
export function texToMathml(tex: string, isDisplay: boolean): string {
  const label = escapeMarkup(tex);
  try {
    const body = new Parser(tex).all();
    return `<math${isDisplay ? ' display="block"' : ''} aria-label="${label}">${body}</math>`;
  } catch {
    return `<code class="tex">${label}</code>`;
  }
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = texTokens(source);
  }

  all(): string {
    const body = this.#row(() => false);
    if (this.#at < this.#tokens.length) throw new Error('unbalanced');
    return body;
  }

  /** Items up to a token that ends the row; that token is left. */
  #row(isEnd: (token: string) => boolean): string {
    let row = '';
    for (;;) {
      const token = this.#peek();
      if (token === undefined || token === '}' || isEnd(token)) return row;
      row += this.#withIndices();
    }
  }

  /** One item with its subscript and superscript. */
  #withIndices(): string {
    const isLarge = LARGE.has(this.#peek() ?? '');
    const base = this.#item();
    let below: string | null = null;
    let above: string | null = null;
    for (;;) {
      const token = this.#peek();
      if (token === '_' && below === null) below = this.#argumentAfter();
      else if (token === '^' && above === null) above = this.#argumentAfter();
      else if (token === "'" && above === null) {
        this.#at++;
        above = '<mo>′</mo>';
      } else break;
    }
    const [both, one, other] = isLarge ? ['munderover', 'munder', 'mover'] : ['msubsup', 'msub', 'msup'];
    if (below !== null && above !== null) return `<${both}>${base}${below}${above}</${both}>`;
    if (below !== null) return `<${one}>${base}${below}</${one}>`;
    if (above !== null) return `<${other}>${base}${above}</${other}>`;
    return base;
  }

  #argumentAfter(): string {
    this.#at++;
    return this.#item();
  }

  /** The next token that is not blank. */
  #peek(): string | undefined {
    while (this.#tokens[this.#at] === ' ') this.#at++;
    return this.#tokens[this.#at];
  }

  #next(): string | undefined {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #item(): string {
    const token = this.#next();
    if (token === undefined) throw new Error(`something is missing in ${this.#source}`);
    if (token === '{') return this.#group();
    if (token.startsWith('\\')) return this.#command(token.slice(1));
    if (/^\d/.test(token)) return `<mn>${token}</mn>`;
    if (/^\p{L}$/u.test(token)) return `<mi>${escapeMarkup(token)}</mi>`;
    if ('_^}&'.includes(token)) throw new Error(`a stray ${token}`);
    return `<mo>${escapeMarkup(token === '-' ? '−' : token)}</mo>`;
  }

  #group(): string {
    const row = this.#row(() => false);
    if (this.#next() !== '}') throw new Error('a brace is not closed');
    return `<mrow>${row}</mrow>`;
  }

  #command(name: string): string {
    if (name === 'frac' || name === 'dfrac' || name === 'tfrac') return `<mfrac>${this.#item()}${this.#item()}</mfrac>`;
    if (name === 'sqrt') return this.#root();
    if (name === 'left') return this.#fenced();
    if (name in ACCENTS) return `<mover accent="true">${this.#item()}<mo>${ACCENTS[name]}</mo></mover>`;
    if (STYLES.has(name)) return this.#uprightText(name);
    const meaning = commandMeaning(name);
    if (meaning === null) throw new Error(`\\${name} is not known`);
    if (meaning.kind === 'blank') return `<mspace width="${meaning.width}em"></mspace>`;
    const tag = meaning.kind === 'operator' ? 'mo' : 'mi';
    return `<${tag}>${escapeMarkup(meaning.text)}</${tag}>`;
  }

  #root(): string {
    if (this.#peek() !== '[') return `<msqrt>${this.#item()}</msqrt>`;
    this.#at++;
    const degree = this.#row(token => token === ']');
    this.#at++;
    return `<mroot>${this.#item()}<mrow>${degree}</mrow></mroot>`;
  }

  /** `\left( ... \right)`; a dot means no bracket. */
  #fenced(): string {
    const opening = this.#bracket();
    const body = this.#row(token => token === '\\right');
    if (this.#next() !== '\\right') throw new Error('\\left without \\right');
    return `<mrow>${opening}${body}${this.#bracket()}</mrow>`;
  }

  #bracket(): string {
    const token = this.#next() ?? '.';
    if (token === '.') return '';
    const text = token.startsWith('\\') ? commandMeaning(token.slice(1)) : { kind: 'operator', text: token };
    if (text === null || !('text' in text)) throw new Error(`${token} is not a bracket`);
    return `<mo stretchy="true">${escapeMarkup(text.text)}</mo>`;
  }

  /** `\mathrm{...}`: one word; its blanks are kept in `\text`. */
  #uprightText(name: string): string {
    if (this.#peek() !== '{') return this.#item();
    let text = '';
    let depth = 0;
    do {
      const token = this.#tokens[this.#at++];
      if (token === undefined) throw new Error('a brace is not closed');
      if (token === '{') depth++;
      else if (token === '}') depth--;
      else if (token.startsWith('\\')) text += ' ';
      else text += token;
    } while (depth > 0);
    const variant = name.endsWith('bf') ? ' style="font-weight:bold"' : '';
    return `<mi mathvariant="normal"${variant}>${escapeMarkup(text)}</mi>`;
  }
}

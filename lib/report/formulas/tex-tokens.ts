/**
 * Splits the TeX of formulas into tokens, and knows the characters of its commands.
 *
 * @module
 */

const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ϵ',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'ϕ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  ell: 'ℓ',
  hbar: 'ℏ',
  infty: '∞',
  partial: '∂',
  nabla: '∇',
  odot: '⊙',
};

const OPERATORS: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '·',
  pm: '±',
  mp: '∓',
  div: '÷',
  ast: '*',
  circ: '∘',
  prime: '′',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  approx: '≈',
  sim: '∼',
  simeq: '≃',
  equiv: '≡',
  propto: '∝',
  ll: '≪',
  gg: '≫',
  in: '∈',
  to: '→',
  rightarrow: '→',
  leftarrow: '←',
  Rightarrow: '⇒',
  sum: '∑',
  prod: '∏',
  int: '∫',
  langle: '⟨',
  rangle: '⟩',
  lvert: '|',
  rvert: '|',
  vert: '|',
  mid: '|',
  ldots: '…',
  dots: '…',
  cdots: '⋯',
  lfloor: '⌊',
  rfloor: '⌋',
  '{': '{',
  '}': '}',
  '%': '%',
  '|': '‖',
};

const NAMED_FUNCTIONS: ReadonlySet<string> = new Set([
  'log',
  'ln',
  'exp',
  'sin',
  'cos',
  'tan',
  'arcsin',
  'arccos',
  'arctan',
  'max',
  'min',
  'median',
  'det',
  'lim',
]);

/** Widths of blanks [em]. */
const BLANKS: Readonly<Record<string, number>> = {
  ',': 0.17,
  ':': 0.22,
  ';': 0.28,
  ' ': 0.25,
  quad: 1,
  qquad: 2,
  '!': 0,
  '~': 0.25,
};

/** Meaning of a command by itself. */
type CommandMeaning =
  | { readonly kind: 'letter' | 'operator' | 'function'; readonly text: string }
  | { readonly kind: 'blank'; readonly width: number };

/** The meaning of a command without arguments, or null. */
export function commandMeaning(name: string): CommandMeaning | null {
  if (name in LETTERS) return { kind: 'letter', text: LETTERS[name] };
  if (name in OPERATORS) return { kind: 'operator', text: OPERATORS[name] };
  if (NAMED_FUNCTIONS.has(name)) return { kind: 'function', text: name };
  return name in BLANKS ? { kind: 'blank', width: BLANKS[name] } : null;
}

/** Cuts TeX into commands (with their backslash), numbers, single characters, and one blank for any number of them. */
export function texTokens(tex: string): string[] {
  return (tex.match(/\\(?:[A-Za-z]+\*?|[\s\S])|\d+(?:\.\d+)?|\s+|[^\s\\]/g) ?? []).map(token =>
    /^\s/.test(token) ? ' ' : token,
  );
}

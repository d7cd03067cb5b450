import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { type PrintedText, plainText, printedHtml } from '../../lib/report/printed-text.js';

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);

const parsed = (...texts: PrintedText[]): Document => parseHTML(`<main>${printedHtml(texts)}</main>`).document;
const stdout = (text: string): PrintedText => ({ kind: 'stdout', text });
const lines = (count: number): string => Array.from({ length: count }, (_, k) => `line ${k} & more\n`).join('');

/** What is seen while the fold is closed. */
const seen = (document: Document): string =>
  [...document.querySelectorAll('main > pre')].map(pre => pre.textContent).join('');

describe('a long log', () => {
  test('shows its head, its tail and the number of lines between, which are folded', () => {
    const document = parsed(stdout(lines(3000)));
    expect(seen(document)).toMatch(
      /^line 0 & more\n[\s\S]*line 29 & more\nline 2990 & more\n[\s\S]*line 2999 & more\n$/,
    );
    expect(document.querySelector('details.more > summary')?.textContent).toBe(
      '2,960 lines more in the executed notebook',
    );
    expect(document.querySelector('details.more')?.hasAttribute('open')).toBe(false);
    expect(document.querySelector('details.more pre')?.textContent).toMatch(/^line 30 & more\n/);
  });

  test('is held up to a limit, and says how much more the notebook has', () => {
    const html = printedHtml([stdout(lines(100_000))]);
    expect(html.length).toBeLessThan(100_000);
    const { document } = parseHTML(`<main>${html}</main>`);
    const held = document.querySelector('details.more pre')!.textContent!.split('\n').length - 1;
    expect(document.querySelector('.left')?.textContent).toBe(
      `${(99_960 - held).toLocaleString('en-US')} lines more are in the executed notebook`,
    );
  });

  test('of up to 60 lines is whole', () => {
    const document = parsed(stdout(lines(60)));
    expect(document.querySelector('details')).toBeNull();
    expect(seen(document)).toBe(lines(60));
  });

  test('of stdout and stderr in turn is one log, in order and told apart', () => {
    const texts = Array.from({ length: 100 }, (_, k) => [stdout(`out ${k}\n`), { kind: 'stderr', text: `err ${k}\n` }]);
    const document = parsed(...texts.flat());
    expect(document.querySelectorAll('details')).toHaveLength(1);
    expect(document.querySelector('summary')?.textContent).toMatch(/^160 lines more/);
    expect(seen(document)).toMatch(/^out 0\nerr 0\nout 1\n/);
    expect(document.querySelector('main > pre.stderr')?.textContent).toBe('err 0\n');
  });

  test('of one line of a megabyte is cut with a count', () => {
    const [cut] = parsed(stdout(`${'x'.repeat(1_000_000)}\nend`)).querySelectorAll('pre');
    expect(cut.textContent).toMatch(/^x{2000} \.\.\. \(998,000 characters more in the executed notebook\)\nend$/);
  });
});

test.each([
  ['a progress bar', ' 10% [#   ]\r 50% [##  ]\r100% [####]\ndone\n', '100% [####]\ndone\n'],
  ['a shorter text over a longer one', 'measuring 12\rdone', 'doneuring 12'],
  ['the rest of a line erased', `measuring 12\rdone${ESC}[K\nmeasuring 13${ESC}[2K\rready\n`, 'done\nready\n'],
  ['ends of lines of Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['a return at the end', '50%\r', '50%'],
  ['colours', `${ESC}[1;31mred${ESC}[0m ${ESC}[38;2;1;2;3mtrue${ESC}[m`, 'red true'],
  ['a colour that begins a line again', `\r${ESC}[2Kone\r${ESC}[2Ktwo\n`, 'two\n'],
  ['links and titles', `${ESC}]8;;https://x.org${ESC}\\name${ESC}]8;;${ESC}\\ ${ESC}]0;title${BELL}end`, 'name end'],
  ['moves of the cursor and character sets', `${ESC}[?25l${ESC}(Bshown${ESC}[3A${ESC}7`, 'shown'],
  ['steps back', `|\b/\b-\bdone`, 'done'],
  ['other control characters', 'a\u0000b\u0001c\td', 'abc\td'],
])('text is shown as a terminal shows it: %s', (_, text, shown) => {
  expect(plainText(text)).toBe(shown);
});

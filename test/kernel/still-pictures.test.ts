/** Drawings as images: what is seen of an output in a notebook that nobody trusts. */
import { parseHTML } from 'linkedom';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { mimeBundle } from '../../kernel-setup/executor/output/mime-bundle.js';
import { stillPicture, withImages, withStillPictures } from '../../kernel-setup/executor/output/still-pictures.js';
import { withDrawings, withoutTrust } from '../helpers/drawings.js';

const CIRCLE = '<svg width="40" height="20"><circle r="3"/></svg>';
const XMLNS = 'xmlns="http://www.w3.org/2000/svg"';

const imagesOf = (html: string) => [...parseHTML(`<div>${html}</div>`).document.querySelectorAll('img')];
const drawingOf = (image: { getAttribute(name: string): string | null }) =>
  Buffer.from(image.getAttribute('src')!.replace(/^data:image\/svg\+xml;base64,/, ''), 'base64').toString();

/** Fails unless the text is well-formed XML, as a browser demands of an image. */
function expectWellFormed(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.write(xml).close();
}

describe('a drawing', () => {
  test('is an image of its width with words for those who cannot see it', () => {
    const [image] = imagesOf(stillPicture('<svg role="img" aria-label="a &lt;b&gt; &amp; c" width="560.5"><g/></svg>'));
    expect(image.getAttribute('width')).toBe('560.5');
    expect(image.getAttribute('alt')).toBe('a <b> & c');
    expect(image.getAttribute('style')).toMatch(/background:white;max-width:100%/);
    expect(imagesOf(stillPicture("<svg width='12em'><title>Sky</title></svg>"))[0].getAttribute('alt')).toBe('Sky');
  });

  test.each([
    [
      '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a" "b">\n<!-- by hand -->\n<svg><g/></svg>',
      `<svg ${XMLNS}><g/></svg>`,
    ],
    [
      `<svg ${XMLNS} a="x>y"><text>5&nbsp;&deg; &amp; &#181;</text></svg>`,
      `<svg ${XMLNS} a="x>y"><text>5\u00a0° &amp; &#181;</text></svg>`,
    ],
    [
      '<svg><image xlink:href="#a"/></svg>',
      `<svg ${XMLNS} xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="#a"/></svg>`,
    ],
    ['<svg/>', `<svg ${XMLNS}/>`],
  ])('is a document of its own: %s', (given, whole) => {
    const drawing = drawingOf(imagesOf(stillPicture(given))[0]);
    expect(drawing).toBe(whole);
    expectWellFormed(drawing);
  });

  test('has a script only if an image would show less of it', () => {
    expect(stillPicture(CIRCLE)).not.toContain('<script');
    expect(stillPicture('<svg><circle><title>star 4</title></circle></svg>')).toContain('<script>');
    expect(stillPicture('<svg><a href="#x"><circle/></a></svg>')).toContain('<script>');
    expect(stillPicture('<svg><animate/></svg>')).not.toContain('<script');
  });

  test('that acts by itself is whole where scripts run, and its text cannot end the script', () => {
    const html = stillPicture('<svg><circle onclick="go()"/><script>let a = "</b>";</script></svg>');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(withoutTrust(html)).toMatch(/^<img [^>]*>$/);
    expect(html).toContain('onclick=\\"go()\\"');
  });

  test('has the same name each time, so that outputs do not change when nothing did', () => {
    const titled = '<svg><circle><title>star 4</title></circle></svg>';
    expect(stillPicture(titled)).toBe(stillPicture(titled));
    expect(stillPicture(titled)).not.toBe(stillPicture(titled.replace('4', '5')));
  });
});

describe('drawings within HTML', () => {
  test.each([
    ['a figure with a legend', `<figure><div>${CIRCLE}</div>${CIRCLE}<figcaption>two</figcaption></figure>`, 2],
    ['one inside another', `<p><svg><g><svg x="1"><rect/></svg></g></svg></p>`, 1],
    ['an empty one inside another', '<svg><svg/><rect/></svg><b>after</b>', 1],
    ['capitals and blanks', '<SVG width="3" ><rect/></SVG >', 1],
    ['attributes with angle brackets', `<div title="a > b <svg>">${CIRCLE}</div>`, 1],
  ])('%s', (_, html, count) => {
    const still = withStillPictures(html);
    expect(imagesOf(still)).toHaveLength(count);
    expect(withDrawings(still).replaceAll(` ${XMLNS}`, '').toLowerCase()).toBe(html.toLowerCase());
  });

  test.each([
    ['no drawing', '<table><tr><td>svg</td></tr></table>'],
    ['a script that writes one', `<div></div><script>document.write('${CIRCLE}')</script>`],
    ['a comment', `<!-- ${CIRCLE} --><b>x</b>`],
    ['text of a form', `<textarea>${CIRCLE}</textarea>`],
    ['one that never ends', '<p><svg><rect/></p>'],
  ])('%s is left alone', (_, html) => expect(withStillPictures(html)).toBe(html));

  test('in Markdown are images without scripts', () => {
    const text = withImages(`# Sky\n\n<svg><circle><title>a</title></circle></svg>\n\nend`);
    expect(text).toMatch(/^# Sky\n\n<img [^>]+>\n\nend$/);
  });
});

describe('a bundle', () => {
  const bundleOf = (forms: object) => mimeBundle({ [Symbol.for('Jupyter.display')]: () => forms });

  test('with a drawing gets HTML, which outranks it, with an image', () => {
    const forms = bundleOf({ 'image/svg+xml': CIRCLE, 'text/plain': 'c' }) as Record<string, string>;
    expect(forms['image/svg+xml']).toBe(CIRCLE);
    expect(imagesOf(withoutTrust(forms['text/html']))).toHaveLength(1);
  });

  test('with both keeps its own HTML', () => {
    const forms = bundleOf({ 'image/svg+xml': CIRCLE, 'text/html': `<b>own</b>${CIRCLE}` }) as Record<string, string>;
    expect(withoutTrust(forms['text/html'])).toMatch(/^<b>own<\/b><img [^>]+>$/);
  });

  test('with bytes is left as it is', () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(bundleOf({ 'image/png': png })).toMatchObject({ 'image/png': Buffer.from(png).toString('base64') });
    expect(bundleOf({ 'image/png': png })).not.toHaveProperty(['text/html']);
  });

  test('of an element is an image too, whether a drawing or HTML around one', () => {
    const { document } = parseHTML(`<figure>${CIRCLE}<figcaption>c</figcaption></figure>`);
    const figure = mimeBundle(document.querySelector('figure')) as Record<string, string>;
    expect(withoutTrust(figure['text/html'])).toMatch(/^<figure><img [^>]+><figcaption>c<\/figcaption><\/figure>$/);
    const drawing = mimeBundle(document.querySelector('svg')) as Record<string, string>;
    expect(withoutTrust(drawing['text/html'])).toMatch(/^<img [^>]+>$/);
  });
});

/**
 * Page script, part 7: one viewer, its state and what keys and pointers do to it.
 *
 * @module
 */

/** The viewer. */
export const WIDGET_SCRIPT: string = `
/** In the order in which a key goes through them. */
const STRETCH_NAMES = ['zscale', 'asinh', 'log', 'linear'];

/**
 * Brings one viewer to life.
 * @param {HTMLElement} root @param {ViewerData} data
 */
async function startViewer(root, data) {
  /** @template {HTMLElement} T @param {string} name @returns {T} */
  const part = name => /** @type {T} */ (root.querySelector('[data-part="' + name + '"]'));
  const stage = part('stage');
  const canvas = /** @type {HTMLCanvasElement} */ (part('canvas'));
  const readout = part('readout');
  const stretchBox = /** @type {HTMLSelectElement} */ (part('stretch'));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const picture = document.createElement('canvas');
  const tellKernel = kernelLink(root, data.id);
  const decoded = /** @type {(Float64Array | null)[]} */ (data.frames.map(() => null));

  let current = 0;
  let frame = data.frames[0];
  let values = /** @type {Float64Array} */ (await valuesOf(frame));
  decoded[0] = values;
  let stretch = data.stretch;
  let brightness = 1; // the white point of the stretch comes nearer to the black one by this factor
  let showMarks = true;
  let showLabels = true;
  let chosen = /** @type {{ x: number, y: number }[]} */ ([]);
  let cursor = { x: Math.round((frame.width - 1) / 2), y: Math.round((frame.height - 1) / 2) };
  let byKeyboard = false;
  let blinkTimer = 0;
  let fitted = true;
  /** @type {View} */
  const view = { x: 0, y: 0, zoom: 1, width: 1, height: 1 };

  // ---- drawing -------------------------------------------------------------------------------------------------

  function measure() {
    const ratio = window.devicePixelRatio || 1;
    view.width = Math.max(1, stage.clientWidth);
    view.height = Math.max(1, stage.clientHeight);
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    context.setTransform(canvas.width / view.width, 0, 0, canvas.height / view.height, 0, 0);
    if (fitted) fit();
  }

  function fit() {
    fitted = true;
    view.zoom = Math.min(view.width / frame.width, view.height / frame.height);
    view.x = (frame.width - 1) / 2;
    view.y = (frame.height - 1) / 2;
  }

  function repaint() {
    const low = frame.limits[stretch][0];
    const high = low + (frame.limits[stretch][1] - low) / brightness;
    paintValues(picture, frame, values, [low, high], stretch);
    drawColourBar(/** @type {HTMLCanvasElement} */ (part('bar')), [low, high], stretch);
    part('low').textContent = shortNumber(low);
    part('high').textContent = shortNumber(high) + (data.unit ? ' ' + data.unit : '');
    draw();
  }

  function draw() {
    const { columns, rows, bin, width, height } = frame;
    const [left, top] = [screenX(view, -0.5), screenY(view, height - 0.5)];
    context.fillStyle = '#11151c';
    context.fillRect(0, 0, view.width, view.height);
    context.save();
    context.beginPath();
    context.rect(left, top, width * view.zoom, height * view.zoom);
    context.clip();
    context.imageSmoothingEnabled = view.zoom * bin < 2;
    context.imageSmoothingQuality = 'high';
    const reach = rows * bin * view.zoom; // the upper blocks may reach beyond the frame
    context.drawImage(picture, left, screenY(view, -0.5) - reach, columns * bin * view.zoom, reach);
    context.restore();
    context.font = '600 12px system-ui, sans-serif';
    context.lineJoin = 'round';
    if (showMarks) drawMarks(context, view, data.marks, showLabels);
    drawChosen(context, view, chosen);
    drawSkyMarks(context, view, frame);
    if (byKeyboard) drawCursor(context, view, cursor);
  }

  // ---- words ---------------------------------------------------------------------------------------------------

  function tell() {
    const { x, y } = cursor;
    const value = valueAt(frame, values, x, y);
    const words = ['x ' + round2(x) + '  y ' + round2(y)];
    words.push(value === value ? valueText(value, frame.step) + (data.unit ? ' ' + data.unit : '') : 'no data');
    if (frame.plane) {
      const sky = skyAt(frame.plane, x, y);
      words.push(skyText(sky));
      readout.dataset['ra'] = String(sky.ra);
      readout.dataset['dec'] = String(sky.dec);
    }
    readout.dataset['x'] = String(x);
    readout.dataset['y'] = String(y);
    readout.dataset['value'] = String(value);
    readout.textContent = words.join('   ');
  }

  function tellChosen() {
    const line = chosen.length > 0 ? codeLine(chosen) : '';
    part('line').textContent = line;
    part('chosen').hidden = chosen.length === 0;
    part('heard').textContent = tellKernel(chosen)
      ? "The kernel has these stars in the viewer's variable, as selected."
      : 'This page does not reach the kernel: copy the line of code into a cell.';
    draw();
  }

  function tellFrame() {
    root.dataset['frame'] = String(current);
    if (data.frames.length < 2) return;
    part('frame').textContent = current + 1 + ' / ' + data.frames.length + ' \u00b7 ' + frame.name;
  }

  // ---- what can be done ----------------------------------------------------------------------------------------

  /** @param {number} factor @param {{ x: number, y: number }} about */
  function zoomBy(factor, about) {
    const least = 0.5 * Math.min(view.width / frame.width, view.height / frame.height);
    const zoom = Math.min(64, Math.max(least, view.zoom * factor));
    const share = 1 - view.zoom / zoom;
    view.x += (about.x - view.x) * share;
    view.y += (about.y - view.y) * share;
    view.zoom = zoom;
    fitted = false;
    draw();
  }

  /** @param {number} dx @param {number} dy [screen px] */
  function panBy(dx, dy) {
    view.x = Math.min(frame.width, Math.max(-1, view.x + dx / view.zoom));
    view.y = Math.min(frame.height, Math.max(-1, view.y + dy / view.zoom));
    fitted = false;
    draw();
  }

  /** @param {number} x @param {number} y */
  function moveCursor(x, y) {
    byKeyboard = true;
    cursor = { x: Math.min(frame.width - 1, Math.max(0, x)), y: Math.min(frame.height - 1, Math.max(0, y)) };
    const [left, top] = [screenX(view, cursor.x), screenY(view, cursor.y)];
    const margin = Math.min(30, view.width / 4, view.height / 4);
    if (left < margin) view.x -= (margin - left) / view.zoom;
    if (left > view.width - margin) view.x += (left - view.width + margin) / view.zoom;
    if (top < margin) view.y += (margin - top) / view.zoom;
    if (top > view.height - margin) view.y -= (top - view.height + margin) / view.zoom;
    tell();
    draw();
  }

  /** @param {number} step */
  function jumpToStar(step) {
    const marks = data.marks.filter(({ x, y }) => x >= 0 && y >= 0 && x < frame.width && y < frame.height);
    if (marks.length === 0) return;
    const at = marks.findIndex(({ x, y }) => x === cursor.x && y === cursor.y);
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
    canvas.focus({ preventScroll: true });
    moveCursor(next.x, next.y);
  }

  /** @param {string} name */
  function setStretch(name) {
    stretch = name;
    brightness = 1;
    stretchBox.value = name;
    root.dataset['stretch'] = name;
    repaint();
  }

  /** @param {number} factor */
  function brighten(factor) {
    brightness = Math.min(1e4, Math.max(1e-4, brightness * factor));
    repaint();
  }

  /** @param {number} index */
  async function goTo(index) {
    const wanted = (index + data.frames.length) % data.frames.length;
    current = wanted;
    const found = decoded[wanted] ?? (decoded[wanted] = await valuesOf(data.frames[wanted]));
    if (current !== wanted) return; // another frame was requested meanwhile
    frame = data.frames[wanted];
    values = found;
    tellFrame();
    repaint();
    if (!blinkTimer) tell();
  }

  function collect() {
    const star = starAt(frame, values, data.marks, cursor.x, cursor.y, 10 / view.zoom);
    if (!(star.x >= -0.5 && star.y >= -0.5 && star.x < frame.width - 0.5 && star.y < frame.height - 0.5)) return;
    const known = chosen.findIndex(other => Math.hypot(other.x - star.x, other.y - star.y) < 1);
    if (known < 0) chosen = [...chosen, { x: star.x, y: star.y }];
    else chosen = chosen.filter((_, k) => k !== known);
    tellChosen();
    part('said').textContent =
      (known < 0 ? 'Star ' + (star.label ? star.label + ' ' : '') + 'collected at ' : 'Star let go at ') + star.x + ', ' + star.y + '. ';
  }

  function drop() {
    chosen = chosen.slice(0, -1);
    tellChosen();
  }

  function toggleBlink() {
    if (blinkTimer) window.clearInterval(blinkTimer);
    const rate = Number(/** @type {HTMLSelectElement} */ (part('rate')).value);
    blinkTimer = blinkTimer
      ? 0
      : window.setInterval(() => {
          if (!root.isConnected) toggleBlink();
          else void goTo(current + 1);
        }, 1000 / rate);
    part('blink').setAttribute('aria-pressed', String(blinkTimer !== 0));
    if (!blinkTimer) tell();
  }

  async function copyLine() {
    const line = part('line').textContent ?? '';
    try {
      await navigator.clipboard.writeText(line);
    } catch {
      const range = document.createRange(); // where the clipboard is closed, the line is at least selected
      range.selectNodeContents(part('line'));
      const selection = window.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      document.execCommand('copy');
    }
    part('said').textContent = 'Copied. ';
  }

  /** @param {string} name */
  function toggle(name) {
    if (name === 'marks') showMarks = !showMarks;
    else showLabels = !showLabels;
    part(name).setAttribute('aria-pressed', String(name === 'marks' ? showMarks : showLabels));
    draw();
  }

  /** @type {Record<string, () => unknown>} */
  const actions = {
    in: () => zoomBy(1.5, cursorInView()),
    out: () => zoomBy(1 / 1.5, cursorInView()),
    fit: () => {
      fit();
      draw();
    },
    darker: () => brighten(1 / 1.3),
    brighter: () => brighten(1.3),
    marks: () => toggle('marks'),
    labels: () => toggle('labels'),
    before: () => goTo(current - 1),
    after: () => goTo(current + 1),
    blink: toggleBlink,
    copy: copyLine,
    drop,
    clear: () => {
      chosen = [];
      tellChosen();
    },
  };

  /** Where buttons and keys zoom: at the cursor while the keyboard has it, else in the middle. */
  function cursorInView() {
    return byKeyboard ? cursor : { x: view.x, y: view.y };
  }

  /** What the keys do. @type {Record<string, () => unknown>} */
  const keys = {
    '+': actions['in'],
    '=': actions['in'],
    '-': actions['out'],
    _: actions['out'],
    0: actions['fit'],
    s: () => setStretch(STRETCH_NAMES[(STRETCH_NAMES.indexOf(stretch) + 1) % STRETCH_NAMES.length]),
    '[': actions['darker'],
    ']': actions['brighter'],
    o: actions['marks'],
    l: actions['labels'],
    n: () => jumpToStar(1),
    p: () => jumpToStar(-1),
    Backspace: drop,
    Delete: drop,
    c: () => chosen.length > 0 && copyLine(),
    ...(data.frames.length > 1 ? { b: toggleBlink, '.': actions['after'], ',': actions['before'] } : {}),
  };
  /** @type {Record<string, number[]>} */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  let repeats = 0;

  root.addEventListener('keydown', event => {
    event.stopPropagation(); // the notebook's own shortcuts stay out of the viewer
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    repeats = event.repeat ? repeats + 1 : 0;
    const arrow = ARROWS[event.key];
    let action = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (event.target === canvas && arrow) {
      const step = frame.bin * Math.min(16, 1 + (repeats >> 2));
      action = event.shiftKey
        ? () => panBy((arrow[0] * view.width) / 8, (arrow[1] * view.height) / 8)
        : () => moveCursor(Math.round(cursor.x) + arrow[0] * step, Math.round(cursor.y) + arrow[1] * step);
    }
    if (event.target === canvas && (event.key === 'Enter' || event.key === ' ')) action = collect;
    if (!action) return;
    event.preventDefault();
    action();
  });
  root.addEventListener('keyup', event => event.stopPropagation());
  root.addEventListener('keypress', event => event.stopPropagation());
  root.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('[data-action]') : null;
    if (button instanceof HTMLElement) actions[button.dataset['action'] ?? '']?.();
  });
  stretchBox.addEventListener('change', () => setStretch(stretchBox.value));
  if (data.frames.length > 1)
    part('rate').addEventListener('change', () => {
      if (!blinkTimer) return;
      toggleBlink();
      toggleBlink();
    });

  followPointer(canvas, view, {
    panBy,
    zoomBy,
    moveTo: place => {
      cursor = place;
      if (byKeyboard) {
        byKeyboard = false;
        draw();
      }
      tell();
    },
    collect,
  });
  canvas.addEventListener('focus', () => {
    if (canvas.matches(':focus-visible')) moveCursor(cursor.x, cursor.y);
  });

  measure();
  new ResizeObserver(() => {
    measure();
    draw();
  }).observe(stage);
  setStretch(stretch);
  tellFrame();
  tell();
}
`;

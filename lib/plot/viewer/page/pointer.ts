/**
 * Page script, part 6: the pointer. It moves the cursor, drags the image, clicks on stars, and its wheel zooms.
 *
 * @module
 */

/** Pointer and wheel. */
export const POINTER_SCRIPT: string = `
/** @typedef {{ x: number, y: number }} Place */
/**
 * @typedef {{ panBy(dx: number, dy: number): void, zoomBy(factor: number, about: Place): void,
 *   moveTo(place: Place): void, collect(): void }} PointerActions
 */

/** So far may a pointer move between down and up, and it is still a click [screen px]. */
const CLICK_REACH = 4;

/** @param {HTMLCanvasElement} canvas @param {View} view @param {PointerActions} actions */
function followPointer(canvas, view, actions) {
  let dragged = /** @type {{ x: number, y: number, far: boolean, first: boolean } | null} */ (null);

  /** @param {MouseEvent} event */
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return {
      x: view.x + (event.clientX - box.left - view.width / 2) / view.zoom,
      y: view.y - (event.clientY - box.top - view.height / 2) / view.zoom,
    };
  }

  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    dragged = { x: event.clientX, y: event.clientY, far: false, first: document.activeElement !== canvas };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', event => {
    if (!dragged) {
      actions.moveTo(placeOf(event));
      return;
    }
    const [dx, dy] = [event.clientX - dragged.x, event.clientY - dragged.y];
    if (!dragged.far && Math.hypot(dx, dy) < CLICK_REACH) return;
    dragged = { ...dragged, x: event.clientX, y: event.clientY, far: true };
    actions.panBy(-dx, dy);
  });
  canvas.addEventListener('pointerup', event => {
    if (dragged && !dragged.far) {
      actions.moveTo(placeOf(event));
      if (!dragged.first) actions.collect(); // the click that gives it the focus chooses nothing
    }
    dragged = null;
  });
  canvas.addEventListener('pointercancel', () => {
    dragged = null;
  });
  canvas.addEventListener(
    'wheel',
    event => {
      // only the viewer that has the focus takes the wheel: a page of them can still be scrolled
      if (document.activeElement !== canvas && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      actions.zoomBy(Math.exp(-Math.max(-100, Math.min(100, event.deltaY)) * 0.004), placeOf(event));
    },
    { passive: false },
  );
}
`;

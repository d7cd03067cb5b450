/**
 * The stars that a viewer's reader collects, brought into a variable of the notebook.
 *
 * The page opens a comm (a channel of the notebook's protocol) and sends each choice. The kernel offers comms under
 * `Symbol.for('skyframe.comms')`; without it, as in a script, nothing arrives.
 *
 * @module
 */
import type { PixelPosition } from '../../frame/wcs/tangent-plane.js';

/** A channel that a page has opened. */
interface Comm {
  onMessage(listener: (data: unknown) => void): unknown;
}

/** What a kernel offers. */
interface Comms {
  /** Calls `listener` with each comm that a page opens for `target`. */
  registerTarget?(target: string, listener: (comm: Comm, data: unknown) => void): void;
}

const COMMS = Symbol.for('skyframe.comms');
const CHOICES = Symbol.for('skyframe.viewer.choices');
const TARGET = 'skyframe.viewer';

type Holder = { [COMMS]?: Comms; [CHOICES]?: Map<string, PixelPosition[]> };

/** The array that follows the choice made in the viewer `id`. */
export function followChoice(id: string): readonly PixelPosition[] {
  const holder = globalThis as Holder;
  const choice: PixelPosition[] = [];
  const comms = holder[COMMS];
  if (!comms?.registerTarget) return choice;
  if (!holder[CHOICES]) {
    const choices = new Map<string, PixelPosition[]>();
    holder[CHOICES] = choices;
    comms.registerTarget(TARGET, (comm, opened) => {
      const viewer = (opened as { viewer?: unknown } | null)?.viewer;
      comm.onMessage(data => {
        const chosen = choices.get(String(viewer));
        if (chosen) chosen.splice(0, chosen.length, ...pointsOf(data));
      });
    });
  }
  holder[CHOICES].set(id, choice);
  return choice;
}

/** The valid points of a message; a page can send anything. */
function pointsOf(data: unknown): PixelPosition[] {
  const selected = (data as { selected?: unknown } | null)?.selected;
  if (!Array.isArray(selected)) return [];
  return selected
    .filter((point): point is PixelPosition => Number.isFinite(point?.x) && Number.isFinite(point?.y))
    .map(({ x, y }) => Object.freeze({ x, y }));
}

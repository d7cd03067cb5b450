/**
 * The whole script of a viewer: its parts in one scope of their own.
 *
 * @module
 */
import { DRAW_SCRIPT } from './draw.js';
import { PICK_SCRIPT } from './pick.js';
import { PIXELS_SCRIPT } from './pixels.js';
import { POINTER_SCRIPT } from './pointer.js';
import { SHADES_SCRIPT } from './shades.js';
import { SKY_SCRIPT } from './sky.js';
import { START_SCRIPT } from './start.js';
import { WIDGET_SCRIPT } from './widget.js';

/** The script; it starts every viewer of the page that has not been started. */
export const PAGE_SCRIPT: string = [
  "(() => {\n'use strict';",
  PIXELS_SCRIPT,
  SHADES_SCRIPT,
  SKY_SCRIPT,
  PICK_SCRIPT,
  DRAW_SCRIPT,
  POINTER_SCRIPT,
  WIDGET_SCRIPT,
  START_SCRIPT,
  '})();',
].join('\n');

/**
 * The look of a viewer: it takes its colours from the page, light or dark.
 *
 * @module
 */

/** CSS; every rule is bound to the viewer's class. */
export const PAGE_STYLE: string = `
.skyframe-viewer { max-width: 100%; color: inherit; font: 13px/1.4 system-ui, sans-serif; }
.skyframe-viewer [hidden] { display: none !important; }
.skyframe-viewer .sv-live { display: none; }
.skyframe-viewer[data-state="ready"] .sv-live, .skyframe-viewer[data-state="running"] .sv-live { display: block; }
.skyframe-viewer[data-state="ready"] .sv-still, .skyframe-viewer[data-state="running"] .sv-still { display: none; }
.skyframe-viewer .sv-still, .skyframe-viewer .sv-still p { margin: 0; }
.skyframe-viewer .sv-tools { display: flex; flex-wrap: wrap; gap: .3em; align-items: center; margin: 0 0 .35em; }
.skyframe-viewer .sv-tools > span { display: inline-flex; gap: .3em; align-items: center; margin-right: .6em; }
.skyframe-viewer button, .skyframe-viewer select { font: inherit; color: inherit; background: transparent; cursor: pointer;
  border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 4px; padding: .1em .55em; margin: 0; min-height: 1.9em; }
.skyframe-viewer option { color: black; background: white; }
.skyframe-viewer button:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
.skyframe-viewer button[aria-pressed="true"] { background: color-mix(in srgb, currentColor 20%, transparent); }
.skyframe-viewer :focus-visible, .skyframe-viewer canvas:focus-visible { outline: 3px solid #2f81f7; outline-offset: 1px; }
.skyframe-viewer .sv-stage { position: relative; max-width: 100%; border-radius: 4px; overflow: hidden; }
.skyframe-viewer .sv-stage:focus-within { overflow: visible; }
.skyframe-viewer .sv-stage canvas { position: absolute; inset: 0; width: 100%; height: 100%; max-width: none; cursor: crosshair;
  touch-action: pan-y; border-radius: 4px; }
.skyframe-viewer .sv-line { display: flex; flex-wrap: wrap; gap: .2em 1em; align-items: center; justify-content: space-between; margin: .35em 0 0; }
.skyframe-viewer .sv-readout { font-variant-numeric: tabular-nums; white-space: pre-wrap; min-height: 1.4em; }
.skyframe-viewer .sv-bar { display: inline-flex; gap: .4em; align-items: center; font-variant-numeric: tabular-nums; }
.skyframe-viewer .sv-bar canvas { width: 10em; height: .9em; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); }
.skyframe-viewer .sv-chosen { margin: .35em 0 0; }
.skyframe-viewer .sv-chosen code { display: block; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace;
  background: color-mix(in srgb, currentColor 8%, transparent); color: inherit; padding: .3em .6em; border-radius: 4px; margin: 0 0 .3em; }
.skyframe-viewer .sv-note { opacity: .7; font-size: smaller; margin: .25em 0 0; }
.skyframe-viewer kbd { font: inherit; font-weight: 600; color: inherit; background: none; box-shadow: none; padding: 0; }
.skyframe-viewer details > summary { cursor: pointer; display: list-item; }
@media print {
  .skyframe-viewer .sv-tools, .skyframe-viewer .sv-readout, .skyframe-viewer button, .skyframe-viewer details { display: none !important; }
  .skyframe-viewer .sv-stage { print-color-adjust: exact; -webkit-print-color-adjust: exact; break-inside: avoid; }
}
`;

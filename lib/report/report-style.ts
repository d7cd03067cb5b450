/**
 * The look of a report: light and dark, on screen and on paper, without anything from elsewhere.
 *
 * @module
 */

/** CSS of the page. */
export const REPORT_STYLE: string = `
:root {
  color-scheme: light dark;
  --ink: #1d2433; --paper: #ffffff; --soft: #f4f6f9; --line: #d8dde6; --dim: #5b6577;
  --red: #b3261e; --redsoft: #fdeceb; --keyword: #8431c5; --string: #1a7f37; --number: #0550ae;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e3e7ee; --paper: #14181f; --soft: #1d232d; --line: #343c49; --dim: #9aa5b6;
    --red: #ff8f87; --redsoft: #3a1d1c; --keyword: #c99bf2; --string: #7fd497; --number: #86b8ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
header { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 0; min-height: 2.8rem; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; overflow-wrap: break-word; }
button { font: inherit; font-size: .8rem; color: var(--ink); background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .7rem; cursor: pointer; }
button.all-code { float: right; }
.contents { margin: 0 0 1.1rem; }
.contents ul { margin: 0; padding: 0; list-style: none; font-size: .86rem; }
.contents a { color: var(--dim); text-decoration: none; }
.contents a:hover, .contents a:focus { color: var(--number); text-decoration: underline; }
.level-3 { padding-left: 1.2rem; }
.level-4 { padding-left: 2.4rem; }
section { margin: 0 0 1.1rem; }
h1, h2, h3 { line-height: 1.2; margin: 1.6em 0 .5em; }
h1 { font-size: 1.9rem; margin-top: .3em; }
h2 { font-size: 1.35rem; border-bottom: 1px solid var(--line); padding-bottom: .2em; }
a { color: var(--number); }
img, svg { max-width: 100%; height: auto; }
.output.html img { max-width: min(100%, calc(100vw - 2.5rem)); }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86rem; }
pre { margin: .4rem 0; padding: .6rem .8rem; overflow-x: auto; border-radius: 6px; }
:not(pre) > code { background: var(--soft); padding: .1em .3em; border-radius: 4px; }
blockquote { margin: .6rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line); color: var(--dim); }
details > summary { cursor: pointer; color: var(--dim); font-size: .8rem; }
.source { background: var(--soft); border: 1px solid var(--line); }
.output { margin: .5rem 0; overflow-x: auto; }
.output li, .found li { overflow-wrap: anywhere; }
pre.output { padding: .2rem .8rem; }
figure.output { margin: .6rem 0; }
.stderr { color: var(--dim); border-left: 3px solid var(--line); border-radius: 0; }
.error { color: var(--red); background: var(--redsoft); }
.comment { color: var(--dim); font-style: italic; }
.keyword { color: var(--keyword); }
.string { color: var(--string); }
.number { color: var(--number); }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
th { color: var(--dim); font-weight: 600; }
.text table { margin: .6rem 0; }
.output.html > :first-child, .found > :first-child { margin-top: 0; }
.found { border: 1px solid var(--line); border-left: 4px solid var(--number); border-radius: 6px; padding: .6rem 1rem; }
.found h2 { margin-bottom: .4em; border: 0; }
.found ul { margin: .3rem 0; padding-left: 1.3rem; }
.from { margin: .3rem 0; font-size: .8rem; }
.from a { color: var(--dim); }
.failed { border: 1px solid var(--red); border-left-width: 4px; border-radius: 6px; padding: .6rem 1rem; background: var(--redsoft); }
.failed p { margin: 0 0 .3rem; }
.failed pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0; }
pre.output + pre.output, .more + pre.output, pre.output + .more { margin-top: 0; padding-top: 0; }
.more { margin: .2rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
.left { font-size: .8rem; color: var(--dim); }
.paper { display: none; }
.provenance { margin-top: 3rem; font-size: .82rem; }
.provenance table { font-size: inherit; }
.provenance th, .provenance td { text-align: left; vertical-align: top; min-width: 6em; overflow-wrap: break-word; }
.provenance td { max-width: 36em; }
.provenance td:first-child { white-space: nowrap; }
@media screen {
  .text table, .provenance table { display: block; width: max-content; max-width: 100%; overflow-x: auto; }
  .text td, .text th { min-width: 3em; max-width: 36em; }
}
@media screen and (min-width: 98rem) {
  .contents { position: fixed; top: 1rem; left: 1rem; width: 17rem; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
math { font-size: 1.08em; }
math[display="block"] { margin: .8rem 0; overflow-x: auto; }
@media print {
  :root {
    color-scheme: light;
    --ink: #000000; --paper: #ffffff; --soft: #f4f6f9; --line: #c8ced8; --dim: #444c5a;
    --red: #b3261e; --redsoft: #fdeceb; --keyword: #8431c5; --string: #1a7f37; --number: #0550ae;
  }
  @page { margin: 16mm 14mm; }
  body { font-size: 10.5pt; }
  header { display: none; }
  main { max-width: none; padding: 0; }
  details:not([open]):not(.labelled):not(.more):not(.text details) { display: none; } /* code prints as it stands on the screen: what is open */
  details > summary { list-style: none; color: var(--ink); font-weight: 600; }
  details > summary::-webkit-details-marker { display: none; }
  figure, img, svg, tr, math[display="block"], .found, .failed { break-inside: avoid; }
  thead { display: table-header-group; }
  h1, h2, h3, h4, summary, .part, figcaption:first-child, details:not([open]) { break-after: avoid; }
  figcaption:not(:first-child) { break-before: avoid; }
  p:has(> img:only-child), figure:has(+ figcaption) { break-after: avoid; }
  .provenance { break-before: page; }
  p, li { orphans: 3; widows: 3; }
  pre { white-space: pre-wrap; overflow: visible; overflow-wrap: anywhere; }
  /* nothing scrolls on paper: what is wide wraps, and tables wider than the page are printed in parts */
  .output, .output *:not(svg, svg *), .text table, .provenance, math { overflow: visible !important; max-height: none !important; }
  .output, .output img, .output svg, .output canvas, .output video, .output iframe, .output table, .text table, .provenance table { max-width: 100% !important; }
  .output img, .output svg, .text img { max-height: 235mm; }
  .output img, .output canvas { height: auto; }
  .output [style*="width"]:not(img):not(svg):not(svg *) { max-width: 100% !important; }
  table { font-size: 8pt; }
  table, table * { white-space: normal !important; }
  thead { position: static !important; }
  th, td { padding: .15em .5em !important; overflow-wrap: anywhere; word-break: normal; }
  th, .skyframe-table td[style*="right"] { overflow-wrap: break-word; }
  .shrunk table { font-size: calc(8pt * 100 / var(--line)); }
  .provenance th, .provenance td { min-width: 0; }
  .provenance .files td:first-child, .provenance .steps td:first-child { white-space: normal !important; }
  td.skyframe-cut > span { display: none; }
  td.skyframe-cut::after { content: attr(title); }
  .screen { display: none; }
  .paper { display: block; }
  span.paper { display: inline; }
  .part { margin: .6rem 0 .1rem; font-size: 8pt; color: var(--dim); }
  .more { border: 0; padding-left: .8rem; }
  .more > summary { font-weight: normal; font-style: italic; color: var(--dim); }
  .more > :not(summary) { display: none; }
  details.hidden-output:not([open]) { display: none; }
  .text a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; color: var(--dim); overflow-wrap: anywhere; }
}
`;

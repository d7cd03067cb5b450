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
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
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
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86rem; }
pre { margin: .4rem 0; padding: .6rem .8rem; overflow-x: auto; border-radius: 6px; }
:not(pre) > code { background: var(--soft); padding: .1em .3em; border-radius: 4px; }
blockquote { margin: .6rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line); color: var(--dim); }
details > summary { cursor: pointer; color: var(--dim); font-size: .8rem; }
.source { background: var(--soft); border: 1px solid var(--line); }
.output { margin: .5rem 0; overflow-x: auto; }
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
.provenance { margin-top: 3rem; font-size: .82rem; overflow-x: auto; }
.provenance table { font-size: inherit; }
.provenance th, .provenance td { text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.provenance td:first-child { white-space: nowrap; }
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
  details:not([open]):not(.labelled) { display: none; } /* code prints as it stands on the screen: what is open */
  details > summary { list-style: none; color: var(--ink); font-weight: 600; }
  details > summary::-webkit-details-marker { display: none; }
  figure, img, svg, tr, math[display="block"] { break-inside: avoid; }
  thead { display: table-header-group; }
  h1, h2, h3, summary { break-after: avoid; }
  .provenance { break-before: page; }
  p, li { orphans: 3; widows: 3; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .output, .provenance { overflow: visible; }
  .text a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; color: var(--dim); overflow-wrap: anywhere; }
}
`;

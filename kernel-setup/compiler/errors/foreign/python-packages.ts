/**
 * Packages that only Python has.
 *
 * @module
 */

const PACKAGES: Readonly<Record<string, string>> = {
  numpy: "typed arrays and 'skyframe'",
  pandas: "the tables of 'skyframe'",
  astropy: "'skyframe'",
  photutils: "'skyframe'",
  astroquery: "'skyframe'",
  lightkurve: "'skyframe'",
  matplotlib: "'@observablehq/plot'",
  seaborn: "'@observablehq/plot'",
  scipy: "'simple-statistics'",
  os: "'node:os' and 'node:fs'",
  sys: "'node:process'",
  math: 'Math',
  json: 'JSON',
  re: 'regular expressions, /.../',
  datetime: 'Date',
  time: 'Date and performance',
};

/** What serves the purpose of a package of Python here, or null. */
export function pythonPackage(name: string): string | null {
  return Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : null;
}

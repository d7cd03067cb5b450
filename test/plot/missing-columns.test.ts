/**
 * A chart of a column that is not there is an error; of one without values it warns.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import type { PhotometryError } from '../../lib/core/errors.js';
import { histogram, scatter } from '../../lib/fluent/charts.js';
import { Table } from '../../lib/table/table.js';

const stars = Table.fromColumns({
  mag: [12, 13],
  magErr: [0.1, 0.2],
  fwhm: [3, 3.5],
  none: [NaN, NaN],
  kind: ['a', 'b'],
});
const { document } = parseHTML('<html><body></body></html>');
let warn: MockInstance;

beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  warn.mockRestore();
});

function errorOf(work: () => unknown): PhotometryError {
  try {
    work();
  } catch (error) {
    return error as PhotometryError;
  }
  throw new Error('nothing was thrown');
}

describe('a missing column', () => {
  const any = (name: string) => name as never;
  test.each([
    ['x of scatter', 'magn', () => scatter(stars, { x: any('magn'), y: 'fwhm' })],
    ['y of scatter', 'fhwm', () => scatter(stars, { x: 'mag', y: any('fhwm') })],
    ['error of scatter', 'magEr', () => scatter(stars, { x: 'mag', y: 'fwhm', error: any('magEr') })],
    ['color of scatter', 'kinds', () => scatter(stars, { x: 'mag', y: 'fwhm', color: any('kinds') })],
    ['histogram', 'magn', () => histogram(stars, any('magn'))],
    ['no column at all', 'undefined', () => histogram(stars, undefined as never)],
    ['a dropped column', 'mag', () => histogram(stars.drop('mag'), any('mag'))],
    [
      'a mark of Observable Plot',
      'magn',
      () => Plot.dot(stars as unknown as Plot.Data, { x: 'magn' }).plot({ document: document as never }),
    ],
    [
      'a channel of Observable Plot',
      'kinds',
      () =>
        Plot.dot(stars as unknown as Plot.Data, { x: 'mag', stroke: 'kinds' }).plot({ document: document as never }),
    ],
    [
      'a group of Observable Plot',
      'kinds',
      () =>
        Plot.barY(stars as unknown as Plot.Data, Plot.groupX({ y: 'count' }, { x: 'kinds' })).plot({
          document: document as never,
        }),
    ],
  ])('is an error: %s', (_, name, draw) => {
    const error = errorOf(draw);
    expect(error.code).toBe('missing-column');
    expect(error.message).toContain(`'${name}'`);
  });

  test('is not passed over where the option that names it is misspelt', () => {
    const misspelt = errorOf(() => scatter(stars, { x: 'mag', y: 'fwhm', colour: 'kind' } as never));
    expect(misspelt.message).toMatch(/scatter\(\) has no option 'colour'; nearest: color/);
    expect(errorOf(() => histogram(stars, 'mag', { bin: 3 } as never)).message).toContain('bins');
  });

  test('is named with the nearest', () => {
    expect(errorOf(() => scatter(stars, { x: 'magn' as never, y: 'fwhm' })).message).toContain('nearest: mag');
  });
});

describe('a column without a number', () => {
  test.each([
    ['x', () => scatter(stars, { x: 'none', y: 'mag' })],
    ['error', () => scatter(stars, { x: 'fwhm', y: 'mag', error: 'none' })],
    ['color', () => scatter(stars, { x: 'fwhm', y: 'mag', color: 'none' })],
    ['histogram', () => histogram(stars, 'none')],
  ])('warns: %s', (_, draw) => {
    expect(draw().toSvg()).not.toContain('Infinity');
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain("'none'");
  });

  test('does not warn of columns with numbers, nor of tables without rows', () => {
    scatter(stars, { x: 'fwhm', y: 'mag', error: 'magErr', color: 'kind' });
    histogram(stars, 'mag');
    scatter(stars.head(0), { x: 'fwhm', y: 'none' });
    expect(warn).not.toHaveBeenCalled();
  });
});

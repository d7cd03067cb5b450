import { expect, test } from 'vitest';
import { nearestNames, suggestion } from '../../lib/core/nearest-names.js';

const columns = ['x', 'y', 'flux_3', 'flux_4', 'fluxErr_4', 'sky', 'flags'];

test('the likest name comes first, whatever their lengths', () => {
  expect(nearestNames('fluxx_4', columns)[0]).toBe('flux_4');
  expect(nearestNames('flx_3', columns)[0]).toBe('flux_3');
  expect(nearestNames('FLUXERR', columns)[0]).toBe('fluxErr_4');
});

test('a name that is merely short is not near', () => {
  expect(nearestNames('flx', columns)).not.toContain('x');
});

test('nothing is suggested where nothing is like it', () => {
  expect(suggestion('temperature', columns)).toBe('');
  expect(suggestion('fux_3', columns)).toBe('; nearest: flux_3, flux_4, fluxErr_4');
});

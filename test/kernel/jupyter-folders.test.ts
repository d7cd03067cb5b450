import { describe, expect, test } from 'vitest';
import {
  dataFolders,
  kernelsFolder,
  prefixDataFolder,
  runtimeFolder,
  userDataFolder,
} from '../../kernel-setup/install/jupyter-folders.js';
import type { Surroundings } from '../../kernel-setup/install/surroundings.js';

const linux: Surroundings = { platform: 'linux', env: {}, home: '/home/ann' };
const mac: Surroundings = { platform: 'darwin', env: {}, home: '/Users/ann' };
const windows: Surroundings = {
  platform: 'win32',
  env: { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming', PROGRAMDATA: 'D:\\ProgramData' },
  home: 'C:\\Users\\ann',
};

describe("the user's kernels", () => {
  const kernels = (machine: Surroundings): string => kernelsFolder(machine, userDataFolder(machine));

  test('are in the default folder of each platform', () => {
    expect(kernels(linux)).toBe('/home/ann/.local/share/jupyter/kernels');
    expect(kernels(mac)).toBe('/Users/ann/Library/Jupyter/kernels');
    expect(kernels(windows)).toBe('C:\\Users\\ann\\AppData\\Roaming\\jupyter\\kernels');
  });

  test('respect environment variables', () => {
    expect(kernels({ ...linux, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/jupyter/kernels');
    expect(kernels({ ...mac, env: { XDG_DATA_HOME: '/data' } })).toBe('/Users/ann/Library/Jupyter/kernels');
    expect(kernels({ ...windows, env: {} })).toBe('C:\\Users\\ann\\.jupyter\\data\\kernels');
    for (const machine of [linux, mac])
      expect(kernels({ ...machine, env: { JUPYTER_DATA_DIR: '/own' } })).toBe('/own/kernels');
    expect(kernels({ ...windows, env: { JUPYTER_DATA_DIR: 'E:\\own' } })).toBe('E:\\own\\kernels');
  });
});

test('a Python environment has the same folders on every platform', () => {
  expect(prefixDataFolder(linux, '/opt/venv')).toBe('/opt/venv/share/jupyter');
  expect(prefixDataFolder(mac, '/opt/homebrew')).toBe('/opt/homebrew/share/jupyter');
  expect(prefixDataFolder(windows, 'C:\\Python312')).toBe('C:\\Python312\\share\\jupyter');
});

test('the runtime folder is inside the data folder unless JUPYTER_RUNTIME_DIR is set', () => {
  expect(runtimeFolder(linux)).toBe('/home/ann/.local/share/jupyter/runtime');
  expect(runtimeFolder(mac)).toBe('/Users/ann/Library/Jupyter/runtime');
  expect(runtimeFolder(windows)).toBe('C:\\Users\\ann\\AppData\\Roaming\\jupyter\\runtime');
  expect(runtimeFolder({ ...linux, env: { JUPYTER_RUNTIME_DIR: '/run/jupyter' } })).toBe('/run/jupyter');
});

test("Jupyter searches JUPYTER_PATH first, then the user's, the environment's and the system's folders", () => {
  expect(dataFolders({ ...linux, env: { JUPYTER_PATH: '/a::/b' } }, '/opt/venv')).toEqual([
    '/a',
    '/b',
    '/home/ann/.local/share/jupyter',
    '/opt/venv/share/jupyter',
    '/usr/local/share/jupyter',
    '/usr/share/jupyter',
  ]);
  expect(dataFolders(linux, '/usr')).toEqual([
    '/home/ann/.local/share/jupyter',
    '/usr/share/jupyter',
    '/usr/local/share/jupyter',
  ]);
  const env = { ...windows.env, JUPYTER_PATH: 'C:\\a;D:\\b' };
  expect(dataFolders({ ...windows, env }, null)).toEqual([
    'C:\\a',
    'D:\\b',
    'C:\\Users\\ann\\AppData\\Roaming\\jupyter',
    'D:\\ProgramData\\jupyter',
  ]);
});

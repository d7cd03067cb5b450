/** The extension of JupyterLab that brings the viewer's choice to the kernel: its files, and what its script does. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { EXTENSION_NAME, REMOTE_ENTRY } from '../../kernel-setup/install/lab-extension/remote-entry.js';
import { browserProblems } from '../helpers/browser-script.js';

describe('the files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-extension-'));
  const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));
  const extension = join(folder, 'share', 'jupyter', 'labextensions', EXTENSION_NAME);
  const skyframe = (...words: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [program, ...words, '--prefix', folder], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    return stdout;
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are installed and removed with the kernel', () => {
    expect(skyframe('kernel', 'install')).toContain(extension);
    skyframe('kernel', 'install'); // replaces it
    const { name, jupyterlab } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
    expect([name, jupyterlab.extension]).toEqual([EXTENSION_NAME, true]);
    expect(readdirSync(join(extension, 'static'))).toHaveLength(1);
    expect(readFileSync(join(extension, jupyterlab._build.load), 'utf8')).toBe(REMOTE_ENTRY);
    skyframe('kernel', 'uninstall');
    expect(existsSync(extension)).toBe(false);
  });
});

describe('the script', () => {
  /** What the kernel was told: targets, what opened them, and what was sent. */
  let told: unknown[];
  let page: { document: EventTarget; Node: unknown; app: unknown; panel: Panel; element: object };

  interface Panel {
    node: { contains(element: unknown): boolean };
    sessionContext?: { session: { kernel: object | null } | null } | undefined;
  }

  const kernel = (status = 'idle') => ({
    status,
    isDisposed: false,
    createComm(target: string) {
      told.push(target);
      return {
        isDisposed: false,
        open: (data: unknown) => told.push({ open: data }),
        send: (data: unknown) => told.push({ send: data }),
      };
    },
  });

  /** Says a choice as a viewer does; returns whether it was taken along. */
  function say(viewer: string, selected: unknown, target: object = page.element): boolean {
    const event = new CustomEvent('skyframe:selected', { cancelable: true, detail: { viewer, selected } });
    Object.defineProperty(event, 'target', { value: target });
    return !page.document.dispatchEvent(event);
  }

  beforeEach(async () => {
    told = [];
    class Node {}
    const element = new Node();
    const panel: Panel = {
      node: { contains: other => other === element },
      sessionContext: { session: { kernel: kernel() } },
    };
    const terminal: Panel = { node: { contains: () => false } };
    page = { document: new EventTarget(), Node, app: { shell: { widgets: () => [terminal, panel] } }, panel, element };
    const context = createContext({ document: page.document, Node });
    runInContext('globalThis.window = globalThis', context);
    runInContext(REMOTE_ENTRY, context);
    const container = Reflect.get(context, '_JUPYTERLAB')[EXTENSION_NAME];
    await container.init({});
    const { default: plugin } = (await container.get('./extension'))();
    expect(plugin).toMatchObject({ id: `${EXTENSION_NAME}:viewer`, autoStart: true });
    plugin.activate(page.app);
  });

  test('compiles as browser JavaScript with the DOM types', () => {
    expect(browserProblems(REMOTE_ENTRY)).toEqual([]);
  });

  test("opens one channel a viewer to the kernel of the viewer's notebook", () => {
    expect(say('1-240x180', [{ x: 1, y: 2 }])).toBe(true);
    expect(say('1-240x180', [])).toBe(true);
    expect(say('2-10x10', [])).toBe(true);
    expect(told).toEqual([
      'skyframe.viewer',
      { open: { viewer: '1-240x180' } },
      { send: { selected: [{ x: 1, y: 2 }] } },
      { send: { selected: [] } },
      'skyframe.viewer',
      { open: { viewer: '2-10x10' } },
      { send: { selected: [] } },
    ]);
  });

  test('opens a new channel after a restart, which comes with a new kernel', () => {
    say('v', []);
    page.panel.sessionContext = { session: { kernel: kernel() } };
    say('v', []);
    expect(told.filter(said => said === 'skyframe.viewer')).toHaveLength(2);
  });

  test.each([
    ['in a document without a kernel', { session: null }],
    ['with a dead kernel', { session: { kernel: kernel('dead') } }],
    ['in a document that never has one', undefined],
  ])('leaves the choice alone %s, so that the page says that nobody heard it', (_, context) => {
    page.panel.sessionContext = context;
    expect(say('v', [])).toBe(false);
    expect(told).toEqual([]);
  });

  test('leaves the choice of a viewer outside of any document alone', () => {
    expect(say('v', [], {})).toBe(false);
    expect(told).toEqual([]);
  });
});

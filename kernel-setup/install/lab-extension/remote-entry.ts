/**
 * The extension's script, which JupyterLab and Notebook 7 load into their page.
 *
 * It is a module container as JupyterLab expects of a prebuilt extension, with a single plugin that needs no service of
 * theirs: it hears the event of a viewer, finds the notebook that the viewer is in, and opens a comm to its kernel.
 *
 * @see https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html
 * @module
 */

/** Name under which the page knows the extension; also its folder. */
export const EXTENSION_NAME = 'skyframe-jupyterlab';

/** The script. */
export const REMOTE_ENTRY: string = `(() => {
'use strict';

/** The channel of each kernel and viewer. @type {WeakMap<object, Map<string, { isDisposed: boolean, send(data: object): unknown }>>} */
const channels = new WeakMap();

/**
 * The kernel of the document that holds an element.
 * @param {any} app @param {Node} element
 */
function kernelOf(app, element) {
  for (const widget of app.shell.widgets('main'))
    if (widget.node.contains(element)) return widget.sessionContext?.session?.kernel ?? null;
  return null;
}

/** @param {any} kernel @param {string} viewer */
function channelTo(kernel, viewer) {
  const known = channels.get(kernel) ?? new Map();
  channels.set(kernel, known);
  let comm = known.get(viewer);
  if (!comm || comm.isDisposed) {
    comm = kernel.createComm('skyframe.viewer');
    comm.open({ viewer });
    known.set(viewer, comm);
  }
  return comm;
}

const plugin = {
  id: '${EXTENSION_NAME}:viewer',
  description: 'Brings the stars that are chosen in a viewer of skyframe into its variable.',
  autoStart: true,
  /** @param {any} app */
  activate(app) {
    document.addEventListener('skyframe:selected', event => {
      const { detail, target } = /** @type {CustomEvent} */ (event);
      const kernel = target instanceof Node ? kernelOf(app, target) : null;
      if (!kernel || kernel.isDisposed || kernel.status === 'dead') return;
      channelTo(kernel, String(detail.viewer)).send({ selected: detail.selected });
      event.preventDefault(); // tells the viewer that its choice was taken along
    });
  },
};

const page = /** @type {any} */ (window);
page._JUPYTERLAB = page._JUPYTERLAB ?? {};
page._JUPYTERLAB['${EXTENSION_NAME}'] = {
  init: async () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
})();
`;

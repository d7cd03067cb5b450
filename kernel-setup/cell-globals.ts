/**
 * What a cell may name without importing it, besides JavaScript and Node: the compiler reads this
 * file's declarations together with each cell.
 *
 * The document types are only those that Observable Plot's signatures need. The whole DOM library
 * would cost memory and bury the astronomer's own names among a thousand completions.
 *
 * @module
 */
declare global {
  /** The handle that {@link display} returns: replaces what was shown. */
  interface DisplayHandle {
    /** The name under which front ends know this output. */
    readonly id: string;
    /** Shows `value` in place of the current output. */
    update(value: unknown): void;
  }

  /**
   * Shows a value in the output of the running cell.
   *
   * A value with a `Symbol.for('Jupyter.display')` method, an SVG or HTML element and the bytes of a
   * PNG are shown as such; anything else as text.
   *
   * @example
   * const line = display('starting');
   * line.update('done');
   */
  function display(value: unknown): DisplayHandle;

  /**
   * Removes what the running cell has shown so far.
   *
   * @param wait whether to clear only when the next output arrives, to avoid flicker; default false
   */
  function clearOutput(wait?: boolean): void;

  /**
   * Asks the user for a line of text. Rejects where nobody can answer, as in a report.
   *
   * @param options.password hides what is typed; default false
   * @example
   * const name = await input('Which star? ');
   */
  function input(prompt?: string, options?: { password?: boolean }): Promise<string>;

  /**
   * A channel to an object in the front end, such as a widget or a viewer.
   *
   * Opening one names a target that the front end knows; if it knows none, it closes the channel.
   *
   * @example
   * const comm = new Comm('my-viewer', { zoom: 1 });
   * comm.onMessage(data => console.log('chosen', data));
   * comm.send({ zoom: 2 });
   */
  class Comm {
    /** Opens the channel; `data` goes with the message that does. */
    constructor(target: string, data?: unknown, attachments?: CommAttachments);
    /** The name under which both sides know it. */
    readonly id: string;
    /** The name of the target. */
    readonly target: string;
    /** Whether neither side has closed it. */
    readonly isOpen: boolean;
    /**
     * Says something that JSON can carry; typed arrays in `data` go as lists of numbers, those in `buffers` as their bytes.
     * Throws if the channel is closed.
     */
    send(data: unknown, attachments?: CommAttachments): void;
    /** Calls `listener` with each later message of the front end, between the cells. */
    onMessage(listener: (data: unknown, parcel: CommParcel) => void): this;
    /** Calls `listener` when the front end closes the channel. */
    onClose(listener: (data: unknown, parcel: CommParcel) => void): this;
    /** Ends the channel; a second call does nothing. */
    close(data?: unknown, attachments?: CommAttachments): void;
  }

  /** What goes with a message of a {@link Comm} beside its data. */
  interface CommAttachments {
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
  }

  /** What came with a message of a {@link Comm}; each buffer has memory of its own. */
  interface CommParcel {
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly buffers: readonly Uint8Array[];
  }

  /**
   * Accepts the channels that the front end opens under a name; `handler` is given each of them.
   *
   * @example
   * registerCommTarget('clicks', comm => comm.onMessage(star => console.log(star)));
   */
  function registerCommTarget(name: string, handler: (comm: Comm, data: unknown, parcel: CommParcel) => void): void;

  interface ImportMeta {
    /** The folder of the notebook, or of the module. */
    dirname: string;
  }

  /** A node of a drawn document. */
  interface Node {
    readonly nodeName: string;
    readonly parentNode: Node | null;
    textContent: string | null;
    appendChild<T extends Node>(child: T): T;
    removeChild<T extends Node>(child: T): T;
    cloneNode(deep?: boolean): Node;
  }

  /** Styles of an element, by CSS name. */
  interface CSSStyleDeclaration {
    cssText: string;
    getPropertyValue(name: string): string;
    setProperty(name: string, value: string | null): void;
  }

  /** An element of a drawn document. */
  interface Element extends Node {
    readonly tagName: string;
    id: string;
    innerHTML: string;
    readonly outerHTML: string;
    getAttribute(name: string): string | null;
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
    append(...nodes: (Node | string)[]): void;
    prepend(...nodes: (Node | string)[]): void;
    remove(): void;
    querySelector(selector: string): Element | null;
    querySelectorAll(selector: string): Iterable<Element> & { readonly length: number };
  }

  /** An HTML element. */
  interface HTMLElement extends Element {
    readonly style: CSSStyleDeclaration;
  }

  /** An SVG element. */
  interface SVGElement extends Element {
    readonly style: CSSStyleDeclaration;
  }

  /** The outermost element of a picture. */
  interface SVGSVGElement extends SVGElement {
    readonly viewBox: unknown;
  }

  /** A marker at the end of a line. */
  interface SVGMarkerElement extends SVGElement {
    readonly markerUnits: unknown;
  }

  /** A document to draw in. */
  interface Document extends Node {
    readonly body: HTMLElement;
    createElement(name: string): HTMLElement;
    createElementNS(namespace: 'http://www.w3.org/2000/svg', name: 'svg'): SVGSVGElement;
    createElementNS(namespace: string, name: string): SVGElement;
    createTextNode(text: string): Node;
    querySelector(selector: string): Element | null;
  }

  /** The document that figures are drawn in; there is no page behind it. */
  const document: Document;
}

export {};

/**
 * Libraries of others that synchronous verbs use and most programs never need.
 *
 * @module
 */

/** `plot` draws charts, `arrow` knows Arrow's memory layout and files. */
export type LibraryName = 'plot' | 'arrow';

/**
 * Returns a library; Node loads it on first use, a browser with the page. Its type is left to the one file
 * that asks, so that the declarations of the library name no other package.
 */
export type LoadLibrary = (name: LibraryName) => unknown;

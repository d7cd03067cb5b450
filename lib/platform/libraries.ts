/**
 * Libraries of others that synchronous verbs use and most programs never need.
 *
 * @module
 */

/** `plot` draws charts, `arrow` knows Arrow's memory layout and files. */
export type LibraryName = 'plot' | 'arrow';

/**
 * Gives a library; Node loads it when it is first asked for, a browser with the page. Its type is left to the one file
 * that asks, so that the declarations of the library name no other package.
 */
export type LoadLibrary = (name: LibraryName) => unknown;

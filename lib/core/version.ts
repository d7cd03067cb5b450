/**
 * The version of the library, for the provenance in written files.
 *
 * @module
 */

/** Name and version of this software, as in package.json. */
export const SOFTWARE = 'skyframe 0.1.0';

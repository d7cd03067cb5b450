/**
 * How loops over millions of pixels are cut.
 *
 * The compiler of JavaScript translates a function that is called often; a loop of a million turns within one call is
 * translated while it runs, which yields code half as fast, compiled again for the next image. So a hot loop is in a
 * separate function that processes a stretch of pixels, and is called a thousand times for an image. Such a function
 * takes arrays and numbers, or an object that is always built in one place: then it sees one shape only.
 *
 * @module
 */

/** Pixels that one call of a hot loop does. */
export const STRETCH = 1024;

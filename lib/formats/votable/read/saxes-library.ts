/**
 * The XML parser, by itself so that the build keeps it apart from our code.
 *
 * @module
 */
export { SaxesParser } from 'saxes';

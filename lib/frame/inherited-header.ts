/**
 * The header of an extension together with what the primary header says of the whole file.
 *
 * @module
 */
import type { Header } from '../fits/header/header.js';
import { isWcsKeyword } from './wcs/wcs-cards.js';

/** Keywords that belong to one HDU alone. */
const OWN =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|NEXTEND|PCOUNT|GCOUNT|GROUPS|BSCALE|BZERO|BLANK|BUNIT|DATAMAX|DATAMIN|CHECKSUM|DATASUM|EXTNAME|EXTVER|EXTLEVEL|INHERIT|COMMENT|HISTORY|CONTINUE|END|Z[A-Z]+\d*|)$/;

/**
 * The cards of an extension, followed by those of the primary header that it lacks.
 *
 * What describes the primary's own data is not inherited, nor are world coordinates: those of a
 * mosaic's primary header do not hold for one of its chips. An extension with INHERIT = F inherits nothing; without
 * that card, as in most files, the cards are inherited.
 *
 * @see FITS Standard 4.0, section 4.4.2.6 (INHERIT)
 */
export function inheritedHeader(primary: Header, extension: Header): Header {
  if (primary === extension || extension.get('INHERIT') === false) return extension;
  const inherited = primary.cards.filter(
    ({ keyword }) => !OWN.test(keyword) && !isWcsKeyword(keyword) && !extension.has(keyword),
  );
  return inherited.length > 0 ? extension.append(...inherited) : extension;
}

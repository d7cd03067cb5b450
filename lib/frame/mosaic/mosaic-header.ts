/**
 * The header of a frame that was put together, from headers alone.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { Header } from '../../fits/header/header.js';
import { withFact, withoutFact } from '../telescopes/with-fact.js';
import { isWcsKeyword } from '../wcs/wcs-cards.js';
import { mosaicWcs } from './mosaic-wcs.js';
import type { MosaicDetector } from './part-detector.js';
import { sectionText } from './plan/oriented-section.js';
import type { MosaicPlan } from './plan/plan-mosaic.js';

/** Cards of one part that do not hold for the frame: sections, places, names, sums. */
const OF_A_PART =
  /^(((DATA|BIAS|TRIM|CCD|DET|AMP|PRE|POST|PRR|OR)SEC|[ABCDT]SEC|GAIN|RDNOISE?|RON|SATURATE?|AMPNAME|AMPID|AMPNUM|OBSRDN)([A-D]|\d+)|(DATA|BIAS|TRIM|CCD|DET|AMP|PRE|POST|)SEC|[ABCDT]SEC|AMPNAME|AMPID|AMPSEC|LTV\d|LTM\d_\d|ATV\d|ATM\d_\d|DTV\d|DTM\d_\d|EXTNAME|EXTVER|EXTLEVEL|INHERIT|CHECKSUM|DATASUM|DATAMIN|DATAMAX|NAXIS3)$/;

/** A header and what was noticed when it was made. */
interface MosaicHeader {
  readonly header: Header;
  readonly problems: readonly Problem[];
}

/**
 * The cards of the primary header and of the first part, with the size, gain, noise, saturation and world coordinates of the
 * whole frame, the number of its parts (NPARTS), and where it is on the detector (DETSEC or CCDSEC).
 */
export function mosaicHeader(plan: MosaicPlan, detector: MosaicDetector): MosaicHeader {
  const { parts, width, height, placedBy, covers } = plan;
  const [first] = parts;
  const wcs = mosaicWcs(plan);
  const chips = new Set(parts.map(({ chip }) => chip));
  const gone = first.cards.cards
    .map(({ keyword }) => keyword)
    .filter(
      keyword =>
        OF_A_PART.test(keyword) || isWcsKeyword(keyword) || (chips.size > 1 && /^CCD(NAME|NUM)$/.test(keyword)),
    );
  let header = first.cards
    .without(...gone)
    .with('NAXIS', 2)
    .with('NAXIS1', width)
    .with('NAXIS2', height);
  header = header.append(...wcs.cards);
  if (placedBy === 'DETSEC' || placedBy === 'CCDSEC')
    header = header.with(placedBy, sectionText(covers), 'of all parts [unbinned px]');
  header = header
    .with('NPARTS', parts.length, 'Skyframe: parts put together')
    .with('TRIM', 'DATASEC of each part', 'Skyframe: trim');
  // headers contain the gain of the converter, even if pixels are rates; pixels in electrons have none
  const gain = detector.unit === 'adu/s' ? detector.gain / detector.exptime : detector.gain;
  if (!detector.unit.startsWith('electron'))
    header = withOrWithout(header, 'gain', gain, 'electrons per adu, all parts');
  header = withOrWithout(header, 'readNoise', detector.readNoise, 'electrons, root mean square of the parts');
  const saturation = Math.max(...detector.parts.map(part => part.saturation.value * part.scale));
  if (detector.unit === 'adu') header = withOrWithout(header, 'saturation', saturation, 'highest of the parts');
  return { header, problems: wcs.problems };
}

function withOrWithout(
  header: Header,
  fact: 'gain' | 'readNoise' | 'saturation',
  value: number,
  comment: string,
): Header {
  return Number.isFinite(value) ? withFact(header, fact, value, comment) : withoutFact(header, fact);
}

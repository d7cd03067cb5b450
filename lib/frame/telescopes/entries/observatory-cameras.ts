/**
 * Cameras of observatories, as a table: facts for headers that leave them out.
 *
 * One camera per line: id | name | values of INSTRUME and similar keywords | MPC code | arcsec per
 * unbinned pixel | keywords where they are not the common ones. The facts were gathered by M. Mommert's
 * Photometry Pipeline (2017, Astronomy & Computing 18, 47). Two of its identifiers, `FLI` and `Andor Tech`,
 * are left out: they are makers whose cameras are used everywhere.
 *
 * @module
 */
import { SITES } from './sites.js';
import type { HeaderFact, Telescope } from './telescope.js';

const TABLE = `
VATT4K | VATT/VATT4k | Vatt4k | 290 | 0.1875 |
DCTLMI | DCT/LMI | LMI | G37 | 0.12 | filter=FILTERS
ARC35ARCTIC | ARC35m/ARCTIC | arctic | 705 | 0.115 | object=OBJNAME
ARC35AGILE | ARC35m/AGILE | agile | 705 | 0.13 | object=OBJNAME
MAGIMACSL | Magellan/IMACS long | IMACS Long-Camera | 269 | 0.11 |
MAGIMACSS | Magellan/IMACS short | IMACS Short-Camera | 269 | 0.2 |
CA123DLRMKIII | Calar Alto 1.23m/DLR-MKIII | DLR-MKIII | 493 | 0.3132 | binning=CCDBINX/CCDBINY
LOWELL31 | Lowell31/NASACAM | NASAcam | 688 | 0.456 | filter=FILTER2
LOWELL42 | Lowell42/NASA42 | nasa42; E2V CCD-231 4096x4112 | 688 | 0.327 | filter=FILTNAME
LOWELL72 | Lowell72/PRISM | PRISM Instrument; Prism 2048x2048 CCD; prism | 688 | 0.39 | filter=FILTNME3
CTIO09 | CTIO09/CFCCD | cfccd | 807 | 0.396 | filter=FILTERS
CTIO10 | CTIO10/Y4KCAM | Y4KCam | 807 | 0.289 | filter=FILTERID
CTIO13CCD | CTIO/ANDICAM_CCD | ANDICAM-CCD | 807 | 0.185 | filter=CCDFLTID
UH88SNIFS | UH88/SNIFS | SNIFS | 568 | 0.1365 |
WIYN09HDI | WIYN09/HDI | hdi | 695 | 0.43 | ra=RASTRNG; dec=DECSTRNG; filter=FILTER1
RATIR | RATIR | C0; C1; C2; C3; C4 | 679 | 0.15 | ra=STRSTRA; dec=STRSTDE; airmass=STROBAM; start=SSHT
SOARGOODMANOLD | SOAR/GOODMANOLD | Goodman Spectrograph | I33 | 0.15 | binning=PARAM18/PARAM22
SOARGOODMAN | SOAR/GOODMAN | Goodman Spectro | I33 | 0.15 | binning=PG5_9/PG5_4
OHP120 | OHP120cm/CCD |  | 511 | 0.385 |
TNGDOLORES | TNG/DOLORES | LRS | Z19 | 0.252 | binning=CRDELT1/CRDELT2; object=OBJCAT; filter=FLT_ID
KPNO4MOS1 | KPNO4m/MOSAIC | mosaic_1_1; mosaic_1 | 695 | 0.2666 |
KMTNETS | KMTNET-S | KMTS | K94 | 0.398 | ra=CCD_RA; dec=CCD_DEC
FROST | FRoST | SI 600-277 | V04 | 2.81 |
MEXMAN | 0.84cm/MEXMAN | Mexman | 679 | 0.22 |
KPNO4MOS3 | KPNO4m/MOSAIC | Mosaic3 | 695 | 0.25 |
KPNO4NEWF | KPNO4m/NEWFIRM | newfirm | 695 | 0.4 |
UKIRTWFCAM | UKIRT/WFCAM | WFCAM | 568 | 0.402 | exptime=EXP_TIME; airmass=AMSTART
IRSFSIRIUS | IRSF/SIRIUS | SIRIUS | K94 | 0.453 | exptime=EXPOS; start=DATE_UTC; time=TIME_UTC
VLTFORS2 | VLT/FORS2 | FORS2 | 309 | 0.126 | binning=ESO DET WIN1 BINX/ESO DET WIN1 BINY; filter=ESO INS FILT1 NAME
LOWELL42SITE | Lowell42/SITE | 2:1 f/17 direct | 688 | 0.6 | filter=FILTNAME
PLUTOPLATE | Pluto/plate | Pluto plate | 690 | 0.9 |
TCS15MUSCAT2 | TCS1.5m/MUSCAT2 | MuSCAT2 | J04 | 0.43 | time=EXP-STRT
ARC35SPICAM | ARC35/SPICAM | spicam | 705 | 0.141 |
P60OPT | Palomar60-inch/opticalfacility | P60 | 675 | 0.378 | start=UTSHUT
P60SEDM | Palomar60-inch/SEDmachine | Rainbow Cam | 675 | 0.38 | start=OBSDATE; time=OBSTIME
GMOSN | Gemini-N/GMOS | GMOS-N | 568 | 0.081 | filter=FILTER2
DFOSC | Danish/DFOSC | DFOSC_FASU | 809 | 0.4 | ra=OBJRA; dec=OBJDEC; filter=FILTB
LONEOS | LONEOS | loneos | 699 | 2.53 |
PDO25CMF63ST8 | PDO 25cm f6.3/SBIG ST-8 | 25cm f/6.3 SCT_SBIG ST-8 | 716 | 0.1875 | start=DATETIME
PDO05F81KAF1001E | PDO 0.5m f8.1/FLI KAF1001E | 0.5m f/8.1 Ritchey-Chretien_FLI KAF1001E | 716 | 1.2 |
PDS35CMSTL1001E | CS3-PDS-2-14N 35cm SCT/STL-1001E | 0.35-m SCT_STL-1001E | U82 | 1.48 |
MMTCAM | MMT/MMTCam | MMT Rapid Imager | 696 | 0.082 |
MAGLDSS3 | Magellan/LDSS3 | LDSS3-C | 268 | 0.189 |
SL40IN | Sutherland 40inch/SHOC | SHA | K94 | 0.167 | binning=HBIN/VBIN; filter=FILTERB; start=FRAME
STEWARD90SCC | Steward90/SCC | Finger Lakes Instr. ProLine Model PL23042, S/N PL0101015 | 695 | 0.1455 |
STRUVECQUEAN | Struve/CQUEAN | 2.1m Otto Struve | 711 | 0.276 | ra=TEL_RA; dec=TEL_DEC
ZTFMOSAIC | ZTF/MOSAIC | ZTF/MOSAIC | I41 | 1.012 | ra=OBJRAD; dec=OBJDECD; mid=OBSJD
INTWFC | INT/WFC | WFC | 950 | 0.333 | filter=WFFBAND
NOTALFOSC | NOT/ALFOSC | ALFOSC_FASU | Z23 | 0.2138 | binning=DETXBIN/DETYBIN; filter=ALFLTNM
NEXT | NEXT |  | C42 | 0.64 |
GTCOSIRIS | GTC/OSIRIS | OSIRIS | Z18 | 0.127 | filter=FILTER2
CFHTMEGAPRIME | CFHT/MegaPrime | MegaPrime | 568 | 0.185 | filter=FILTER2
PWFLINPOI | PW1mNPOI/FLI |  | 699 | 0.31 |
`;

/** The cameras of the table. */
export const OBSERVATORY_CAMERAS: readonly Telescope[] = TABLE.trim().split('\n').map(camera);

function camera(line: string): Telescope {
  const [id, name, identifiers, mpcCode, scale, keywords = ''] = line.split('|').map(field => field.trim());
  return {
    id,
    name,
    identifiers: list(identifiers),
    mpcCode,
    site: SITES[mpcCode],
    pixelScale: Number(scale),
    keywords: Object.fromEntries(list(keywords).map(pair => [pair.split('=')[0] as HeaderFact, [pair.split('=')[1]]])),
  };
}

function list(field: string): string[] {
  return field === '' ? [] : field.split(';').map(item => item.trim());
}

#!/usr/bin/python3
"""The peer of the first-light benchmark: raw ARCSAT frames to a light curve with ccdproc and photutils.

usage: first-light-peer.py NIGHT_FOLDER TRANSFORMS_JSON
Prints one line of JSON: seconds (imports not counted) and the light curve's mean. The peer does not
align the frames: it gets the transform of each frame, and only detects stars as an alignment would need to.
"""
import glob
import json
import logging
import os
import sys
import time
import warnings

warnings.simplefilter('ignore')
logging.disable(logging.WARNING)
import astropy.units as u
import ccdproc
import numpy as np
from astropy.coordinates import EarthLocation, SkyCoord
from astropy.nddata import CCDData
from astropy.stats import SigmaClip, sigma_clipped_stats
from astropy.time import Time
from astropy.utils import iers
from photutils.aperture import ApertureStats, CircularAnnulus, CircularAperture, aperture_photometry
from photutils.centroids import centroid_com, centroid_sources
from photutils.detection import DAOStarFinder

iers.conf.auto_download = False
night, transforms = sys.argv[1], json.load(open(sys.argv[2]))
start = time.perf_counter()

headers = ccdproc.ImageFileCollection(night + '/calib', keywords=['imagetyp', 'exptime', 'filter']).summary
headers = ccdproc.ImageFileCollection(night + '/science', keywords=['imagetyp', 'exptime', 'filter', 'date-obs']).summary


def read(path):
    return CCDData.read(path, unit='adu')


def files(pattern):
    return sorted(glob.glob(os.path.join(night, pattern)))


bias = ccdproc.combine([read(f) for f in files('calib/Bias_*')], method='median')
dark = ccdproc.combine([ccdproc.subtract_bias(read(f), bias) for f in files('calib/Dark_*')], method='median')
dark.header['EXPTIME'] = 60.0


def without_dark(frame):
    frame = ccdproc.subtract_bias(frame, bias)
    return ccdproc.subtract_dark(frame, dark, exposure_time='EXPTIME', exposure_unit=u.second, scale=True)


flat = ccdproc.combine([without_dark(read(f)) for f in files('calib/domeflat_*')], method='median',
                       scale=lambda a: 1 / np.ma.median(a))
target = SkyCoord(transforms['target'][0], transforms['target'][1], unit='deg')
site = EarthLocation.from_geodetic(*transforms['site'][:2], transforms['site'][2])
first = np.array(transforms['positions'])
fluxes, times = [], []
for path in files('science/*.fits'):
    frame = ccdproc.flat_correct(without_dark(read(path)), flat)
    data = np.asarray(frame.data, dtype=float)
    mean, median, std = sigma_clipped_stats(data)
    DAOStarFinder(threshold=5 * std, fwhm=3.0)(data - median)
    a, b, tx, ty = transforms['frames'][os.path.basename(path)]
    x = a * first[:, 0] - b * first[:, 1] + tx
    y = b * first[:, 0] + a * first[:, 1] + ty
    inside = (x > 8) & (y > 8) & (x < data.shape[1] - 9) & (y < data.shape[0] - 9)
    cx, cy = centroid_sources(data - median, x[inside], y[inside], box_size=11, centroid_func=centroid_com)
    at = np.column_stack([cx, cy])
    apertures = [CircularAperture(at, r) for r in (5, 7, 9)]
    sky = ApertureStats(data, CircularAnnulus(at, 12, 18), sigma_clip=SigmaClip(3), sum_method='center').median
    sums = aperture_photometry(data, apertures)
    net = np.full(len(first), np.nan)
    net[inside] = sums['aperture_sum_1'] - sky * apertures[1].area
    fluxes.append(net)
    mid = Time(frame.header['DATE-OBS'], scale='utc', location=site) + 0.5 * frame.header['EXPTIME'] * u.s
    times.append((mid.tdb + mid.light_travel_time(target)).jd)
fluxes = np.array(fluxes)
curve = fluxes[:, 0] / np.nansum(fluxes[:, 1:], axis=1)
curve /= np.median(curve[:5])
print(json.dumps({'seconds': time.perf_counter() - start, 'frames': len(curve), 'mean': float(np.nanmean(curve))}))

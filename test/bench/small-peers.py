#!/usr/bin/python3
"""The peers of the small benchmarks. Usage: small-peers.py CASE FOLDER

Reads its input from FOLDER, then does the work once for each line on stdin and prints {"seconds": ...}.
"""
import json
import os
import sys
import time
import warnings

warnings.simplefilter('ignore')
import numpy as np
import sep
from astropy.stats import SigmaClip
from ccdproc import ImageFileCollection
from photutils.aperture import ApertureStats, CircularAnnulus

case, folder = sys.argv[1:]


def numbers(name, kind):
    return np.fromfile(os.path.join(folder, name), dtype=kind)


def frame(name):
    values = numbers(name, '<f4')
    side = int(round(len(values) ** 0.5))
    return values.reshape(side, side)


def positions():
    return numbers('x.f64', '<f8'), numbers('y.f64', '<f8')


def headers():
    keywords = ['imagetyp', 'object', 'filter', 'exptime', 'date-obs', 'airmass']
    return lambda: len(ImageFileCollection(folder, keywords=keywords).summary)


def median():
    frames = np.array([frame(f'frame{k}.f32') for k in range(5)])
    return lambda: np.median(frames, axis=0)


def apertures():
    data, (x, y) = frame('field.f32'), positions()
    return lambda: [sep.sum_circle(data, x, y, r, subpix=0)[0] for r in (2, 4, 6, 8, 10)]


def annuli():
    data, at = frame('field.f32'), np.column_stack(positions())
    clip = SigmaClip(3, maxiters=None)
    return lambda: ApertureStats(data, CircularAnnulus(at, 12, 18), sigma_clip=clip, sum_method='center').median


def background():
    data = frame('field.f32')

    def maps():
        mesh = sep.Background(data, bw=64, bh=64, fw=3, fh=3)
        return mesh.back(), mesh.rms()

    return maps


def votable():
    from astropy.table import Table

    return lambda: Table.read(os.path.join(folder, 'stars.vot'), format='votable')


work = {'headers': headers, 'median': median, 'apertures': apertures, 'annuli': annuli, 'background': background, 'votable': votable}[case]()
for _ in sys.stdin:
    start = time.perf_counter()
    work()
    print(json.dumps({'seconds': time.perf_counter() - start}), flush=True)

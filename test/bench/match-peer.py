#!/usr/bin/python3
"""The peers of the match benchmark: match-peer.py FOLDER; runs the cases named on stdin."""
import json
import os
import sys
import time

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord, match_coordinates_sky
from scipy.spatial import cKDTree

folder = sys.argv[1]
WITHIN = np.radians(1 / 3600)


def numbers(name):
    return np.fromfile(os.path.join(folder, name), dtype='<f8')


def vectors(ra, dec):
    ra, dec = np.radians(ra), np.radians(dec)
    return np.column_stack((np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)))


def tree(a, b):
    chord = 2 * np.sin(WITHIN / 2)
    distance, index = cKDTree(vectors(*b)).query(vectors(*a), distance_upper_bound=chord * (1 + 1e-12), workers=2)
    near = distance <= chord
    return np.flatnonzero(near), index[near], np.degrees(2 * np.arcsin(distance[near] / 2))


def astropy(a, b):
    first, second = SkyCoord(*a, unit='deg'), SkyCoord(*b, unit='deg')
    index, separation, _ = match_coordinates_sky(first, second)
    near = separation <= 1 * u.arcsec
    return np.flatnonzero(near), index[near], separation[near]


for line in sys.stdin:
    peer, sky = line.strip().split(' ', 1)
    a, b = ([numbers(f'{sky} {k}.ra'), numbers(f'{sky} {k}.dec')] for k in (1, 2))
    start, before = time.perf_counter(), time.process_time()
    rows, _, _ = {'cKDTree': tree, 'astropy': astropy}[peer](a, b)
    took = {'seconds': time.perf_counter() - start, 'cpu': time.process_time() - before, 'pairs': len(rows)}
    print(json.dumps(took), flush=True)

#!/bin/sh
# PaCMAP refuses near pairs that are given to it for a small table, although their number is what its documentation asks for.
#
# Expected: `pair_neighbors` of shape [n * n_neighbors, 2], as documented, is taken for any n above n_neighbors: the
#   parameter is there so that neighbours that were found already need not be searched for again.
# Seen with pacmap 0.9.1 and n_neighbors=10: 36 points are laid out; 34 and 30 points end in an AssertionError that
#   calls the shape of the pairs incorrect. Where the near, middle and further pairs of a point (10 + 5 + 20 by default)
#   are as many as the points, PaCMAP lowers n_neighbors by itself (to 9 at 34 points, 8 at 30), and only then
#   compares the given pairs with the lowered number. Without given pairs the same tables are laid out, with a warning.
# What segue does: the number of pairs follows from the number of tracks before neighbours are looked for
#   (`recommender/room/map/layout.py`), and below 60 tracks the main axes are the layout.
# Exits 0 while this is so, 1 when it has changed. Needs python3 with venv; numba compiles for about half a minute.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pacmap==0.9.1 numpy==2.4.6 numba==0.68.1 scikit-learn==1.9.1 annoy==1.17.3
cat >look.py <<'PYTHON'
import logging
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import pacmap

N_NEIGHBOURS = 10


def lay_out(n, *, given):
    points = np.random.default_rng(1).standard_normal((n, 4)).astype(np.float32)
    far = np.square(points[:, None] - points[None]).sum(axis=2)
    np.fill_diagonal(far, np.inf)
    near = np.argsort(far, axis=1)[:, :N_NEIGHBOURS]
    pairs = np.stack([np.repeat(np.arange(n), N_NEIGHBOURS), near.ravel()], axis=1).astype(np.int32)
    reducer = pacmap.PaCMAP(
        n_components=2, n_neighbors=N_NEIGHBOURS, pair_neighbors=pairs if given else None, num_iters=(5, 5, 5)
    )
    try:
        return f"laid out {reducer.fit_transform(points).shape}"
    except AssertionError as error:
        return f"AssertionError: {error}"


outcomes = {(n, given): lay_out(n, given=given) for n in (30, 34, 36) for given in (False, True)}
for (n, given), outcome in outcomes.items():
    print(f"pacmap 0.9.1, {n} points, near pairs {'given' if given else 'searched for'}: {outcome}")
refused = {key for key, outcome in outcomes.items() if outcome.startswith("AssertionError")}
sys.exit(0 if refused == {(30, True), (34, True)} else 1)
PYTHON
"$folder/venv/bin/python" look.py

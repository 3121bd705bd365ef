"""Writes numbers.json: the rows that every tree of this folder holds. numpy 1.24.2, seed 20261126."""

import json
import sys
from decimal import Decimal

import numpy as np

ROWS, D = 60, 5
random = np.random.default_rng(20261126)


def floats(values, kind):
    return values.astype(kind).astype(np.float64).tolist()


mixed = random.normal(size=(D, D)) * 0.4 + np.eye(D)
hidden = random.normal(size=(ROWS, D))
single = (hidden @ mixed + np.arange(D)) * 1.7
double = np.tanh(hidden @ random.normal(size=(D, D))) + 0.3 * random.normal(size=(ROWS, D))
half = np.round((hidden + 0.5 * random.normal(size=(ROWS, D))) * 32) / 32

weights = random.normal(size=(D, 3))
clean = hidden @ weights
noise = random.normal(size=(ROWS, 8))
y = clean[:, 0] + 0.6 * noise[:, 0] + 2
pair = np.stack([clean[:, 1] + noise[:, 1], 3 * clean[:, 2] - noise[:, 2]], axis=1)
gaps = np.where(np.arange(ROWS) % 4 == 1, np.nan, clean[:, 0] - clean[:, 1] + noise[:, 3])

numbers = {
    "groups": [f"subject-{i * 7 % 11}" for i in range(ROWS)],
    "sources": {
        # float32 exactly, any float64, float16 exactly
        "single": {"features": floats(single, np.float32)},
        "double": {"features": double.tolist()},
        "half": {"features": floats(half, np.float16)},
    },
    "labels": {
        "y": y.tolist(),
        "h": np.round(20 * clean[:, 1] + 9 * noise[:, 4]).astype(int).tolist(),
        "pair": pair.tolist(),
        "gaps": [None if np.isnan(value) else value for value in gaps.tolist()],
        # three decimals, as text
        "dec": [str(Decimal(int(v)).scaleb(-3)) for v in np.round(1000 * (clean[:, 2] + noise[:, 5]))],
        "flag": (clean[:, 0] + noise[:, 6] > 0).tolist(),
        # on both sides of 2^63; each is a float64 exactly
        "big": [str(2**63 + int(v) * 2**40) for v in np.round(30 * clean[:, 1] + 20 * noise[:, 7])],
    },
}
for name, source in numbers["sources"].items():
    said = np.stack([y, pair[:, 0]], axis=1) + random.normal(size=(ROWS, 2))
    source["prediction"] = floats(said, np.float16 if name == "half" else np.float32)

with open(sys.argv[1] + "/numbers.json", "w", encoding="utf-8") as out:
    json.dump(numbers, out, separators=(",", ":"))
    out.write("\n")

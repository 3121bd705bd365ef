"""python3 expected.py values.json > expected.csv: minus the residual of linear regression, in exact rational arithmetic.

Every value is first rounded to the nearest double, as the format of the study says; from there on nothing is rounded.
"""

import json
import sys
from fractions import Fraction


def exact(value):
    """The nearest double of a number or of its text, as a fraction; true is 1."""
    return Fraction(float(value))


def residual(x, y):
    """Mean squared error of y on x with an intercept, by the normal equations of centred columns."""
    n = len(x)
    columns = [list(column) for column in zip(*x)] + [y]
    columns = [[value - sum(column) / n for value in column] for column in columns]
    *features, label = columns
    d = len(features)
    rows = [[sum(a * b for a, b in zip(f, g)) for g in features + [label]] for f in features]
    for k in range(d):  # Gauss-Jordan
        pivot = rows[k][k]
        rows[k] = [value / pivot for value in rows[k]]
        for i in range(d):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k])]
    weights = [row[-1] for row in rows]
    errors = [value - sum(w * f[i] for w, f in zip(weights, features)) for i, value in enumerate(label)]
    return sum(e * e for e in errors) / n, sum(v * v for v in label) / n


with open(sys.argv[1], encoding="utf-8") as source:
    trees = json.load(source)
print("tree,target,n,variance,score")
for tree, sides in sorted(trees.items()):
    features = {row["id"]: row["features"] for row in sides["features"]}
    labels = sides["targets"]
    for target in labels[0]:
        if target in ("id", "dt", "txt", "tm", "ts"):  # dates, texts and times are no numbers
            continue
        rows = [row for row in labels if row[target] is not None]
        x = [[exact(value) for value in features[row["id"]]] for row in rows]
        outputs = zip(*[row[target] if isinstance(row[target], list) else [row[target]] for row in rows])
        error, variance = 0, 0
        for output in outputs:
            e, v = residual(x, [exact(value) for value in output])
            error, variance = error + e, variance + v
        print(f"{tree},{target},{len(rows)},{float(variance)!r},{float(-error)!r}")

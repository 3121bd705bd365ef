"""Expected values for ParityTest, by scikit-learn from the definitions in docs/parity.md.

    parity.py generated .          writes inputs.csv (seed 17) and generated.csv
    parity.py realzoo DUMP .       writes realzoo.csv; DUMP is made from the real zoo by src/bench/python/dump.mjs

Every regression is a fit of scikit-learn: Ridge(solver="svd") or LinearRegression. Nothing is computed
from moments. lambda is the penalty of the objective divided by n; "xr" stands for x tr(S)/d, S the
covariance (divided by n) of the features that are fitted.
"""

import csv
import glob
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ABSOLUTE = ["0", "0.01", "1"]
RELATIVE = ["0.01r", "1r"]
GRID = ["1e-4r", "1e-3r", "1e-2r", "1e-1r", "1r", "10r"]


def strength(text, x):
    if text.endswith("r"):
        return float(text[:-1]) * x.var(axis=0).sum() / x.shape[1]
    return float(text)


def fit(x, y, penalty, times=1):
    """The ridge regression at n lambda; with times = n at n^2 lambda, as in the authors' notebook."""
    value = strength(penalty, x)
    if value == 0:
        # Standardised, as lstsq drops columns of tiny scale: the real zoo has some of sd 1e-33.
        return make_pipeline(StandardScaler(), LinearRegression()).fit(x, y)
    return Ridge(alpha=len(x) * times * value, solver="svd").fit(x, y)


def predict(model, x, q):
    return model.predict(x).reshape(len(x), q)


def linear_mse(x, y, penalty):
    """score = minus the objective, and the residual alone; both summed over outputs."""
    model = fit(x, y, penalty)
    mse = ((y - predict(model, x, y.shape[1])) ** 2).sum(axis=1).mean()
    value = strength(penalty, x)
    return -mse - (value * (model.coef_**2).sum() if value > 0 else 0), mse


def authors(x, y, penalty, times):
    """Minus the residual, averaged over rows and outputs."""
    return -((y - predict(fit(x, y, penalty, times), x, y.shape[1])) ** 2).mean()


def gcv(x, y, penalty):
    """R / (1 - df/n)^2; df is the trace of the hat matrix, whose columns are fits to unit vectors."""
    n = len(x)
    df = np.trace(predict(fit(x, np.eye(n), penalty), x, n))
    return -linear_mse(x, y, penalty)[1] / (1 - df / n) ** 2


def held_out(x, y, folds, penalty):
    """For each fold the held-out labels, predictions, and predictions of the training rows' mean."""
    result = []
    for k in np.unique(folds):
        train, test = folds != k, folds == k
        result.append(
            (
                y[test],
                predict(fit(x[train], y[train], penalty), x[test], y.shape[1]),
                predict(DummyRegressor().fit(x[train], y[train]), x[test], y.shape[1]),
            )
        )
    return result


def pearson(y, p):
    return np.corrcoef(y, p)[0, 1]


def cross_validated(folds):
    y, p, base = (np.concatenate(part) for part in zip(*folds))
    q = y.shape[1]
    yield "cv-mse", -((y - p) ** 2).sum(axis=1).mean()
    yield "cv-r2", 1 - ((y - p) ** 2).sum() / ((y - base) ** 2).sum()
    yield "cv-r2-overall-mean", 1 - ((y - p) ** 2).sum() / ((y - y.mean(axis=0)) ** 2).sum()
    for o in range(q):
        at = "" if q == 1 else f"[{o}]"
        if q > 1:
            yield f"cv-r2{at}", 1 - ((y - p)[:, o] ** 2).sum() / ((y - base)[:, o] ** 2).sum()
        yield f"r2_score{at}", r2_score(y[:, o], p[:, o])
        yield f"r2_score-mean-over-folds{at}", np.mean([r2_score(a[:, o], b[:, o]) for a, b, _ in folds])
        yield f"pearson{at}", pearson(y[:, o], p[:, o])
        yield f"pearson-mean-over-folds{at}", np.mean([pearson(a[:, o], b[:, o]) for a, b, _ in folds])


def nested_best(x, y, folds):
    """Each fold takes the penalty with the least error on the other folds; the first of equal ones."""
    by_penalty = [held_out(x, y, folds, penalty) for penalty in GRID]
    errors = np.array([[((y - p) ** 2).sum() for y, p, _ in one] for one in by_penalty])
    return [
        by_penalty[int((errors.sum(axis=1) - errors[:, k]).argmin())][k]
        for k in range(errors.shape[1])
    ]


def logme(x, y):
    """The log evidence a row of y ~ N(x w, 1/beta), w ~ N(0, 1/alpha), at its maximum; mean over outputs."""
    n = len(x)
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    kept = s > s[0] * max(x.shape) * np.finfo(float).eps
    u, s = u[:, kept], s[kept]

    def minus_evidence(log, output):
        alpha, beta = np.exp(log)
        spread = s**2 / alpha + 1 / beta  # eigenvalues of the covariance of y within the span of x
        inside = u.T @ output
        rest = max(output @ output - inside @ inside, 0)
        return 0.5 * (
            np.log(spread).sum()
            - (n - len(s)) * np.log(beta)
            + (inside**2 / spread).sum()
            + beta * rest
            + n * np.log(2 * np.pi)
        ) / n

    values = []
    for output in y.T:
        starts = [(a, b) for a in (-2, 2, 6) for b in (0, 3)]
        found = [
            minimize(minus_evidence, start, args=(output,), method="Nelder-Mead",
                     options={"xatol": 1e-9, "fatol": 1e-13, "maxiter": 4000})
            for start in starts
        ]
        values.append(-min(one.fun for one in found))
    return np.mean(values)


def rows(x, y, folds, with_logme=True):
    for penalty in ABSOLUTE + RELATIVE:
        score, mse = linear_mse(x, y, penalty)
        yield "linear-mse", penalty, score
        yield "linear-mse:mse", penalty, mse
    for penalty in ABSOLUTE:
        yield "authors", penalty, authors(x, y, penalty, 1)
        yield "authors-notebook", penalty, authors(x, y, penalty, len(x))
    for penalty in RELATIVE:
        yield "gcv", penalty, gcv(x, y, penalty)
        for name, value in cross_validated(held_out(x, y, folds, penalty)):
            yield name, penalty, value
    for name, value in cross_validated(nested_best(x, y, folds)):
        yield name, "best", value
    if with_logme:
        yield "logme", "", logme(x, y)


def write(path, lines):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["dataset", "source", "target", "quantity", "lambda", "value"])
        for line in lines:
            writer.writerow([*line[:-1], f"{line[-1]:.15g}"])


def generated(out):
    rng = np.random.default_rng(17)
    n = 60
    hidden = rng.standard_normal((n, 5))
    sets = {
        "narrow": np.maximum(0, hidden[:, :4] + 0.5),
        "wide": np.hstack([hidden, rng.standard_normal((n, 7))]) * np.logspace(0, -2, 12) + 3,
        "wider-than-rows": np.tanh(hidden @ rng.standard_normal((5, 70)) + rng.standard_normal((n, 70))),
        "prediction": hidden[:, :2] @ rng.standard_normal((2, 2)) + 0.3 * rng.standard_normal((n, 2)),
    }
    one = 20 + 4 * (hidden[:, :1] - hidden[:, 1:2] + 0.7 * rng.standard_normal((n, 1)))
    two = hidden[:, 1:3] * [1, 0.1] + 0.3 * rng.standard_normal((n, 2)) * [1, 0.1]
    fold = rng.permutation(np.repeat([0, 1, 2, 3, 4], [18, 15, 12, 9, 6]))  # groups of unequal size
    sets = {name: np.round(x, 6) for name, x in sets.items()}
    one, two = np.round(one, 6), np.round(two, 6)
    names = [f"{name}.{j}" for name, x in sets.items() for j in range(x.shape[1])]
    with open(os.path.join(out, "inputs.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "fold", "one.0", "two.0", "two.1", *names])
        for i, row in enumerate(np.hstack([one, two, *sets.values()])):
            writer.writerow([i, fold[i], *(f"{v:.6f}" for v in row)])
    lines = []
    for source, x in sets.items():
        for target, y in (("one", one), ("two", two)):
            lines += [("generated", source, target, *row) for row in rows(x, y, fold)]
    write(os.path.join(out, "generated.csv"), lines)


def fold_of(key, k=5, mask=2**64 - 1):
    """The fold of a row by its id: docs/estimators.md."""

    def mix(z):
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        return z ^ z >> 31

    return mix(((key & mask) + mix((0x666F6C64 + 0x9E3779B97F4A7C15) & mask)) & mask) % k


def realzoo(dump, out):
    lines = []
    for path in sorted(glob.glob(os.path.join(dump, "*@*.json"))):
        source, dataset = os.path.basename(path)[:-5].split("@")
        if source == "targets":
            continue
        known = json.load(open(path))
        order = np.argsort(known["ids"])
        folds = np.array([fold_of(key) for key in np.array(known["ids"])[order].tolist()])
        x = np.fromfile(path[:-5] + "@features.f64").reshape(known["n"], -1)[order]
        labels = json.load(open(os.path.join(dump, f"targets@{dataset}.json")))
        at = np.argsort(labels["ids"])
        for target in sorted(labels["cols"]):
            y = np.fromfile(os.path.join(dump, f"targets@{dataset}@{target}.f64")).reshape(labels["n"], -1)[at]
            lines += [(dataset, source, target, *row) for row in rows(x, y, folds)]
    write(os.path.join(out, "realzoo.csv"), lines)


if __name__ == "__main__":
    print("scikit-learn", sklearn.__version__, "numpy", np.__version__, "scipy", scipy.__version__)
    {"generated": generated, "realzoo": realzoo}[sys.argv[1]](*sys.argv[2:])

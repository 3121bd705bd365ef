"""Expected values of given folds, splits, fits without an intercept and principal components.

Run: python3 protocols.py (scikit-learn 1.2.1, numpy 1.24.2; Debian's python3-sklearn). Writes
protocols.csv (the rows) and protocols-expected.csv next to itself.
"""

import csv
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import LeaveOneGroupOut, PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline

HERE = pathlib.Path(__file__).parent
GRID = [1e-4, 1e-3, 0.01, 0.1, 1, 10]
rng = np.random.default_rng(17)
N, D, Q = 360, 9, 2

group = rng.permutation(np.arange(N) % 24 % 13)  # 13 groups of unequal size
few = group % 4
inner = rng.integers(0, 5, N)
split = np.where(rng.random(N) < 0.6, 0, np.where(rng.random(N) < 0.6, 1, 2))  # train, test, validation
X = rng.normal(size=(N, D)) @ np.diag(np.geomspace(3, 0.1, D)) + 1.5 + 0.3 * group[:, None]
Y = X[:, :4] @ rng.normal(size=(4, Q)) + 2 * rng.normal(size=(N, Q)) + [7, -2] + 0.2 * group[:, None]
X, Y = X.round(6), Y.round(6)

with open(HERE / "protocols.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["group", "few", "inner", "split"] + [f"x.{j}" for j in range(D)] + [f"y.{j}" for j in range(Q)])
    for i in range(N):
        out.writerow([group[i], few[i], inner[i], split[i], *X[i], *Y[i]])

expected = []


def add(protocol, output, penalty, quantity, fold, value):
    expected.append([protocol, output, penalty, quantity, fold, repr(float(value))])


def ridge(rows, relative, intercept=True):
    """Ridge with alpha = n lambda, lambda = relative * tr(S)/d of the rows that are fitted."""
    x = X[rows] if intercept else np.vstack([X[rows], -X[rows]])  # about the origin
    return Ridge(alpha=relative * np.var(x, axis=0).mean() * rows.sum(), fit_intercept=intercept)


def models(label, penalty):
    if label == "pca":
        return lambda rows: make_pipeline(PCA(int(penalty), svd_solver="full"), LinearRegression())
    return lambda rows: ridge(rows, penalty, label != "no-intercept")


def folded(label, penalty, folds, o):
    """Predictions of one output for each fold, with the mean of the rows outside it."""
    predicted, means = np.empty(N), np.empty(N)
    for k in np.unique(folds):
        rows = folds != k
        model = models(label, penalty)(rows).fit(X[rows], Y[rows, o])
        predicted[~rows], means[~rows] = model.predict(X[~rows]), Y[rows, o].mean()
    return predicted, means


def report(protocol, o, name, folds, predicted, means):
    y = Y[:, o]
    add(protocol, o, name, "r2", "", 1 - ((y - predicted) ** 2).sum() / ((y - means) ** 2).sum())
    add(protocol, o, name, "mse", "", ((y - predicted) ** 2).mean())
    add(protocol, o, name, "pearson", "", np.corrcoef(y, predicted)[0, 1])
    own, correlations = [], []
    for k in np.unique(folds):
        at = folds == k
        own.append(r2_score(y[at], predicted[at]))
        correlations.append(np.corrcoef(y[at], predicted[at])[0, 1])
        add(protocol, o, name, "r2", k, 1 - ((y - predicted)[at] ** 2).sum() / ((y - means)[at] ** 2).sum())
        add(protocol, o, name, "own-r2", k, own[-1])
        add(protocol, o, name, "pearson", k, correlations[-1])
    add(protocol, o, name, "mean-own-r2", "", np.mean(own))
    add(protocol, o, name, "mean-pearson", "", np.mean(correlations))


def cross_validated(protocol, label, folds, penalties, o):
    errors = {}
    for penalty in penalties:
        predicted, means = folded(label, penalty, folds, o)
        errors[penalty] = [((Y[:, o] - predicted)[folds == k] ** 2).sum() for k in np.unique(folds)]
        name = f"{penalty}" if label == "pca" else f"{penalty}r"
        report(protocol, o, name, folds, predicted, means)
    if label == "pca":
        return
    best = np.empty(N)  # the penalty with the smallest error on the other folds
    for i, k in enumerate(np.unique(folds)):
        chosen = min(penalties, key=lambda p: sum(e for j, e in enumerate(errors[p]) if j != i))
        best[folds == k] = folded(label, chosen, folds, o)[0][folds == k]
    report(protocol, o, "best", folds, best, folded(label, penalties[0], folds, o)[1])


for o in range(Q):
    cross_validated("groups", "ridge", group, GRID, o)
    cross_validated("few", "ridge", few, GRID, o)
    cross_validated("no-intercept", "no-intercept", inner, GRID, o)
    cross_validated("pca", "pca", inner, [1, 3, 9], o)
    # scikit-learn's own loops over the same folds give the same means
    for penalty in (1, 3, 9):
        scores = cross_val_score(models("pca", penalty)(None), X, Y[:, o], groups=inner, cv=LeaveOneGroupOut())
        add("pca", o, penalty, "mean-own-r2", "", scores.mean())
    for k in (1, 3, 9):
        model = models("pca", k)(None).fit(X, Y[:, o])
        add("pca", o, k, "training-mse", "", ((model.predict(X) - Y[:, o]) ** 2).mean())
    model = ridge(np.ones(N, bool), 0.01, False).fit(X, Y[:, o])
    residual = ((model.predict(X) - Y[:, o]) ** 2).mean()
    add("no-intercept", o, "0.01r", "training-mse", "", residual)
    add("no-intercept", o, "0.01r", "training-penalty", "", model.alpha / N * (model.coef_**2).sum())

    # one direction: train -> test
    train, test, validation = split == 0, split == 1, split == 2
    ((fitted, held),) = PredefinedSplit(np.where(test, 0, -1)).split()  # fits to train and validation
    assert (held == np.flatnonzero(test)).all() and len(fitted) == (~test).sum()
    y, mean = Y[test, o], Y[train, o].mean()
    tested, selected_by_folds, selected_by_validation = {}, {}, {}
    for penalty in GRID:
        model = ridge(train, penalty).fit(X[train], Y[train, o])
        tested[penalty] = model.predict(X[test])
        selected_by_validation[penalty] = ((model.predict(X[validation]) - Y[validation, o]) ** 2).sum()
        error = 0
        for k in range(5):
            rows = train & (inner != k)
            left = train & (inner == k)
            error += ((ridge(rows, penalty).fit(X[rows], Y[rows, o]).predict(X[left]) - Y[left, o]) ** 2).sum()
        selected_by_folds[penalty] = error
    chosen = {f"{p}r": p for p in GRID}
    chosen["best"] = min(GRID, key=selected_by_folds.get)
    chosen["best by validation"] = min(GRID, key=selected_by_validation.get)
    for name, penalty in chosen.items():
        predicted = tested[penalty]
        add("split", o, name, "r2", "", 1 - ((y - predicted) ** 2).sum() / ((y - mean) ** 2).sum())
        add("split", o, name, "mse", "", ((y - predicted) ** 2).mean())
        add("split", o, name, "own-r2", 0, r2_score(y, predicted))
        add("split", o, name, "pearson", "", np.corrcoef(y, predicted)[0, 1])

with open(HERE / "protocols-expected.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["protocol", "output", "penalty", "quantity", "fold", "value"])
    out.writerows(expected)

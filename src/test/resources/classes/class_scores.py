"""TransRate and regularised H-score by their definitions, from rows; writes cases.json beside it."""
import json, pathlib
import numpy as np, sklearn
from sklearn.covariance import ledoit_wolf

EPS = 1e-4

def cells(y, bins):
    low, high = y.min(0), y.max(0)
    width = np.where(high > low, high - low, 1)
    digit = np.clip(np.floor((y - low) / width * bins), 0, bins - 1).astype(int)
    return [tuple(d) for d in digit]

def rate(z):
    n, d = z.shape
    return np.linalg.slogdet(np.eye(d) + z.T @ z / (n * EPS))[1] / 2

def case(name, x, y, bins):
    cell = cells(y, bins)
    names = sorted(set(cell))
    member = [np.array([c == k for c in cell]) for k in names]
    n = len(x)
    z = x - x.mean(0)
    rates = [rate(z[m]) for m in member]
    cov, a = ledoit_wolf(x)
    between = sum(m.sum() / n * np.outer(z[m].mean(0), z[m].mean(0)) for m in member)
    return dict(
        name=name, bins=bins, features=x.tolist(), labels=y.tolist(), classes=len(names),
        transrate=rate(z) - sum(m.sum() / n * r for m, r in zip(member, rates)),
        transrate_equal=rate(z) - np.mean(rates),
        shrinkage=float(a), h_score=float(np.trace(np.linalg.pinv(cov) @ ((1 - a) * between))))

rng = np.random.default_rng(7)
grid = lambda a: np.rint(a * 1024) / 1024  # short decimals, exact in binary
out = []
y = grid(rng.normal(size=(60, 2)))
out.append(case("two outputs", grid(y @ rng.normal(size=(2, 5)) + rng.normal(size=(60, 5))), y, 5))
y = grid(rng.uniform(size=(40, 1)))
out.append(case("one output, large classes", grid(rng.normal(size=(40, 3)) + 3 * y), y, 3))
y = grid(rng.normal(size=(30, 3)))
out.append(case("fewer rows than features", grid(rng.normal(size=(30, 45)) + y[:, :1]), y, 2))
y = grid(rng.normal(size=(25, 1)))
out.append(case("one feature", grid(y + rng.normal(size=(25, 1))), y, 4))
path = pathlib.Path(__file__).parent / "cases.json"
path.write_text(json.dumps(out) + "\n")
print(sklearn.__version__, np.__version__, [(c["name"], c["classes"], c["shrinkage"], c["h_score"], c["transrate"]) for c in out])

"""Python alternatives to the jobs. For each line on standard input the work is done once, and the
time is printed as "seconds NUMBER". Arrays are in memory before the first line is read.

rivals.py check                        exit code 0 if numpy and scikit-learn are installed
rivals.py gram ROWS WIDTH TYPE         X'X of a centred array (TYPE: float32 or float64)
rivals.py ridge ROWS WIDTH OUTPUTS     scikit-learn Ridge(solver="cholesky"), float64
rivals.py many FOLDER SETS DATASETS    a loop over sets: numpy.load, one eigendecomposition, all
                                       targets at lambda 0 and 1
rivals.py grid FOLDER SETS DATASETS    the same loop with the default columns of jobs/score (loop.py)
"""

import sys
import time


def gram(np, rows, width, kind):
    x = np.random.default_rng(1).standard_normal((rows, width), dtype=np.float32).astype(kind)
    return lambda: x.T @ x


def ridge(np, rows, width, outputs):
    from sklearn.linear_model import Ridge

    rng = np.random.default_rng(1)
    x = rng.standard_normal((rows, width))
    y = x[:, :outputs] + rng.standard_normal((rows, outputs))
    # sklearn's alpha is n times lambda; one fit, as one penalty needs.
    return lambda: Ridge(alpha=rows * 1.0, solver="cholesky").fit(x, y)


def many(np, folder, sets, datasets):
    def score(x, y):
        n = len(x)
        x = x - x.mean(axis=0)
        y = y - y.mean(axis=0)
        w, v = np.linalg.eigh(x.T @ x / n)
        z2 = (v.T @ (x.T @ y / n)) ** 2
        variance = (y * y).mean(axis=0)
        kept = w > w[-1] * len(w) * np.finfo(float).eps
        scores = []
        for penalty in (0.0, 1.0):
            scores.append(-(variance - (z2[kept] / (w[kept, None] + penalty)).sum(axis=0)))
        return scores

    def run():
        for s in range(sets):
            x = np.load(f"{folder}/features-{s:05d}.npy").astype(np.float64)
            y = np.load(f"{folder}/labels-{s % datasets:05d}.npy").astype(np.float64)
            score(x, y)

    return run


def grid(np, folder, sets, datasets):
    import loop

    def run():
        for s in range(sets):
            x = np.load(f"{folder}/features-{s:05d}.npy").astype(np.float64)
            y = np.load(f"{folder}/labels-{s % datasets:05d}.npy").astype(np.float64)
            loop.score(x, y, np.random.default_rng(s).integers(0, loop.FOLDS, len(x)))

    return run


def main(arguments):
    import numpy as np

    what, rest = arguments[0], arguments[1:]
    if what == "check":
        import sklearn

        print("numpy", np.__version__, "scikit-learn", sklearn.__version__)
        return
    if what == "gram":
        work = gram(np, int(rest[0]), int(rest[1]), rest[2])
    elif what == "ridge":
        work = ridge(np, int(rest[0]), int(rest[1]), int(rest[2]))
    elif what == "grid":
        work = grid(np, rest[0], int(rest[1]), int(rest[2]))
    else:
        work = many(np, rest[0], int(rest[1]), int(rest[2]))
    for _ in sys.stdin:
        start = time.perf_counter()
        work()
        print("seconds", time.perf_counter() - start, flush=True)


main(sys.argv[1:])

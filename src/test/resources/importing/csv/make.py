"""Makes the files beside it: python3 make.py (Python 3.11, numpy 1.24.2, pandas 1.5.3).

Everything holds the same table as ../make.py: 7 rows of 3 numbers, value(i, j) = (i + 1) * (j - 1) / 4.
"""
import os

import numpy as np
import pandas as pd

here = os.path.dirname(os.path.abspath(__file__))
i, j = np.mgrid[0:7, 0:3]
table = (i + 1) * (j - 1) / 4
frame = pd.DataFrame(table, columns=["f0", "f1", "f2"])


def path(name):
    return os.path.join(here, name)


# pandas.DataFrame.to_csv: separators, decimal commas, marks, quotes, the index in its forms
frame.to_csv(path("plain.csv"), index=False)
frame.to_csv(path("index.csv"))
pd.DataFrame(table).to_csv(path("numbered.csv"))
pd.DataFrame(table).to_csv(path("numbered-columns.csv"), index=False)
frame.to_csv(path("semicolon.csv"), index=False, sep=";")
frame.to_csv(path("tab.csv"), index=False, sep="\t")
frame.to_csv(path("bar.csv"), index=False, sep="|")
frame.to_csv(path("decimal.csv"), index=False, sep=";", decimal=",")
frame.to_csv(path("decimal-quoted.csv"), index=False, decimal=",")
frame.to_csv(path("excel.csv"), index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")
frame.to_csv(path("quoted.csv"), index=False, quoting=1)
frame.to_csv(path("utf-16.csv"), index=False, encoding="utf-16")
pd.read_csv(path("index.csv")).to_csv(path("index-twice.csv"))
frame.set_index([pd.Index(range(7)), pd.Index(range(7, 14))]).to_csv(path("two-indexes.csv"))
frame.to_csv(path("no-header.csv"), index=False, header=False)
frame.where(frame != -0.25).to_csv(path("no-header-missing.csv"), index=False, header=False)
frame.where((i != 0) & (i != 4)).to_csv(path("missing.csv"), index=False)
frame.where((i != 0) & (i != 4)).to_csv(path("missing-na.csv"), index=False, na_rep="NA")
frame[["f2"]].where((i[:, :1] != 0) & (i[:, :1] != 4)).to_csv(path("one-column.csv"), index=False)
frame.assign(f0=[True, False, True, True, False, False, True]).to_csv(path("bool.csv"), index=False)
frame.replace(-0.25, np.inf).replace(-0.5, -np.inf).to_csv(path("infinite.csv"), index=False)
# numpy.savetxt: blanks are its default separator, names are a comment
np.savetxt(path("savetxt.csv"), table)
np.savetxt(path("savetxt-names.csv"), table, header="f0 f1 f2")
np.savetxt(path("savetxt-comma.csv"), table, delimiter=",")
np.savetxt(path("savetxt-comma-names.csv"), table, delimiter=",", header="f0,f1,f2")
np.savetxt(path("savetxt-one.csv"), table[:, 2])
np.savetxt(path("savetxt-whole.csv"), np.arange(21).reshape(7, 3), delimiter=",", fmt="%d")

#
# Licensed under the Apache License, Version 2.0; see LICENSE.
#
"""Transferability scores in PySpark: which source model suits which regression target.

    import transferability_spark as ts

    spark = ts.session()                                      # Spark with the SQL functions
    df = ts.dataframe(spark, {"resnet": X, "vit": Z}, y)      # n x d arrays, n labels
    ts.score(df).show()                                       # the held-out R2 of each source

The module is in the root of the jar. It needs PySpark 4.1 or later and numpy, which pyspark.ml needs
too. ``score`` and ``read_scores`` also work in a session of Spark Connect, if its server was started
with the jar.
"""
import os
import sys
from array import array
from collections.abc import Mapping
from contextlib import contextmanager

from pyspark import keyword_only
from pyspark.errors import AnalysisException
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import HasFeaturesCol, HasLabelCol, HasPredictionCol, HasRegParam
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    DoubleType,
    FloatType,
    LongType,
    StringType,
    StructField,
    StructType,
)

__all__ = [
    "ESTIMATORS",
    "RidgeTransferability",
    "RidgeTransferabilityModel",
    "TransferabilityEvaluator",
    "dataframe",
    "read_scores",
    "register",
    "run",
    "score",
    "session",
]

#: The estimators of ``score``, and their penalty if none is given. False: it must be given. None: they
#: have none.
ESTIMATORS = {
    "cv-r2": "best",
    "cv-pearson": "best",
    "cv-mse": False,
    "gcv": False,
    "linear-mse": False,
    "label-mse": False,
    "logme": None,
    "origin-gcv": None,
}

_ERRORS_OF_ONE_LINE = (
    "org.transferability.study.InputException",
    "org.transferability.job.cli.FailedRun",
)

_HELD_OUT = ("cv-r2", "cv-pearson", "cv-mse")


# --- sessions ---


def session(jar=None, builder=None):
    """Starts Spark with the SQL functions, or registers them in the session that runs.

    Parameters
    ----------
    jar : str, optional
        The jar. By default ``TRANSFERABILITY_JAR``, or the jar from which this module was imported.
    builder : SparkSession.Builder, optional
        Other settings of the session, as ``SparkSession.builder.master("local[4]")``. ``spark.jars``
        is set here.
    """
    running = SparkSession.getActiveSession()
    if running is None:
        builder = SparkSession.builder if builder is None else builder
        running = builder.config("spark.jars", jar or _own_jar()).getOrCreate()
    return register(running)


def register(spark):
    """Registers the SQL functions in a session whose driver has the jar on its class path."""
    if spark.catalog.functionExists("linear_mse"):
        return spark
    hint = "start Spark with the jar: --jars PATH, or spark.jars=PATH"
    if not hasattr(spark, "_jsparkSession"):
        raise ValueError(
            f"Cannot register the SQL functions: expected a server of Spark Connect that has them, "
            f"found none of them ({hint})"
        )
    from py4j.java_gateway import JavaClass

    functions = spark._jvm.org.transferability.sql.TransferabilityFunctions
    if not isinstance(functions, JavaClass):
        raise ValueError(
            "Cannot register the SQL functions: expected the jar on the class path of the driver, "
            f"found no class org.transferability.sql.TransferabilityFunctions ({hint})"
        )
    with _one_line():
        functions.register(spark._jsparkSession)
    return spark


def _own_jar():
    jar = os.environ.get("TRANSFERABILITY_JAR") or os.path.dirname(os.path.abspath(__file__))
    if not (jar.endswith(".jar") and os.path.isfile(jar)):
        raise ValueError(
            f"Cannot start Spark: expected transferability-spark-VERSION.jar, found {jar} (pass "
            "jar=PATH, set TRANSFERABILITY_JAR, or import this module from the jar)"
        )
    return jar


# --- arrays ---


def dataframe(spark, features, labels, ids=None):
    """A DataFrame of arrays: columns ``source`` (if there are several), ``id``, ``features``, labels.

    Parameters
    ----------
    features : array of n x d numbers, or a mapping of them
        The keys of a mapping are the names of sources, whose arrays may have any width. numpy arrays,
        pandas frames, lists. float16 and float32 become float32, other numbers float64.
    labels : array of n or n x q numbers, a mapping of them, or a pandas frame
        The keys of a mapping, or the columns of a frame, are targets. A single array is the target
        ``label``. NaN and None are missing labels.
    ids : n whole numbers or texts, optional
        By default 0 to n - 1. The fold of a row depends on its id alone.
    """
    import numpy as np

    named = isinstance(features, Mapping)
    sources = features if named else {"features": features}
    if not sources:
        raise ValueError("Cannot build a DataFrame: expected features, found an empty mapping")
    matrices = {str(name): _matrix(np, values, name) for name, values in sources.items()}
    if len(matrices) != len(sources):
        raise ValueError("Cannot build a DataFrame: expected names that differ as text, found equal ones")
    targets = _targets(np, labels)
    n = len(next(iter(matrices.values())))
    keys = _ids(np, ids, n)
    for name, values in list(matrices.items()) + list(targets.items()):
        if len(values) != n:
            raise ValueError(
                f"Cannot build a DataFrame: expected {n} rows, as in the first array, "
                f"found {len(values)} ({name})"
            )
    _same_index(list(sources.items()) + list(_parts(labels).items()))

    single = all(m.dtype == np.float32 for m in matrices.values())
    code, dtype = ("f", np.float32) if single else ("d", np.float64)
    number = FloatType() if single else DoubleType()
    fields = [StructField("source", StringType(), False)] if named else []
    fields.append(StructField("id", StringType() if keys and isinstance(keys[0], str) else LongType(), False))
    fields.append(StructField("features", ArrayType(number, False), False))
    columns = []
    for name, values in targets.items():
        if values.ndim == 1:
            fields.append(StructField(name, DoubleType()))
            columns.append(values.tolist())
        else:
            fields.append(StructField(name, ArrayType(DoubleType(), False)))
            columns.append([array("d", row.tobytes()) for row in values])
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise ValueError(
            "Cannot build a DataFrame: expected targets with names of their own, found "
            + ", ".join(names)
        )
    rows = []
    for name, matrix in matrices.items():
        first = (name,) if named else ()
        matrix = np.ascontiguousarray(matrix, dtype=dtype)
        cells = (array(code, row.tobytes()) for row in matrix)
        rows.extend(first + row for row in zip(keys, cells, *columns))
    return spark.createDataFrame(rows, StructType(fields), verifySchema=False)


def _matrix(np, values, name):
    found = _numbers(np, values, f"features of {name}" if name != "features" else "features")
    if isinstance(found, np.ma.MaskedArray) and np.ma.is_masked(found):
        raise ValueError(
            f"Cannot build a DataFrame: expected features without masked values, "
            f"found {np.ma.count_masked(found)} ({name})"
        )
    found = np.asarray(found)
    if found.ndim != 2 or 0 in found.shape:
        raise ValueError(
            f"Cannot build a DataFrame: expected an array of n x d features, "
            f"found the shape {found.shape} ({name}; use reshape(n, -1))"
        )
    return found.astype(np.float32 if found.dtype in (np.float16, np.float32) else np.float64)


def _targets(np, labels):
    targets = {}
    for name, values in _parts(labels).items():
        found = _numbers(np, values, f"labels {name}")
        if isinstance(found, np.ma.MaskedArray):
            found = found.astype(np.float64).filled(np.nan)
        found = np.ascontiguousarray(found, dtype=np.float64)
        if found.ndim not in (1, 2):
            raise ValueError(
                f"Cannot build a DataFrame: expected n or n x q labels, "
                f"found the shape {found.shape} ({name})"
            )
        targets[str(name)] = found
    if not targets:
        raise ValueError("Cannot build a DataFrame: expected labels, found none")
    return targets


def _parts(labels):
    if isinstance(labels, Mapping):
        return labels
    if hasattr(labels, "columns") and hasattr(labels, "to_numpy"):  # a frame of pandas
        return {name: labels[name] for name in labels.columns}
    return {"label": labels}


def _numbers(np, values, what):
    """An array of numbers; missing values of objects are NaN."""
    try:
        found = values if isinstance(values, np.ma.MaskedArray) else np.asarray(values)
        if found.dtype == object:
            if found.ndim == 1 and len(found) and np.ndim(found[0]) > 0:  # arrays in a column of pandas
                found = np.stack([np.asarray(row) for row in found])
            else:
                found = _nulls_as_nan(np, values, found)
    except (TypeError, ValueError):
        raise ValueError(
            f"Cannot build a DataFrame: expected numbers in rows of one width, "
            f"found other objects, or rows of several widths ({what})"
        ) from None
    if found.dtype.kind not in "fiub":
        raise ValueError(f"Cannot build a DataFrame: expected numbers, found {found.dtype} ({what})")
    return found


def _nulls_as_nan(np, values, found):
    if hasattr(values, "to_numpy"):  # pandas.NA is no number
        return values.to_numpy(dtype=np.float64, na_value=np.nan)
    if any(isinstance(value, (str, bytes)) for value in found.flat):
        raise ValueError("text")
    return found.astype(np.float64)


def _ids(np, ids, n):
    if ids is None:
        return range(n) if n else []
    found = np.asarray(ids)
    # one text among numbers would turn all of them into text
    keys = found.tolist() if hasattr(ids, "dtype") else list(ids)
    if found.ndim != 1 or len(keys) != n or found.dtype.kind not in "iuUO":
        raise ValueError(
            f"Cannot build a DataFrame: expected {n} ids, whole numbers or text, "
            f"found {found.dtype} of the shape {found.shape}"
        )
    kinds = {str if isinstance(key, str) else int if isinstance(key, int) else None for key in keys}
    if None in kinds or len(kinds) > 1:
        raise ValueError(
            "Cannot build a DataFrame: expected ids that are all whole numbers or all text, "
            "found other values or both"
        )
    return keys


def _same_index(parts):
    """Rows of pandas are matched by position here, so their indexes must not differ."""
    indexes = [
        (name, values.index)
        for name, values in parts
        if hasattr(values, "to_numpy") and hasattr(values, "index")
    ]
    for name, index in indexes[1:]:
        if not index.equals(indexes[0][1]):
            raise ValueError(
                f"Cannot build a DataFrame: expected the index of {indexes[0][0]}, "
                f"found another index ({name}; use reindex, or to_numpy() to match rows by position)"
            )


# --- scores ---


def score(
    df,
    labels="label",
    estimators="cv-r2",
    penalty=None,
    by=None,
    features="features",
    predictions="prediction",
    id="id",
    folds=5,
):
    """Scores each group of rows: a DataFrame with a row for each group, target, estimator and penalty.

    Larger scores are better. The rows are sorted within a target, best first. Nothing runs before the
    result is used. A score is null if it is not defined or has lost its digits (docs/sql.md).

    Parameters
    ----------
    labels : str or list of str
        Columns of labels: numbers, or arrays of numbers. Each is a target.
    estimators : str or list of str
        Names in ``ESTIMATORS``.
    penalty : number, str or list, optional
        Numbers, or relative as ``"1e-3r"``; ``"best"`` for ``cv-r2`` and ``cv-pearson``, whose default
        it is. Estimators without a penalty ignore it.
    by : str or list of str, optional
        Columns that form groups. By default ``source`` and ``dataset``, those that exist.
    features, predictions : str
        Columns of arrays; ``label-mse`` takes the predictions, all others the features.
    id : str
        For ``cv-...``: a column of whole numbers or text, from which rows are assigned to folds.
    folds : int
        The number of folds.
    """
    names = df.columns
    by = [name for name in ("dataset", "source") if name in names] if by is None else _names(by)
    groups = [_column(names, name, "groups") for name in by]
    taken = {"target", "estimator", "lambda", "score"}.intersection(by)
    if taken:
        raise ValueError(
            f"Cannot score: expected other names of the columns of groups than those of the result, "
            f"found {', '.join(sorted(taken))} (rename them)"
        )
    keys, scores = [], []
    for target in _names(labels):
        label = _column(names, target, "labels")
        for estimator in _names(estimators):
            for text in _penalties(estimator, penalty):
                kind = "predictions" if estimator == "label-mse" else "features"
                name = predictions if estimator == "label-mse" else features
                arguments = [_column(names, name, kind), label]
                if estimator in _HELD_OUT:
                    arguments.append(_column(names, id, "ids, which assign rows to folds"))
                if text:
                    arguments.append(F.lit(text))
                if estimator in _HELD_OUT:
                    arguments.append(F.lit(int(folds)))
                scores.append(F.call_function(estimator.replace("-", "_"), *arguments))
                keys.append((target, estimator, text))
    if not scores:
        raise ValueError("Cannot score: expected labels and estimators, found none")
    try:
        wide = df.groupBy(*groups).agg(*[c.alias(f"_{i}") for i, c in enumerate(scores)])
    except AnalysisException as error:
        line = str(error).strip().splitlines()[0].rstrip(";")
        raise ValueError(f"Cannot score: {line}") from None
    rows = [
        F.struct(
            F.lit(target).alias("target"),
            F.lit(estimator).alias("estimator"),
            F.lit(text).alias("lambda"),
            F.col(f"_{i}").alias("score"),
        )
        for i, (target, estimator, text) in enumerate(keys)
    ]
    kept = [_column(by, name, "groups") for name in by]
    outer = [_column(by, name, "groups") for name in by if name != "source"]
    return wide.select(*kept, F.inline(F.array(*rows))).orderBy(
        *outer, "target", "estimator", "lambda", F.col("score").desc_nulls_last()
    )


def _names(value):
    return [value] if isinstance(value, str) else list(value)


def _column(names, name, role):
    if name not in names:
        raise ValueError(
            f"Cannot score: expected a column {name} of {role}, found {', '.join(names)}"
        )
    return F.col("`" + name.replace("`", "``") + "`")


def _penalties(estimator, penalty):
    """The penalties of an estimator as text; one that is empty for an estimator without a penalty."""
    if estimator not in ESTIMATORS:
        raise ValueError(
            f"Cannot score: expected one of {', '.join(ESTIMATORS)}, found '{estimator}'"
        )
    default = ESTIMATORS[estimator]
    if default is None:
        return [""]
    if penalty is None:
        if default is False:
            raise ValueError(
                f"Cannot score by {estimator}: expected a penalty, found none (penalty=1.0, or "
                "relative to the features: penalty='1e-3r')"
            )
        return [default]
    several = penalty if isinstance(penalty, (list, tuple)) else [penalty]
    if not several:
        raise ValueError(f"Cannot score by {estimator}: expected a penalty, found an empty list")
    return [_checked(estimator, value) for value in several]


def _checked(estimator, value):
    """A penalty as text. Spark would find a wrong one too, but print more than a line."""
    text = value.strip() if isinstance(value, str) else _text(value)
    if text == "best" and ESTIMATORS[estimator] == "best":
        return text
    try:
        number = float(text.removesuffix("r"))
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        best = " or 'best'" if ESTIMATORS[estimator] == "best" else ""
        raise ValueError(
            f"Cannot score by {estimator}: expected a penalty such as 0.1, '1e-3r' (relative to the "
            f"features){best}, found {text}"
        )
    return text


def _text(number):
    """1, 0.001: all digits, as Java reads them."""
    text = repr(float(number))
    return text[:-2] if text.endswith(".0") else text


def read_scores(path, spark=None):
    """The scores that ``jobs/score --out PATH`` wrote, with all columns of scores.csv."""
    spark = spark or SparkSession.getActiveSession()
    if spark is None:
        raise ValueError("Cannot read scores: expected a session of Spark, found none")
    return spark.read.parquet(str(path).rstrip("/") + "/scores")


def run(job, *arguments, spark=None):
    """Runs a job of the command line in this session, which goes on: ``run("score", "--features", ...)``.

    The jobs are score, evaluate, import, validate and inspect. What they print appears where Spark
    prints. A failure is a ValueError with the line that the job prints. Not for Spark Connect.
    """
    spark = spark or SparkSession.getActiveSession()
    if spark is None or not hasattr(spark, "_jsparkSession"):
        raise ValueError(f"Cannot run {job}: expected a session of Spark in the driver, found none")
    gateway = spark.sparkContext._gateway
    texts = [str(job), *map(str, arguments)]
    array_of_texts = gateway.new_array(gateway.jvm.java.lang.String, len(texts))
    for i, text in enumerate(texts):
        array_of_texts[i] = text
    register(spark)  # or there is no such class
    with _one_line():
        gateway.jvm.org.transferability.job.Main.main(array_of_texts)


@contextmanager
def _one_line():
    """An error in the input becomes a ValueError with its one line; others pass."""
    try:
        yield
    except Exception as error:
        java = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
        while java is not None:
            if java.getClass().getName() in _ERRORS_OF_ONE_LINE:
                raise ValueError(java.getMessage()) from None
            java = java.getCause()
        raise


# --- MLlib ---


class _Reader(JavaMLReader):
    @classmethod
    def _java_loader_class(cls, clazz):
        return "org.transferability.ml." + clazz.__name__


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls):
        return _Reader(cls)


class RidgeTransferability(
    JavaEstimator,
    HasFeaturesCol,
    HasLabelCol,
    HasPredictionCol,
    HasRegParam,
    _Readable,
    JavaMLWritable,
):
    """The ridge regression behind Linear MSE: see docs/mllib.md. Not for Spark Connect.

    >>> model = RidgeTransferability(regParam=0.01).fit(df)
    >>> model.score
    """

    @keyword_only
    def __init__(
        self, *, featuresCol="features", labelCol="label", predictionCol="prediction", regParam=1.0
    ):
        super().__init__()
        self._java_obj = self._new_java_obj("org.transferability.ml.RidgeTransferability", self.uid)
        self._setDefault(regParam=1.0)
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self, *, featuresCol="features", labelCol="label", predictionCol="prediction", regParam=1.0
    ):
        return self._set(**self._input_kwargs)

    def setFeaturesCol(self, value):
        return self._set(featuresCol=value)

    def setLabelCol(self, value):
        return self._set(labelCol=value)

    def setPredictionCol(self, value):
        return self._set(predictionCol=value)

    def setRegParam(self, value):
        return self._set(regParam=value)

    def _fit_java(self, dataset):
        with _one_line():
            return super()._fit_java(dataset)

    def _create_model(self, java_model):
        return RidgeTransferabilityModel(java_model)


class RidgeTransferabilityModel(
    JavaModel, HasFeaturesCol, HasPredictionCol, _Readable, JavaMLWritable
):
    """The model of ``RidgeTransferability``: the score of the fit, its weights, predictions."""

    def setFeaturesCol(self, value):
        return self._set(featuresCol=value)

    def setPredictionCol(self, value):
        return self._set(predictionCol=value)

    def _transform(self, dataset):
        with _one_line():
            return super()._transform(dataset)

    @property
    def score(self):
        """-(mse + penalty) of the rows of the fit, larger is better."""
        return self._call_java("score")

    @property
    def mse(self):
        """The squared error summed over the outputs, divided by n."""
        return self._call_java("mse")

    @property
    def penalty(self):
        """regParam times the squared weights."""
        return self._call_java("penalty")

    @property
    def r2(self):
        """1 - mse / variance of the labels, summed over the outputs."""
        return self._call_java("r2")

    @property
    def rows(self):
        """The number of rows that were fitted."""
        return self._call_java("rows")

    @property
    def flags(self):
        """Conditions to check before ranking on the score, as in scores.csv."""
        return self._call_java("flags")

    @property
    def weights(self):
        """q x d, a matrix of MLlib."""
        return self._call_java("weights")

    @property
    def intercept(self):
        """q numbers, a vector of MLlib."""
        return self._call_java("intercept")


class TransferabilityEvaluator(
    JavaEvaluator, HasFeaturesCol, HasLabelCol, _Readable, JavaMLWritable
):
    """Evaluates columns of features and labels by a score: see docs/mllib.md. Not for Spark Connect."""

    estimator = Param(
        Params._dummy(), "estimator", "linear-mse, label-mse, gcv, logme or origin-gcv",
        typeConverter=TypeConverters.toString,
    )
    penalty = Param(
        Params._dummy(), "penalty", "a number >= 0 as text, or relative as 1e-3r",
        typeConverter=TypeConverters.toString,
    )
    doubtful = Param(
        Params._dummy(), "doubtful", "error or return: what to do with a score without its digits",
        typeConverter=TypeConverters.toString,
    )

    @keyword_only
    def __init__(
        self, *, featuresCol="features", labelCol="label", estimator="linear-mse", penalty="1",
        doubtful="error",
    ):
        super().__init__()
        self._java_obj = self._new_java_obj("org.transferability.ml.TransferabilityEvaluator", self.uid)
        self._setDefault(estimator="linear-mse", penalty="1", doubtful="error")
        given = self._input_kwargs
        if not isinstance(penalty, str):
            given["penalty"] = _text(penalty)
        self._set(**given)

    def _evaluate(self, dataset):
        with _one_line():
            return super()._evaluate(dataset)


# A pipeline that is loaded looks up the Python class of a stage under the name of its Java class.
sys.modules.setdefault("org.transferability.ml", sys.modules[__name__])

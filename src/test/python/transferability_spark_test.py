"""Tests of transferability_spark against numpy. PythonModuleIT runs them in a Spark of two cores.

By hand, with PySpark 4.1 and numpy (pandas is used if it is installed):
    PYTHONPATH=JAR python3 src/test/python/transferability_spark_test.py
"""
import tempfile
import unittest

import numpy as np
from pyspark.errors import PySparkException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import transferability_spark as ts

try:
    import pandas as pd
except ImportError:
    pd = None

M, G, SEED = 2**64 - 1, 0x9E3779B97F4A7C15, 0x666F6C64


def mix(z):
    z &= M
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & M
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & M
    return z ^ z >> 31


def fold(key, k):
    """The fold of a whole number, as docs/estimators.md defines it."""
    return mix((key & M) + mix(SEED + G)) % k


def ridge(x, y, lam):
    """Weights and intercept that minimise the mean of ||y - x a - b||^2, plus lam ||a||^2."""
    mean, label = x.mean(0), y.mean(0)
    s = (x - mean).T @ (x - mean) / len(x)
    a = np.linalg.solve(s + lam * np.eye(len(s)), (x - mean).T @ (y - label) / len(x))
    return a, label - mean @ a


def linear_mse(x, y, lam):
    a, b = ridge(x, y, lam)
    return -(((y - x @ a - b) ** 2).sum() / len(x) + lam * (a**2).sum())


def held_out(x, y, lams, relative, k=5):
    """R2 of one output, the penalty of a fold chosen by the errors of the other folds."""
    folds = np.array([fold(i, k) for i in range(len(x))])
    errors, mean = np.zeros((k, len(lams))), 0.0
    for j in range(k):
        train, test = folds != j, folds == j
        spread = ((x[train] - x[train].mean(0)) ** 2).sum() / train.sum() / x.shape[1]
        for i, lam in enumerate(lams):
            a, b = ridge(x[train], y[train], lam * (spread if relative else 1))
            errors[j, i] = ((y[test] - x[test] @ a - b) ** 2).sum()
        mean += ((y[test] - y[train].mean()) ** 2).sum()
    rest = errors.sum(0) - errors
    return 1 - sum(errors[j, rest[j].argmin()] for j in range(k)) / mean


class TransferabilitySparkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        builder = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "2")
        )
        cls.spark = ts.session(builder=builder)
        cls.spark.sparkContext.setLogLevel("OFF")
        random = np.random.default_rng(7)
        cls.near = random.standard_normal((60, 4))
        cls.far = random.standard_normal((60, 7)).astype(np.float32)
        noise = random.standard_normal((60, 2))
        cls.pose = cls.near @ random.standard_normal((4, 2)) + 0.3 * noise
        cls.area = cls.pose[:, 0] + noise[:, 1]
        cls.df = ts.dataframe(
            cls.spark, {"near": cls.near, "far": cls.far}, {"pose": cls.pose, "area": cls.area}
        )

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def close(self, expected, found, relative=1e-10):
        self.assertLessEqual(abs(expected - found), relative * abs(expected), (expected, found))

    def one_line(self, what, call, *kinds):
        with self.assertRaises(kinds or ValueError) as caught:
            call()
        message = str(caught.exception)
        self.assertIn(what, message)
        self.assertEqual(1, len(message.splitlines()), message)
        self.assertNotIn("Exception", message)

    # --- scores ---

    def test_linear_mse_is_that_of_numpy(self):
        rows = ts.score(self.df, ["pose", "area"], "linear-mse", penalty=[0, 0.1]).collect()
        self.assertEqual(["source", "target", "estimator", "lambda", "score"], list(rows[0].asDict()))
        self.assertEqual(8, len(rows))
        features = {"near": self.near, "far": self.far.astype(np.float64)}
        for row in rows:
            y = self.pose if row.target == "pose" else self.area[:, None]
            self.close(linear_mse(features[row.source], y, float(row["lambda"])), row.score)
        for first, second in zip(rows[::2], rows[1::2]):  # sorted within a target and a penalty
            self.assertEqual((first.target, first["lambda"]), (second.target, second["lambda"]))
            self.assertGreaterEqual(first.score, second.score)

    def test_held_out_r2_is_that_of_numpy(self):
        grid = [1e-4, 1e-3, 1e-2, 0.1, 1, 10]
        rows = {r.source: r.score for r in ts.score(self.df, "area").collect()}
        self.close(held_out(self.near, self.area, grid, True), rows["near"])
        self.close(held_out(self.far.astype(np.float64), self.area, grid, True), rows["far"])
        fixed = ts.score(self.df, "area", penalty=0.5, folds=3).where("source = 'near'").head()
        self.close(held_out(self.near, self.area, [0.5], False, 3), fixed.score)
        outputs = [held_out(self.near, self.pose[:, o], grid, True) for o in range(2)]
        both = ts.score(self.df, "pose").where("source = 'near'").head()
        self.close(np.mean(outputs), both.score)

    def test_all_estimators_give_finite_numbers(self):
        df = self.df.withColumn("prediction", F.slice("features", 1, 2))
        rows = ts.score(df, "area", list(ts.ESTIMATORS), penalty="1e-2r").collect()
        self.assertEqual(2 * len(ts.ESTIMATORS), len(rows))
        self.assertTrue(all(np.isfinite(row.score) for row in rows), rows)
        label = {r.source: r.score for r in rows if r.estimator == "label-mse"}
        x = self.near[:, :2]
        self.close(linear_mse(x, self.area[:, None], 1e-2 * x.var(0).sum() / 2), label["near"])

    def test_without_a_source_all_rows_are_one_group(self):
        df = ts.dataframe(self.spark, self.near, self.area)
        row = ts.score(df, estimators="linear-mse", penalty=1).collect()
        self.assertEqual(1, len(row))
        self.close(linear_mse(self.near, self.area[:, None], 1), row[0].score)

    def test_datasets_are_not_mixed(self):
        df = self.df.withColumn("dataset", F.when(F.col("id") < 40, "a").otherwise("b"))
        rows = ts.score(df, "area", "linear-mse", 1).where("source = 'near'").collect()
        expected = {
            "a": linear_mse(self.near[:40], self.area[:40, None], 1),
            "b": linear_mse(self.near[40:], self.area[40:, None], 1),
        }
        self.assertEqual(2, len(rows))
        for row in rows:
            self.close(expected[row.dataset], row.score)

    def test_names_with_dots_and_backquotes(self):
        df = self.df.withColumnRenamed("area", "a.b`c").withColumnRenamed("features", "f.x")
        row = ts.score(df, "a.b`c", "linear-mse", 1, by=[], features="f.x")
        self.one_line("found 7 and 1", row.collect, PySparkException)
        row = ts.score(df.where("source = 'near'"), "a.b`c", "linear-mse", 1, features="f.x").head()
        self.assertEqual("a.b`c", row.target)
        self.close(linear_mse(self.near, self.area[:, None], 1), row.score)

    # --- arrays ---

    def test_values_survive(self):
        row = self.df.where("source = 'near' and id = 3").head()
        self.assertEqual(self.near[3].tolist(), row.features)
        self.assertEqual(self.pose[3].tolist(), row.pose)
        self.assertEqual(self.area[3], row.area)
        single = ts.dataframe(self.spark, self.far, self.area)
        self.assertEqual("array<float>", dict(single.dtypes)["features"])
        self.assertEqual(self.far[5].tolist(), single.where("id = 5").head().features)
        whole = ts.dataframe(self.spark, np.arange(6)[::2].reshape(3, 1), [1, 2, 3])
        self.assertEqual([4.0], whole.where("id = 2").head().features)
        half = np.array([[0.1], [2.5]], dtype=">f2")
        self.assertEqual([float(half[0, 0])], ts.dataframe(self.spark, half, [1, 2]).head().features)

    def test_missing_labels_are_left_out_of_a_score(self):
        y = self.area.copy()
        y[::3] = np.nan
        kept = ~np.isnan(y)
        expected = linear_mse(self.near[kept], y[kept, None], 1)
        masked = np.ma.masked_array(self.area, mask=~kept)
        objects = [None if np.isnan(value) else value for value in y]
        for labels in (y, masked, objects):
            df = ts.dataframe(self.spark, self.near, labels)
            self.close(expected, ts.score(df, estimators="linear-mse", penalty=1).head().score)

    def test_text_ids(self):
        ids = [f"row-{i}" for i in range(60)]
        df = ts.dataframe(self.spark, self.near, self.area, ids)
        self.assertEqual("string", dict(df.dtypes)["id"])
        self.assertTrue(np.isfinite(ts.score(df).head().score))

    @unittest.skipIf(pd is None, "pandas is not installed")
    def test_frames_of_pandas(self):
        x = pd.DataFrame(self.near, index=range(100, 160))
        y = pd.DataFrame({"area": self.area, "width": self.pose[:, 0]}, index=x.index)
        df = ts.dataframe(self.spark, x, y)
        row = ts.score(df, "area", "linear-mse", 1).head()
        self.close(linear_mse(self.near, self.area[:, None], 1), row.score)
        lists = pd.DataFrame({"features": list(self.far), "y": self.area})
        listed = ts.dataframe(self.spark, lists["features"], lists["y"])
        self.assertEqual(self.far[5].tolist(), listed.where("id = 5").head().features)
        nullable = pd.Series([1, None, 3], dtype="Int64")
        self.assertTrue(np.isnan(ts.dataframe(self.spark, np.eye(3), nullable).collect()[1].label))
        shuffled = y.sample(frac=1, random_state=1)
        self.one_line("index", lambda: ts.dataframe(self.spark, x, shuffled))

    def test_arrays_that_do_not_fit_are_one_line(self):
        x, y, spark = self.near, self.area, self.spark
        cases = [
            ("expected 60 rows", (x, y[:50])),
            ("found the shape (60,)", (y, y)),
            ("found the shape (2, 2, 15)", (np.zeros((2, 2, 15)), y)),
            ("found complex128", (x.astype(complex), y)),
            ("several widths", ([[1.0, 2.0], [1.0]], [1, 2])),
            ("expected numbers", (x, ["a"] * 60)),
            ("expected 60 ids", (x, y, list(range(59)))),
            ("whole numbers", (x, y, [0.5] * 60)),
            ("all text", (x, y, ["a"] * 59 + [1])),
            ("names of their own", (x, {"id": y})),
            ("masked", (np.ma.masked_less(x, 0), y)),
            ("empty mapping", ({}, y)),
        ]
        for what, arguments in cases:
            with self.subTest(what):
                self.one_line(what, lambda: ts.dataframe(spark, *arguments))

    # --- errors ---

    def test_wrong_arguments_are_one_line(self):
        df = self.df
        self.one_line("expected a column label of labels", lambda: ts.score(df))
        self.one_line("found 'cv-r3'", lambda: ts.score(df, "area", "cv-r3"))
        self.one_line("expected a penalty, found none", lambda: ts.score(df, "area", "gcv"))
        self.one_line("ids", lambda: ts.score(df.drop("id"), "area"))
        for penalty in (-1, "x", "best", float("nan"), "-1r"):
            found = f"found {penalty}"
            self.one_line(found, lambda: ts.score(df, "area", "linear-mse", penalty))
        text = df.withColumn("area", F.lit("a"))
        self.one_line("DATATYPE_MISMATCH", lambda: ts.score(text, "area"))

    def test_wrong_rows_are_one_line(self):
        broken = self.near.copy()
        broken[7, 2] = np.inf
        df = ts.dataframe(self.spark, broken, self.area)
        self.one_line("finite", ts.score(df).collect, PySparkException)
        ridge = ts.RidgeTransferability()
        self.one_line("finite", lambda: ridge.fit(df))
        self.one_line("nothing", lambda: ridge.setFeaturesCol("nothing").fit(df))
        self.one_line("nothing", lambda: ts.TransferabilityEvaluator(labelCol="nothing").evaluate(df))

    # --- MLlib ---

    def test_the_estimator_is_the_ridge_of_numpy(self):
        df = ts.dataframe(self.spark, self.near, self.pose)
        model = ts.RidgeTransferability(regParam=0.2).fit(df)
        a, b = ridge(self.near, self.pose, 0.2)
        self.close(linear_mse(self.near, self.pose, 0.2), model.score)
        self.assertEqual((60, ""), (model.rows, model.flags))
        self.close(-model.score, model.mse + model.penalty)
        np.testing.assert_allclose(model.weights.toArray(), a.T, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(model.intercept.toArray(), b, rtol=1e-9, atol=1e-12)
        row = model.setPredictionCol("p").transform(df).where("id = 4").head()
        np.testing.assert_allclose(row.p.toArray(), self.near[4] @ a + b, rtol=1e-9)

    def test_a_pipeline_is_saved_and_loaded(self):
        df = ts.dataframe(self.spark, self.near, self.area)
        with tempfile.TemporaryDirectory() as folder:
            pipeline = Pipeline(stages=[ts.RidgeTransferability(regParam=0.2)])
            fitted = pipeline.fit(df)
            fitted.save(folder + "/model")
            pipeline.save(folder + "/pipeline")
            loaded = PipelineModel.load(folder + "/model").stages[0]
            self.assertEqual(fitted.stages[0].score, loaded.score)
            again = Pipeline.load(folder + "/pipeline").getStages()[0]
            self.assertEqual(0.2, again.getRegParam())
            fitted.stages[0].save(folder + "/stage")
            stage = ts.RidgeTransferabilityModel.load(folder + "/stage")
            self.assertEqual(fitted.stages[0].weights, stage.weights)

    def test_the_evaluator_agrees_with_the_functions(self):
        df = ts.dataframe(self.spark, self.near, self.area)
        for penalty in (0.1, "1e-2r"):
            evaluator = ts.TransferabilityEvaluator(estimator="gcv", penalty=penalty)
            self.assertTrue(evaluator.isLargerBetter())
            self.close(
                ts.score(df, estimators="gcv", penalty=penalty).head().score, evaluator.evaluate(df)
            )

    # --- jobs ---

    def test_scores_of_a_job_are_read(self):
        with tempfile.TemporaryDirectory() as folder:
            written = self.df.limit(2).select("source", F.lit(0.5).alias("score"))
            written.write.parquet(folder + "/scores")
            self.assertEqual(2, ts.read_scores(folder).count())

            self.one_line(
                "PATH_NOT_FOUND", lambda: ts.read_scores(folder + "/none"), PySparkException
            )

    def test_a_job_runs_in_this_session(self):
        with tempfile.TemporaryDirectory() as folder:
            zoo = self.df.withColumn("dataset", F.lit("one")).drop("pose")
            zoo.write.partitionBy("source", "dataset").parquet(folder + "/zoo")
            arguments = ["score", "--features", folder + "/zoo", "--quiet", "--report", "none"]
            ts.run(*arguments, "--out", folder + "/out")
            rows = ts.read_scores(folder + "/out").where("estimator = 'cv-r2'").collect()
            expected = {r.source: r.score for r in ts.score(self.df, "area").collect()}
            self.assertEqual({"near", "far"}, {row.source for row in rows})
            for row in rows:
                self.close(expected[row.source], row.score)
            zoo.createOrReplaceTempView("zoo")
            ts.run("score", "--features-table", "zoo", *arguments[3:], "--out", folder + "/view")
            view = ts.read_scores(folder + "/view").where("estimator = 'cv-r2'").collect()
            self.assertEqual({r.source: r.score for r in rows}, {r.source: r.score for r in view})
            self.one_line("found an existing one", lambda: ts.run(*arguments, "--out", folder + "/out"))
            self.one_line("found 'scores'", lambda: ts.run("scores"))
        self.assertEqual(2, self.spark.range(2).count())


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of sockets that PySpark leaves open

package org.transferability.ml;

import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.SquareRange;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.sql.RevisitPass;
import org.transferability.sql.RowsAggregate;
import org.transferability.study.InputException;

/**
 * Aggregates the rows of a dataset to moments, or to coordinates of their span if they are no more
 * than the features, and reads them in a second pass if the moments have lost too many digits. Rows
 * in which a column is null are ignored.
 */
final class DatasetRows {
  private static final String FEATURES = "features";
  private static final String LABELS = "labels";

  private final Dataset<Row> rows;
  private final String featuresCol;
  private final String labelCol;
  private RowsAggregate.Found found; // by problem()

  private DatasetRows(Dataset<Row> rows, String featuresCol, String labelCol) {
    this.rows = rows;
    this.featuresCol = featuresCol;
    this.labelCol = labelCol;
  }

  /**
   * @throws InputException if there is no such column
   */
  static DatasetRows of(Dataset<?> dataset, String featuresCol, String labelCol) {
    StructType schema = dataset.schema();
    Dataset<Row> rows =
        dataset.select(
            NamedColumn.of(schema, featuresCol).column().alias(FEATURES),
            NamedColumn.of(schema, labelCol).column().alias(LABELS));
    return new DatasetRows(rows, featuresCol, labelCol);
  }

  /**
   * The regression of the labels on the features, or on coordinates of the rows. Reads the rows.
   *
   * @throws InputException if there is no row, one is wrong, or numbers are too large or too small
   *     to be squared
   */
  RidgeProblem problem() {
    Row row;
    try {
      row =
          rows.select(
                  ExpressionUtils.column(
                      RowsAggregate.column(
                          List.of(
                              ExpressionUtils.expression(functions.col(FEATURES)),
                              ExpressionUtils.expression(functions.col(LABELS))))))
              .head();
    } catch (Exception e) { // Spark's exceptions are checked in Java, but not in Scala
      throw mistake(e).orElseGet(() -> ExceptionUtils.asRuntimeException(e));
    }
    if (row.isNullAt(0)) {
      throw new InputException(
          "Cannot fit: expected rows with features (%s) and labels (%s), found none"
              .formatted(featuresCol, labelCol));
    }
    try {
      found = RowsAggregate.read(row.getAs(0));
    } catch (ReducedRows.OutOfRange e) {
      throw outOfRange(e.getMessage());
    }
    TargetMoments target = found.moments().target(0);
    SquareRange.violation(target)
        .ifPresent(
            violation -> {
              throw outOfRange(violation);
            });
    return RidgeProblem.of(target);
  }

  private InputException outOfRange(String violation) {
    return new InputException(
        "Cannot fit features (%s) to labels (%s): %s".formatted(featuresCol, labelCol, violation));
  }

  /** Reads the rows of the problem again. */
  double[] revisit(Revisit revisit) {
    return found.basis().isPresent()
        ? found.basis().get().reduced().revisit(List.of(revisit)).get(0)
        : RevisitPass.over(rows, revisit);
  }

  /**
   * The weights of the features, d x q column-major, from those of a fit of the problem, which may
   * have fewer coordinates.
   */
  double[] ofFeatures(RidgeFit fit) {
    return found.basis().isPresent()
        ? found.basis().get().weights(fit.weights(), fit.outputs())
        : fit.weights();
  }

  /** The user's error, which Spark wraps into the failure of a task. */
  private static Optional<RuntimeException> mistake(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException) {
        return Optional.of(new InputException(cause.getMessage(), failure));
      }
    }
    return Optional.empty();
  }
}

package org.transferability.ml;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.transferability.accumulate.Moments;
import org.transferability.sql.MomentsColumn;
import org.transferability.study.InputException;

/** rows = read; moments = aggregate: the first half of everything here. */
final class DatasetMoments {
  private DatasetMoments() {}

  /**
   * The moments of two columns of a dataset; rows in which either is null do not count.
   *
   * @throws InputException if there is no other row
   */
  static Moments of(Dataset<?> dataset, String features, String labels) {
    Row row =
        dataset
            .select(
                ExpressionUtils.column(
                    MomentsColumn.of(
                        List.of(
                            ExpressionUtils.expression(functions.col(features)),
                            ExpressionUtils.expression(functions.col(labels))))))
            .head();
    if (row.isNullAt(0)) {
      throw new InputException(
          "Cannot fit: expected rows with features (%s) and labels (%s), found none"
              .formatted(features, labels));
    }
    return Moments.fromBytes(row.getAs(0));
  }
}

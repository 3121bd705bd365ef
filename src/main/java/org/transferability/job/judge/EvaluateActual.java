package org.transferability.job.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.report.RunRecord;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;

/** The measured transfers, in the order of the table. */
public record EvaluateActual(List<MeasuredPair> measured, RunRecord.Input input) {
  public static EvaluateActual read(Configuration conf, Measured source) throws IOException {
    MeasuredColumns names = source.columns();
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column(names.source(), "--source-column", ""));
    if (source.dataset().isEmpty()) {
      columns.add(
          column(
              names.dataset(), "--dataset-column", ", --dataset if all rows are of one dataset"));
    }
    columns.add(column(names.target(), "--target-column", ""));
    columns.add(column(names.error(), "--error-column", ""));
    String none = ", --no-transfer-column if there is none";
    names.transfer().ifPresent(name -> columns.add(column(name, "--transfer-column", none)));
    EvaluateTable table = EvaluateTable.read(conf, source.path(), columns);
    List<MeasuredPair> measured = new ArrayList<>();
    for (TableRow row : table.rows()) {
      Pair pair =
          new Pair(
              table.name(row, names.source()),
              source.dataset().orElseGet(() -> table.name(row, names.dataset())),
              table.name(row, names.target()));
      String transfer =
          names.transfer().map(name -> table.name(row, name)).orElse(MeasuredColumns.ONE_TRANSFER);
      table.requireFirst(row, pair, transfer);
      measured.add(new MeasuredPair(pair, transfer, table.number(row, names.error())));
    }
    return new EvaluateActual(measured, table.input("actual"));
  }

  private static TableColumn column(String name, String option, String more) {
    return TableColumn.required(name, option + " sets another name" + more);
  }
}

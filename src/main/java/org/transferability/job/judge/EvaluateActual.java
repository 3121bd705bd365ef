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
  private static final int VALUE = 3;
  private static final int TRANSFER = 4;

  public static EvaluateActual read(Configuration conf, Measured source) throws IOException {
    MeasuredColumns names = source.columns();
    List<TableColumn> columns = new ArrayList<>();
    columns.add(TableColumn.required(names.source(), "--source-column sets another name"));
    columns.add(TableColumn.required(names.dataset(), "--dataset-column sets another name"));
    columns.add(TableColumn.required(names.target(), "--target-column sets another name"));
    columns.add(TableColumn.required(names.error(), "--error-column sets another name"));
    names
        .transfer()
        .ifPresent(
            name ->
                columns.add(
                    TableColumn.required(
                        name,
                        "--transfer-column sets another name, --no-transfer-column if there is"
                            + " none")));
    EvaluateTable table = EvaluateTable.read(conf, source.path(), columns);
    List<MeasuredPair> measured = new ArrayList<>();
    for (TableRow row : table.rows()) {
      Pair pair = table.pair(row);
      String transfer =
          names.transfer().isPresent() ? table.name(row, TRANSFER) : MeasuredColumns.ONE_TRANSFER;
      table.requireFirst(row, pair, transfer);
      measured.add(new MeasuredPair(pair, transfer, table.number(row, VALUE)));
    }
    return new EvaluateActual(measured, table.input("actual"));
  }
}

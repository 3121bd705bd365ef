package org.transferability.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.transferability.importing.source.Id;

/** Writes the id and the numbers of a row as Parquet values, without an object per number. */
final class RowWriteSupport extends WriteSupport<OutputRow> {
  private final boolean wholeIds;
  private final List<OutputColumn> columns;
  private RecordConsumer out;

  RowWriteSupport(boolean wholeIds, List<OutputColumn> columns) {
    this.wholeIds = wholeIds;
    this.columns = columns;
  }

  @Override
  @SuppressWarnings("deprecation") // the other init is optional, this one is abstract
  public WriteContext init(Configuration conf) {
    List<Type> fields = new ArrayList<>();
    fields.add(
        wholeIds
            ? Types.required(PrimitiveTypeName.INT64).named("id")
            : Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("id"));
    columns.forEach(column -> fields.add(column.type()));
    return new WriteContext(new MessageType("imported", fields), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(OutputRow row) {
    out.startMessage();
    out.startField("id", 0);
    if (row.id instanceof Id.Whole whole) {
      out.addLong(whole.value());
    } else {
      out.addBinary(Binary.fromString(((Id.Text) row.id).value()));
    }
    out.endField("id", 0);
    for (int c = 0; c < columns.size(); c++) {
      columns.get(c).write(out, c + 1, row.blocks[c], row.offsets[c]);
    }
    out.endMessage();
  }
}

package org.transferability.read.id;

import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.transferability.read.page.BytesValues;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Leaf;
import org.transferability.read.page.LongValues;
import org.transferability.read.page.RowProblem;

/** The column of ids, which must not be null. */
public final class IdColumn {
  private final String name;
  private final Leaf<LongValues> longs;
  private final Leaf<BytesValues> texts;
  private long next;

  /** The kind must be a Scalar of whole numbers or a Text. */
  public IdColumn(String name, ColumnKind kind) {
    this.name = name;
    ColumnDescriptor column = kind.leaves().get(0);
    boolean text = kind instanceof ColumnKind.Text;
    longs = text ? null : new Leaf<>(column, new LongValues(column));
    texts = text ? new Leaf<>(column, new BytesValues(column)) : null;
  }

  public IdKind kind() {
    if (texts != null) {
      return IdKind.TEXT;
    }
    PrimitiveType type = longs.values.column.getPrimitiveType();
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT64 && ColumnKind.isUnsigned(type)
        ? IdKind.UNSIGNED_LONG
        : IdKind.LONG;
  }

  public String name() {
    return name;
  }

  public void start(PageReadStore store) {
    leaf().start(store);
    next = 0;
  }

  /** Appends the ids of the next n rows. */
  public void read(int n, IdStore ids) {
    ids.reserve(n);
    int left = n;
    while (left > 0) {
      int take = Math.min(left, leaf().available(1));
      if (take == 0) {
        throw new ParquetDecodingException("fewer rows than the row group declares");
      }
      requirePresent(take);
      if (longs != null) {
        longs.values.read(ids.longs(), ids.rows(), take);
        ids.added(take);
      } else {
        readTexts(take, ids);
      }
      leaf().position += take;
      next += take;
      left -= take;
    }
  }

  public void finish() {
    leaf().requireEnd();
  }

  private void readTexts(int n, IdStore ids) {
    for (int i = 0; i < n; i++) {
      ByteBuffer value = texts.values.next();
      int length = value.remaining();
      int start = ids.addText(length);
      value.get(ids.bytes(), start, length);
    }
  }

  private void requirePresent(int n) {
    Leaf<?> leaf = leaf();
    for (int i = 0; i < n; i++) {
      if (leaf.definition[leaf.position + i] != leaf.maxDefinition) {
        throw new RowProblem(next + i, "an id", "null");
      }
    }
  }

  private Leaf<?> leaf() {
    return longs == null ? texts : longs;
  }

  /** Whether ids can be read from a column of this kind. */
  public static boolean reads(ColumnKind kind) {
    return kind instanceof ColumnKind.Text
        || (kind instanceof ColumnKind.Scalar scalar
            && ColumnKind.isWhole(scalar.leaf().getPrimitiveType()));
  }
}

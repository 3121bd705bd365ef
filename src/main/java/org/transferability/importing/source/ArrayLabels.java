package org.transferability.importing.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.lang3.function.FailableFunction;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/** The arrays of a file as columns of one table, each with the name of the array. */
public final class ArrayLabels implements NumberRows {
  /** The names of arrays that were saved without one. */
  private static final Pattern UNNAMED = Pattern.compile("arr_\\d+");

  private final List<NpyRows> rowsOf = new ArrayList<>();
  private final List<NumberColumn> columns = new ArrayList<>();
  private final List<LeftOut> leftOut;
  private final boolean named;
  private double[] part = new double[0];

  /**
   * An array that is described but not read.
   *
   * @param reason the reason why it has no numbers, such as {@code text}; null if it has
   */
  public record Array(RowBytes bytes, NpyHeader header, String reason) {
    Array(ArrayBytes bytes, NpyHeader header) {
      this(bytes, header, header.type().isText() ? "text" : null);
    }

    NpyRows rows() throws IOException {
      return new NpyRows(bytes, header);
    }
  }

  /**
   * @param arrays finds the array of a name
   */
  public ArrayLabels(
      String file,
      List<String> names,
      FailableFunction<String, Array, IOException> arrays,
      Selection selection)
      throws IOException {
    List<String> numbers = new ArrayList<>();
    List<LeftOut> others = new ArrayList<>();
    for (String name : names) {
      if (!selection.mayChoose(name)) {
        continue;
      }
      String reason = arrays.apply(name).reason();
      if (reason != null) {
        others.add(new LeftOut(name, reason));
      } else {
        numbers.add(name);
      }
    }
    if (numbers.isEmpty() && others.isEmpty() && selection.text() != null) {
      throw new InputException(
          "Cannot read %s: no array '%s' in it; %s"
              .formatted(file, selection.text(), NearestName.expected(selection.text(), names)));
    }
    Selection.Choice choice = selection.choose(numbers, others, file);
    leftOut = choice.leftOut();
    List<String> chosen = choice.columns();
    named = chosen.size() > 1 || !UNNAMED.matcher(chosen.get(0)).matches();
    try {
      for (String name : chosen) {
        NpyRows rows = arrays.apply(name).rows();
        rowsOf.add(rows);
        NumberColumn column = rows.columns().get(0);
        columns.add(new NumberColumn(named ? name : null, column.width(), column.shape()));
        if (rows.rows() != rowsOf.get(0).rows()) {
          throw new InputException(
              "Cannot read %s: expected as many rows in every array, found %d in '%s' and %d in '%s'; choose arrays after #"
                  .formatted(file, rowsOf.get(0).rows(), chosen.get(0), rows.rows(), name));
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<NumberColumn> columns() {
    return columns;
  }

  @Override
  public boolean named() {
    return named;
  }

  @Override
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  @Override
  public boolean fitsFloat() {
    return rowsOf.stream().allMatch(NpyRows::fitsFloat);
  }

  @Override
  public String describe() {
    return rowsOf.size() == 1
        ? rowsOf.get(0).describe()
        : String.join("; ", rowsOf.stream().map(NpyRows::describe).toList());
  }

  @Override
  public int read(double[] block, int most) throws IOException {
    int width = width();
    int rows = 0;
    int start = 0;
    for (int a = 0; a < rowsOf.size(); a++) {
      int columnWidth = columns.get(a).width();
      if (part.length < most * columnWidth) {
        part = new double[most * columnWidth];
      }
      rows = rowsOf.get(a).read(part, most);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(part, r * columnWidth, block, r * width + start, columnWidth);
      }
      start += columnWidth;
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    for (NpyRows rows : rowsOf) {
      rows.close();
    }
  }
}

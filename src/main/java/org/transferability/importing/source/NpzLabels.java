package org.transferability.importing.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;

/** The arrays of a .npz as columns of one table, each with the name of the array. */
final class NpzLabels implements NumberRows {
  /** The names of arrays that were saved without one. */
  private static final Pattern UNNAMED = Pattern.compile("arr_\\d+");

  private final List<NpyRows> arrays = new ArrayList<>();
  private final List<NumberColumn> columns = new ArrayList<>();
  private final List<LeftOut> leftOut;
  private final boolean named;
  private double[] part = new double[0];

  NpzLabels(FileSystem files, Path path, long length, Selection selection) throws IOException {
    List<String> numbers = new ArrayList<>();
    List<LeftOut> texts = new ArrayList<>();
    for (String name : NpzArchive.names(files, path, length)) {
      if (selection.reading().keys().contains(name)) {
        continue;
      }
      if (NpyHeader.read(NpzArchive.member(files, path, length, name)).type().isText()) {
        texts.add(new LeftOut(name, "text"));
      } else {
        numbers.add(name);
      }
    }
    Selection.Choice choice = selection.choose(numbers, texts, path.toString());
    leftOut = choice.leftOut();
    List<String> chosen = choice.columns();
    named = chosen.size() > 1 || !UNNAMED.matcher(chosen.get(0)).matches();
    try {
      for (String name : chosen) {
        NpyRows rows = new NpyRows(NpzArchive.member(files, path, length, name));
        arrays.add(rows);
        NumberColumn column = rows.columns().get(0);
        columns.add(new NumberColumn(named ? name : null, column.width(), column.shape()));
        if (rows.rows() != arrays.get(0).rows()) {
          throw new InputException(
              "Cannot read %s: expected as many rows in every array, found %d in '%s' and %d in '%s'; choose arrays after #"
                  .formatted(path, arrays.get(0).rows(), chosen.get(0), rows.rows(), name));
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
    return arrays.stream().allMatch(NpyRows::fitsFloat);
  }

  @Override
  public String describe() {
    return arrays.size() == 1
        ? arrays.get(0).describe()
        : String.join("; ", arrays.stream().map(NpyRows::describe).toList());
  }

  @Override
  public int read(double[] block, int most) throws IOException {
    int width = width();
    int rows = 0;
    int start = 0;
    for (int a = 0; a < arrays.size(); a++) {
      int columnWidth = columns.get(a).width();
      if (part.length < most * columnWidth) {
        part = new double[most * columnWidth];
      }
      rows = arrays.get(a).read(part, most);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(part, r * columnWidth, block, r * width + start, columnWidth);
      }
      start += columnWidth;
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    for (NpyRows rows : arrays) {
      rows.close();
    }
  }
}

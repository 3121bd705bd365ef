package org.transferability.read.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.transferability.study.InputException;

/** The row group that is being decoded, so that an error in it names file, column, row and id. */
public final class Decoding {
  private final String file;
  private final long firstRow;
  private final LongFunction<String> idOfRow;
  private String column = "";

  /**
   * A row group.
   *
   * @param firstRow number in the file of its first row
   * @param idOfRow the id of a row of the group as text; may fail
   */
  public Decoding(String file, long firstRow, LongFunction<String> idOfRow) {
    this.file = file;
    this.firstRow = firstRow;
    this.idOfRow = idOfRow;
  }

  /** Sets the column that is decoded next. */
  public void column(String name) {
    column = name;
  }

  public long firstRow() {
    return firstRow;
  }

  /**
   * Runs a step. The bytes are in memory, so every error is in the file, except one of reading more
   * of them.
   *
   * @throws UncheckedIOException if the file system fails; may be retried
   */
  public <T> T step(Supplier<T> decode) {
    try {
      return decode.get();
    } catch (RowProblem problem) {
      throw located(problem);
    } catch (UncheckedIOException e) {
      throw inFile(e);
    } catch (RuntimeException e) {
      throw Damage.inPages(file, "column " + column, e);
    }
  }

  private InputException inFile(UncheckedIOException error) {
    try {
      return Damage.inFile(file, error.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InputException located(RowProblem problem) {
    return new InputException(
        "Cannot read "
            + column
            + ": expected "
            + problem.expected()
            + ", found "
            + problem.found()
            + " ("
            + file
            + ", row "
            + (firstRow + problem.rowInGroup())
            + idOf(problem.rowInGroup())
            + ")"
            + problem.advice(),
        problem);
  }

  private String idOf(long rowInGroup) {
    try {
      String id = idOfRow.apply(rowInGroup);
      return id.isEmpty() ? "" : ", id " + id;
    } catch (RuntimeException e) {
      // The id column is damaged too, or the row has no id: only the row number is reported.
      return "";
    }
  }
}

package org.transferability.importing.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.transferability.study.InputException;

/**
 * Rows of a numpy array. In C order, rows are contiguous and are streamed. In Fortran order,
 * columns are contiguous: as many rows as fit into {@value #PIECE_BYTES} bytes are gathered at a
 * time, with one contiguous read for each column.
 */
public final class NpyRows implements NumberRows {
  private static final int PIECE_BYTES = 32 << 20;

  private final String file;
  private final NpyHeader header;
  private final int width;
  private final InputStream in; // null in Fortran order
  private final ArrayBytes.RandomBytes random; // null in C order
  private final int[] columnOf; // for each number of the flattened row, its column of the file
  private byte[] bytes = new byte[0];
  private long row;
  private double[] piece = new double[0]; // column after column
  private long pieceStart;
  private int pieceRows;

  public NpyRows(ArrayBytes array) throws IOException {
    this(array, NpyHeader.read(array));
  }

  /**
   * @param array {@link ArrayBytes} if it is in Fortran order
   */
  public NpyRows(RowBytes array, NpyHeader header) throws IOException {
    this.file = array.name();
    this.header = header;
    if (header.type().isText()) {
      throw new InputException(
          "Cannot read %s: expected numbers, found %s".formatted(file, header.describe()));
    }
    if (header.rows() == 0 || header.width() == 0) {
      throw new InputException(
          "Cannot read %s: expected at least one row and one column, found %s"
              .formatted(file, header.describe()));
    }
    this.width = (int) header.width();
    boolean scattered = header.fortran() && header.shape().length > 1;
    this.columnOf = scattered ? columns(header.shape(), width) : new int[0];
    this.in = scattered ? null : array.open();
    this.random = scattered ? ((ArrayBytes) array).random() : null;
    if (in != null) {
      in.skipNBytes(header.offset());
    }
  }

  /** A row is flattened so that its last axis varies fastest; in the file its second axis does. */
  private static int[] columns(long[] shape, int width) {
    int[] columns = new int[width];
    for (int j = 0; j < width; j++) {
      int rest = j;
      int stride = width;
      int column = 0;
      for (int axis = shape.length - 1; axis >= 1; axis--) {
        int size = (int) shape[axis];
        stride /= size;
        column += rest % size * stride;
        rest /= size;
      }
      columns[j] = column;
    }
    return columns;
  }

  @Override
  public List<NumberColumn> columns() {
    return List.of(
        new NumberColumn(
            null, width, NumberColumn.shape(header.shape(), 1, header.shape().length)));
  }

  long rows() {
    return header.rows();
  }

  @Override
  public boolean named() {
    return false;
  }

  @Override
  public boolean fitsFloat() {
    return header.type().fitsFloat();
  }

  @Override
  public String describe() {
    return header.describe();
  }

  @Override
  public int read(double[] block, int most) throws IOException {
    int rows = (int) Math.min(most, header.rows() - row);
    if (random == null) {
      int count = rows * width;
      fill(count * header.type().size());
      header.type().decode(buffer(), count, block, 0, file);
    } else {
      for (int r = 0; r < rows; r++) {
        copyRow(row + r, block, r * width);
      }
    }
    row += rows;
    return rows;
  }

  private void fill(int count) throws IOException {
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    int read = in.readNBytes(bytes, 0, count);
    if (read < count) {
      throw new InputException(
          "Cannot read %s: expected %s, found the end after row %d"
              .formatted(file, header.describe(), row + read / (width * header.type().size())));
    }
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(header.type().order());
  }

  private void copyRow(long wanted, double[] block, int offset) throws IOException {
    if (wanted >= pieceStart + pieceRows) {
      nextPiece(wanted);
    }
    int r = (int) (wanted - pieceStart);
    for (int j = 0; j < width; j++) {
      block[offset + j] = piece[columnOf[j] * pieceRows + r];
    }
  }

  private void nextPiece(long first) throws IOException {
    int size = header.type().size();
    long fitting = Math.max(1, PIECE_BYTES / ((long) Double.BYTES * width));
    pieceStart = first;
    pieceRows = (int) Math.min(fitting, header.rows() - first);
    if (piece.length < pieceRows * width) {
      piece = new double[pieceRows * width];
      bytes = new byte[pieceRows * size];
    }
    for (int column = 0; column < width; column++) {
      long at = header.offset() + (column * header.rows() + first) * size;
      random.readFully(at, bytes, pieceRows * size);
      header.type().decode(buffer(), pieceRows, piece, column * pieceRows, file);
    }
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
    if (random != null) {
      random.close();
    }
  }
}

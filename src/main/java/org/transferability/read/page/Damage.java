package org.transferability.read.page;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.ParquetRuntimeException;
import org.transferability.study.InputException;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Distinguishes errors in a file (the user's, final) from errors of the file system (which may be
 * retried). Parquet throws many kinds of exceptions on damaged bytes.
 */
public final class Damage {
  private static final int LONGEST_DETAIL = 200;

  private Damage() {}

  /** The error of decoding bytes in memory, which is always an error in the file. */
  public static InputException inPages(String file, String where, RuntimeException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException input) { // of a converter, which Parquet wraps
        return input;
      }
    }
    return damaged(file, where, error);
  }

  /** The error of opening or fetching: returned if it is in the file, else rethrown. */
  public static InputException inFile(String file, Exception error) throws IOException {
    if (error instanceof InputException input) {
      return input;
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException) {
        return new InputException("Cannot read " + file + ": expected a file, found none", error);
      }
      if (cause instanceof AccessControlException) {
        return new InputException(
            "Cannot read "
                + file
                + ": expected permission to read it, found none ("
                + detail(cause)
                + ")",
            error);
      }
      // HDFS reports "Premature EOF" for a lost connection; any other end is that of the file.
      if ((cause instanceof EOFException
              && !String.valueOf(cause.getMessage()).startsWith("Premature EOF"))
          || cause instanceof ChecksumException
          || cause instanceof TException) {
        return damaged(file, "", error);
      }
    }
    if (error instanceof IOException io) {
      if (String.valueOf(io.getMessage()).startsWith("Expected ")) {
        // ParquetFileReader: "Expected N values in column chunk ... but got M values instead".
        return damaged(file, "", error);
      }
      throw io;
    }
    if (error instanceof UncheckedIOException unchecked) {
      throw unchecked.getCause();
    }
    if (error.getCause() instanceof IOException io && error instanceof ParquetRuntimeException) {
      throw io;
    }
    String message = String.valueOf(error.getMessage());
    if (message.contains("is not a Parquet file")) {
      return new InputException(
          "Cannot read "
              + file
              + ": expected a Parquet file, found other content or a truncated file",
          error);
    }
    return damaged(file, "", error);
  }

  private static InputException damaged(String file, String where, Throwable error) {
    return new InputException(
        "Cannot read "
            + file
            + ": expected a complete Parquet file, found damaged data ("
            + where
            + (where.isEmpty() ? "" : ": ")
            + detail(error)
            + ")",
        error);
  }

  /** The first line of the innermost message: the outer ones repeat the path. */
  private static String detail(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null
            ? cause.getClass().getSimpleName()
            : cause.getMessage().lines().findFirst().orElse("");
    return message.length() <= LONGEST_DETAIL
        ? message
        : message.substring(0, LONGEST_DETAIL) + "...";
  }
}

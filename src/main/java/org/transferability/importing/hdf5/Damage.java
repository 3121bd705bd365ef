package org.transferability.importing.hdf5;

import io.jhdf.exceptions.UnsupportedHdfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.lang3.function.FailableSupplier;
import org.transferability.study.InputException;

/** Turns what jhdf throws at a damaged or unusual file into an error of the input. */
final class Damage {
  private static final int LONGEST = 160;

  private Damage() {}

  /**
   * @param called the file or the dataset
   * @throws InputException if the bytes of the file are wrong
   * @throws IOException if they cannot be read
   */
  static <T> T guard(String called, FailableSupplier<T, IOException> work) throws IOException {
    try {
      return work.get();
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      UncheckedIOException failed = ExceptionUtils.throwableOfType(e, UncheckedIOException.class);
      if (failed != null) {
        throw failed.getCause();
      }
      if (ExceptionUtils.indexOfType(e, UnsupportedHdfException.class) >= 0) {
        throw new InputException(
            "Cannot read %s: expected a form of HDF5 that is supported, found %s"
                .formatted(called, reason(e)),
            e);
      }
      throw new InputException(message(called, reason(e)), e);
    } catch (StackOverflowError e) {
      throw new InputException(message(called, "structures that contain themselves"), e);
    } catch (OutOfMemoryError e) { // of one structure, whose size is in the file
      throw new InputException(
          message(called, "a structure that does not fit into memory: " + e.getMessage()), e);
    }
  }

  private static String message(String called, String found) {
    return "Cannot read %s: expected a complete HDF5 file, found damage (%s)"
        .formatted(called, found);
  }

  /**
   * Whether an object has a form that jhdf does not read, so that others of the file may be read.
   */
  static String unsupportedOrNull(InputException e) {
    UnsupportedHdfException found =
        ExceptionUtils.throwableOfType(e, UnsupportedHdfException.class);
    if (found == null) {
      return null;
    }
    String message = String.valueOf(found.getMessage());
    if (message.contains("Virtual storage")) {
      return "a virtual dataset, whose values are in other files";
    }
    return message.contains("External Data Files")
        ? "a dataset whose values are in an external file"
        : "a form that is not supported (" + firstLine(message) + ")";
  }

  private static String reason(Throwable e) {
    Throwable root = ExceptionUtils.getRootCause(e);
    String text = firstLine(String.valueOf(root.getMessage()));
    return root.getMessage() == null ? root.getClass().getSimpleName() : text;
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}

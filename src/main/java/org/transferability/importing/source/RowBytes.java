package org.transferability.importing.source;

import java.io.IOException;
import java.io.InputStream;

/** The elements of an array, row by row in C order. */
public interface RowBytes {
  /** The name in messages. */
  String name();

  /** All bytes from the first on; others may follow. The caller closes it. */
  InputStream open() throws IOException;
}

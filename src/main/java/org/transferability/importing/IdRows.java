package org.transferability.importing;

import java.io.Closeable;
import java.io.IOException;

/** The ids of one file's rows, in order; all numbers or all texts. */
interface IdRows extends Closeable {
  /** The next id, or null at the end. */
  Id next() throws IOException;
}

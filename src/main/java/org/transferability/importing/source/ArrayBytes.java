package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one array file, wherever they lie: a file, or a member of a .npz archive. */
interface ArrayBytes extends Closeable {
  /** How they are called in messages. */
  String name();

  long length();

  /** All bytes from the first on. To be closed by the caller; one at a time. */
  InputStream open() throws IOException;

  /** Bytes that can be read anywhere, at the cost of unpacking them to disk where need be. */
  RandomBytes random() throws IOException;

  /** Reads at any place. */
  interface RandomBytes extends Closeable {
    void readFully(long position, byte[] bytes, int count) throws IOException;
  }
}

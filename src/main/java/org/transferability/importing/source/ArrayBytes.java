package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one array: a file, or a member of a .npz archive. */
interface ArrayBytes extends Closeable {
  /** The name in messages. */
  String name();

  long length();

  /** All bytes from the first on. The caller closes the stream; only one may be open at a time. */
  InputStream open() throws IOException;

  /** Bytes with random access; compressed ones are unpacked to disk. */
  RandomBytes random() throws IOException;

  /** Reads at any position. */
  interface RandomBytes extends Closeable {
    void readFully(long position, byte[] bytes, int count) throws IOException;
  }
}

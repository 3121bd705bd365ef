package org.transferability.study;

import java.io.InputStream;
import java.nio.file.Path;

/** The study file. */
public final class StudyFile {
  private StudyFile() {}

  public static StudyDraft read(Path file) {
    throw new UnsupportedOperationException(file.toString());
  }

  public static StudyDraft read(InputStream in, String name) {
    throw new UnsupportedOperationException(name + in);
  }
}

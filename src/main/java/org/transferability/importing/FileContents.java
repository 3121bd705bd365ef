package org.transferability.importing;

import java.io.IOException;
import java.util.List;

/** Opens files while the import is planned, to see what they contain. */
@FunctionalInterface
public interface FileContents {
  /** The names of the columns or arrays of a file; none for a file of one array. */
  List<String> names(SourceFile file) throws IOException;
}

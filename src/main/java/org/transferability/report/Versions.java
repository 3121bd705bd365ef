package org.transferability.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The versions of everything that can affect the digits of the result. */
public final class Versions {
  private Versions() {}

  /** The version of this tool, from the manifest of its jar; {@code development} without one. */
  public static String tool() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** For run.json: tool, spark, java, blas, os. */
  public static Map<String, String> all(String spark, String blas) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("tool", tool());
    versions.put("spark", spark);
    versions.put(
        "java",
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
    versions.put("blas", blas);
    versions.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    return versions;
  }
}

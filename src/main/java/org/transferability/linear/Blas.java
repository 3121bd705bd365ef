package org.transferability.linear;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import dev.ludovic.netlib.lapack.NativeLAPACK;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The single BLAS and LAPACK of this process: the OpenBLAS in the jar, bound into netlib, or
 * netlib's pure Java if that library cannot be loaded.
 *
 * <p>The library runs on one thread, because Spark already runs a task on every core. It must be
 * bound before any other class uses netlib, because netlib looks for its library once, and a second
 * OpenBLAS crashes the process. So every job calls {@link #load()} first, on the driver and on the
 * executors. With {@code -Dtransferability.blas=java} (or the environment variable {@code
 * TRANSFERABILITY_BLAS=java}) nothing native is loaded.
 */
public final class Blas {
  /** System property: {@code native} (the default) or {@code java}. */
  public static final String PROPERTY = "transferability.blas";

  /** Warns of its vectorised Java where a JVM lacks the incubating module, also if it is unused. */
  private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

  private static final String VARIABLE = "TRANSFERABILITY_BLAS";
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final String VERSION_RESOURCE =
      "/META-INF/maven/org.bytedeco/openblas/pom.properties";

  private final BLAS blas;
  private final LAPACK lapack;
  private final String description;
  private final Optional<String> warning;

  private Blas(BLAS blas, LAPACK lapack, String description, Optional<String> warning) {
    this.blas = blas;
    this.lapack = lapack;
    this.description = description;
    this.warning = warning;
  }

  /** Initialised on first use by one thread, which the class loader guarantees. */
  private static final class Holder {
    static final Blas INSTANCE = bindQuietly();
  }

  /** Binds the library now. Safe to call from any thread, any number of times. */
  public static void load() {
    Objects.requireNonNull(Holder.INSTANCE);
  }

  /** Level 1 to 3 kernels. */
  public static BLAS blas() {
    return Holder.INSTANCE.blas;
  }

  /** Factorisations and eigenvalues. */
  public static LAPACK lapack() {
    return Holder.INSTANCE.lapack;
  }

  /** Whether the kernels are native code. */
  public static boolean isNative() {
    return Holder.INSTANCE.blas instanceof NativeBLAS;
  }

  /**
   * One line for a log and a run's record, for example {@code OpenBLAS 0.3.31, native, 1 thread}.
   * It includes OPENBLAS_CORETYPE if that is set, because speed and last digits depend on the
   * kernels that it selects.
   */
  public static String description() {
    return Holder.INSTANCE.description;
  }

  /** A warning if the kernels are not native although pure Java was not requested; else empty. */
  public static Optional<String> warning() {
    return Holder.INSTANCE.warning;
  }

  private static Blas bindQuietly() {
    Level before = NETLIB.getLevel();
    NETLIB.setLevel(Level.SEVERE);
    try {
      return bind();
    } finally {
      NETLIB.setLevel(before);
    }
  }

  private static Blas bind() {
    String choice = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "native"));
    if (choice.equals("java")) {
      return pureJava(Optional.empty());
    }
    if (!choice.equals("native")) {
      throw new IllegalArgumentException(
          "Cannot choose a BLAS: expected native or java, found " + choice + " (" + PROPERTY + ")");
    }
    try {
      return bundled();
    } catch (LinkageError | RuntimeException | IOException e) {
      return pureJava(
          Optional.of(
              "No native BLAS could be loaded, so matrix products run in pure Java, 5 to 20 times"
                  + " slower ("
                  + e
                  + ")"));
    }
  }

  private static Blas bundled() throws IOException {
    Path binding = Path.of(Loader.load(openblas_nolapack.class));
    openblas_nolapack.blas_set_num_threads(1);
    Path library = binding.resolveSibling("libopenblas_nolapack.so.0");
    if (!Files.isReadable(library)) {
      throw new FileNotFoundException(library.toString());
    }
    // Otherwise netlib would look for a libblas.so.3 of the system.
    System.setProperty("dev.ludovic.netlib.blas.nativeLibPath", library.toString());
    System.setProperty("dev.ludovic.netlib.lapack.nativeLibPath", library.toString());
    return new Blas(
        NativeBLAS.getInstance(),
        NativeLAPACK.getInstance(),
        "OpenBLAS " + version() + ", native, 1 thread" + coreType(),
        Optional.empty());
  }

  private static Blas pureJava(Optional<String> warning) {
    BLAS blas = JavaBLAS.getInstance();
    return new Blas(
        blas,
        JavaLAPACK.getInstance(),
        "netlib " + blas.getClass().getSimpleName() + ", pure Java",
        warning);
  }

  private static String coreType() {
    String chosen = System.getenv().getOrDefault(CORE_TYPE, "");
    return chosen.isEmpty() ? "" : ", " + CORE_TYPE + "=" + chosen;
  }

  /** The version of the bundled OpenBLAS; the version of bytedeco's artefact is 0.3.31-1.5.13. */
  private static String version() throws IOException {
    try (var in = Blas.class.getResourceAsStream(VERSION_RESOURCE)) {
      if (in == null) {
        return "(unknown version)";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "(unknown version)").replaceFirst("-.*", "");
    }
  }
}

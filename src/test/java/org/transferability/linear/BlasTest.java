package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

final class BlasTest {
  @Test
  void theBundledLibraryIsBound() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the jar carries Linux libraries");
    assumeTrue(!"java".equals(System.getProperty(Blas.PROPERTY)), "pure Java was asked for");
    Blas.load();
    assertTrue(Blas.isNative(), Blas.warning().orElse(""));
    assertTrue(
        Blas.description().matches("OpenBLAS [0-9.]+, native, 1 thread(, OPENBLAS_CORETYPE=.*)?"),
        Blas.description());
    assertEquals(
        System.getenv("OPENBLAS_CORETYPE") != null,
        Blas.description().contains("OPENBLAS_CORETYPE"));
    assertEquals("", Blas.warning().orElse(""));
  }

  @Test
  void pureJavaIsBoundOnRequest() throws Exception {
    Class<?> blas = PureJavaLoader.bound().loadClass(Blas.class.getName());
    assertFalse((Boolean) blas.getMethod("isNative").invoke(null));
    assertTrue(((String) blas.getMethod("description").invoke(null)).endsWith("pure Java"));
  }
}

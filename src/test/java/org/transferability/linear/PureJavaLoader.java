package org.transferability.linear;

import java.io.IOException;
import java.io.InputStream;

/**
 * A class loader that defines this project's classes once more, with a {@link Blas} of their own
 * that is bound to netlib's pure Java, whatever the rest of the process uses.
 */
public final class PureJavaLoader extends ClassLoader {
  private static final String PROJECT = "org.transferability.";

  private PureJavaLoader(ClassLoader parent) {
    super(parent);
  }

  /** A loader whose {@link Blas} is already bound. */
  public static ClassLoader bound() throws ReflectiveOperationException {
    ClassLoader loader = new PureJavaLoader(PureJavaLoader.class.getClassLoader());
    String before = System.getProperty(Blas.PROPERTY);
    System.setProperty(Blas.PROPERTY, "java");
    try {
      loader.loadClass(Blas.class.getName()).getMethod("load").invoke(null);
    } finally {
      if (before == null) {
        System.clearProperty(Blas.PROPERTY);
      } else {
        System.setProperty(Blas.PROPERTY, before);
      }
    }
    return loader;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PROJECT)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}

package org.transferability.linear;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the kernels' tests once more on netlib's pure Java: a class loader of its own gives this
 * package a second {@link Blas}, bound while the property asks for Java.
 */
final class PureJavaTest {
  @TestFactory
  Stream<DynamicTest> kernelsInPureJava() throws ReflectiveOperationException {
    ClassLoader loader = pureJavaLoader();
    return Stream.of(SymmetricMatrixTest.class, CholeskyTest.class, SymmetricEigenTest.class)
        .flatMap(test -> testsOf(loader, test.getName()));
  }

  static ClassLoader pureJavaLoader() throws ReflectiveOperationException {
    ClassLoader loader = new LinearLoader(PureJavaTest.class.getClassLoader());
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

  private static Stream<DynamicTest> testsOf(ClassLoader loader, String name) {
    try {
      Class<?> test = loader.loadClass(name);
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object instance = constructor.newInstance();
      return Stream.of(test.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(method -> DynamicTest.dynamicTest(
              test.getSimpleName() + "." + method.getName(), () -> run(instance, method)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static void run(Object test, Method method) throws Throwable {
    method.setAccessible(true);
    try {
      method.invoke(test);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Defines the classes of this package itself and leaves every other to its parent. */
  private static final class LinearLoader extends ClassLoader {
    private static final String PACKAGE = Blas.class.getPackageName() + ".";

    LinearLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in =
          getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}

package org.transferability.accumulate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for, once. Thread-safe if the maker is. */
final class Deferred<T> implements Supplier<T> {
  private @Nullable Supplier<T> maker; // null once the value is made
  private @Nullable T value; // null until then

  Deferred(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    if (maker != null) {
      value = maker.get();
      maker = null; // releases what the value is made of
    }
    return value;
  }
}

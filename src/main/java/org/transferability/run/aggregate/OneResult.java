package org.transferability.run.aggregate;

import java.io.Serializable;
import scala.Function1;
import scala.collection.Iterator;

/** Takes the one element of a partition that holds a finished result. */
record OneResult<T>() implements Function1<Iterator<T>, T>, Serializable {
  @Override
  public T apply(Iterator<T> partition) {
    return partition.next();
  }
}

package org.transferability.job.table;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a column is used for, which decides the types that it may have. */
enum ColumnUse {
  /** The name of a source or a dataset. */
  NAME("text or whole numbers") {
    @Override
    boolean accepts(DataType type) {
      return isTextOrWhole(type) || type instanceof DateType;
    }
  },
  ID("ids (text or whole numbers)") {
    @Override
    boolean accepts(DataType type) {
      return isTextOrWhole(type);
    }
  },
  FEATURES("features (an array of numbers, an MLlib vector, or binary of packed float32)") {
    @Override
    boolean accepts(DataType type) {
      return isNumbers(type)
          || type instanceof BinaryType
          || type.equals(SQLDataTypes.VectorType());
    }
  },
  /** A target, or a column without effect; of types that Parquet files can hold. */
  LABELS("a number or an array of numbers") {
    @Override
    boolean accepts(DataType type) {
      return isNumbers(type)
          || type instanceof StringType
          || type instanceof BinaryType
          || type instanceof DateType
          || type instanceof TimestampType
          || type instanceof TimestampNTZType;
    }
  },
  PREDICTION("predictions (a number or an array of numbers)") {
    @Override
    boolean accepts(DataType type) {
      return LABELS.accepts(type) || type.equals(SQLDataTypes.VectorType());
    }
  };

  private final String inWords;

  ColumnUse(String inWords) {
    this.inWords = inWords;
  }

  abstract boolean accepts(DataType type);

  String inWords() {
    return inWords;
  }

  private static boolean isTextOrWhole(DataType type) {
    return type instanceof StringType || type instanceof IntegralType;
  }

  /** A number, or an array of them of any depth. */
  private static boolean isNumbers(DataType type) {
    return type instanceof NumericType
        || type instanceof BooleanType
        || (type instanceof ArrayType array && isNumbers(array.elementType()));
  }
}

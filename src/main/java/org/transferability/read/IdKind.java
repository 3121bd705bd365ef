package org.transferability.read;

/** How a file stores ids; features and labels join only when both sides agree. */
public enum IdKind {
  /** No id column was asked for. */
  NONE,
  /** INT32 or INT64. */
  LONG,
  /** UTF-8 text, compared byte by byte. */
  TEXT
}

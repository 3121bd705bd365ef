/**
 * Moments of feature sets that are stored between runs: the format of a state file, and the check
 * whether a file contains what a run requests.
 *
 * <p>Works on bytes and streams. Must not depend on storage locations, Spark or the content of
 * moments. {@code accumulate} produces the bytes; {@code job} stores the files.
 */
package org.transferability.state;

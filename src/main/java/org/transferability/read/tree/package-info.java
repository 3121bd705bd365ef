/**
 * Lists {@code source=NAME/dataset=NAME} and {@code dataset=NAME} trees of Parquet files on any
 * Hadoop file system.
 *
 * <p>Does not read files. Neighbours: {@code run.plan} selects the sets that a study scores, {@code
 * job} validates trees.
 */
package org.transferability.read.tree;

/**
 * Converts files of other tools to the layout that {@code read} takes: plans which file becomes
 * which table, and writes the tables.
 *
 * <p>Computes no moments or scores, and starts no Spark. Neighbours: {@code importing.source} reads
 * the files, {@code job} chooses what is imported.
 */
package org.transferability.importing;

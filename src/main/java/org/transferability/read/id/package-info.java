/**
 * Stores the ids of rows: compact storage, hashes, kinds that can be joined, and the search for
 * duplicated ids.
 *
 * <p>Neighbours: {@code read.page} decodes ids; {@code read} and {@code read.label} store them.
 */
package org.transferability.read.id;

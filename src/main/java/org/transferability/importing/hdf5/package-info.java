/**
 * Reads datasets of HDF5 files. The library jhdf parses the structure: groups, headers of objects,
 * types and heaps. The chunks are found and decoded here, because jhdf ignores checksums, fill
 * values and filters that were skipped for a chunk.
 *
 * <p>Neighbours: {@code importing} opens the files; {@code importing.source} defines what rows are.
 */
package org.transferability.importing.hdf5;

package org.transferability.importing.hdf5;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.SymbolTableEntry;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.transferability.study.InputException;

/**
 * The datasets of a file by their paths, such as {@code train/features}. Links within the file are
 * other names of datasets. Groups in which pandas keeps a table are not searched.
 */
final class Tree {
  private static final int MOST_OBJECTS = 100_000;

  /** The attribute by which pandas knows its tables. */
  private static final String PANDAS = "pandas_type";

  private final FileBytes file;
  private final String name;
  private final String wanted;
  private final Map<String, ObjectHeader> datasets = new TreeMap<>();
  private final Map<String, String> unsupported = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>();
  private final Deque<Long> parents = new ArrayDeque<>();
  private int objects;

  private Tree(FileBytes file, String name, String wanted) {
    this.file = file;
    this.name = name;
    this.wanted = wanted;
  }

  /**
   * Finds the datasets.
   *
   * @param name of the file, for messages
   * @param wanted the only path that is searched; null: all
   */
  static Tree read(FileBytes file, String name, String wanted) throws IOException {
    Tree tree = new Tree(file, name, wanted);
    Damage.guard(
        name,
        () -> {
          tree.addGroup("", ObjectHeader.readObjectHeader(file, tree.root()));
          return tree;
        });
    return tree;
  }

  /** The headers of the datasets. */
  Map<String, ObjectHeader> datasets() {
    return datasets;
  }

  /** The paths of what cannot be read. */
  Set<String> unsupported() {
    return unsupported.keySet();
  }

  /** What a path leads to, or a group that it goes through, if it cannot be read; else null. */
  String unsupportedOrNull(String path) {
    String target = target(path);
    for (Map.Entry<String, String> object : unsupported.entrySet()) {
      if (target.equals(object.getKey()) || target.startsWith(object.getKey() + "/")) {
        return object.getValue();
      }
    }
    return null;
  }

  /** Whether all groups were searched. */
  boolean isWhole() {
    return wanted == null;
  }

  boolean isLink(String path) {
    return links.containsKey(path);
  }

  /** The path that a link leads to; the path itself if it is none. */
  String target(String path) {
    return links.getOrDefault(path, path);
  }

  private long root() {
    Superblock superblock = file.getSuperblock();
    if (superblock instanceof Superblock.SuperblockV0V1 old) {
      return new SymbolTableEntry(file, old.getRootGroupSymbolTableAddress())
          .getObjectHeaderAddress();
    }
    return ((Superblock.SuperblockV2V3) superblock).getRootGroupObjectHeaderAddress();
  }

  private void addGroup(String path, ObjectHeader group) throws IOException {
    if (group.getMessagesOfType(AttributeMessage.class).stream()
        .anyMatch(attribute -> attribute.getName().equals(PANDAS))) {
      unsupported.put(path, "a table that pandas wrote");
      return;
    }
    if (parents.contains(group.getAddress())) {
      return; // a group that contains itself, by a hard link
    }
    parents.push(group.getAddress());
    String prefix = path.isEmpty() ? "" : path + "/";
    if (group.hasMessageOfType(SymbolTableMessage.class)) {
      addSymbols(prefix, group.getMessageOfType(SymbolTableMessage.class));
    } else {
      addLinks(prefix, group);
    }
    parents.pop();
  }

  private void addSymbols(String prefix, SymbolTableMessage table) throws IOException {
    ByteBuffer names = new LocalHeap(file, table.getLocalHeapAddress()).getDataBuffer();
    for (long node : BTreeV1.createGroupBTree(file, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry : new GroupSymbolTableNode(file, node).getSymbolTableEntries()) {
        String path = prefix + text(names, entry.getLinkNameOffset());
        if (entry.getCacheType() == 2) {
          addLink(path, prefix, text(names, entry.getLinkValueOffset()));
        } else {
          addObject(path, entry.getObjectHeaderAddress());
        }
      }
    }
  }

  private void addLinks(String prefix, ObjectHeader group) throws IOException {
    LinkInfoMessage info = group.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      for (LinkMessage link : group.getMessagesOfType(LinkMessage.class)) {
        add(prefix, link);
      }
      return;
    }
    FractalHeap heap = new FractalHeap(file, info.getFractalHeapAddress());
    BTreeV2<LinkNameForIndexedGroupRecord> index =
        new BTreeV2<>(file, info.getBTreeNameIndexAddress());
    for (LinkNameForIndexedGroupRecord link : index.getRecords()) {
      add(prefix, LinkMessage.fromBuffer(heap.getId(link.getId()), file.getSuperblock()));
    }
  }

  private void add(String prefix, LinkMessage link) throws IOException {
    String path = prefix + link.getLinkName();
    switch (link.getLinkType()) {
      case HARD -> addObject(path, link.getHardLinkAddress());
      case SOFT -> addLink(path, prefix, link.getSoftLink());
      case EXTERNAL -> unsupported.put(path, "a link to another file");
    }
  }

  private void addLink(String path, String prefix, String target) {
    links.put(path, target.startsWith("/") ? target.substring(1) : prefix + target);
  }

  private void addObject(String path, long address) throws IOException {
    if (wanted != null && !wanted.equals(path) && !wanted.startsWith(path + "/")) {
      return;
    }
    objects++;
    if (objects > MOST_OBJECTS) {
      throw new InputException(
          "Cannot read %s: expected at most %,d groups and datasets, found more"
              .formatted(name, MOST_OBJECTS));
    }
    ObjectHeader header;
    try {
      header = Damage.guard(name, () -> ObjectHeader.readObjectHeader(file, address));
    } catch (InputException e) {
      String form = Damage.unsupportedOrNull(e);
      if (form == null) {
        throw e;
      }
      unsupported.put(path, form);
      return;
    }
    if (header.hasMessageOfType(DataSpaceMessage.class)) {
      datasets.put(path, header);
    } else if (!header.hasMessageOfType(DataTypeMessage.class)) { // else a type with a name
      addGroup(path, header);
    }
  }

  /** A name, which ends with a zero. */
  private static String text(ByteBuffer names, int start) {
    int end = start;
    while (names.get(end) != 0) {
      end++;
    }
    if (start < 0 || start >= end) {
      throw new HdfException("an object without a name");
    }
    byte[] bytes = new byte[end - start];
    names.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

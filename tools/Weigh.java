// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells what the bytes of jars are: {@code java tools/Weigh.java collections/target/*-SNAPSHOT.jar}
 * prints, for all of them together, the constant pools, each kind of attribute, and how much
 * smaller the jars would be without it, packed as they are now.
 */
public final class Weigh {
  private static final Set<String> ESSENTIAL =
      Set.of("Code", "StackMapTable", "BootstrapMethods", "ConstantValue", "Module", "Record");

  private final Map<String, long[]> kinds = new TreeMap<>(); // number, bytes, packed
  private long plain;

  private Weigh() {}

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: java tools/Weigh.java JAR...");
      System.exit(2);
    }
    var weigh = new Weigh();
    long size = 0;
    long packed = 0;
    int classes = 0;
    int others = 0;
    for (String jar : args) {
      size += Files.size(Path.of(jar));
      try (var file = new ZipFile(jar)) {
        for (ZipEntry entry : file.stream().toList()) {
          packed += entry.getCompressedSize();
          if (entry.getName().endsWith(".class")) {
            classes++;
            weigh.add(file.getInputStream(entry).readAllBytes());
          } else {
            others++;
          }
        }
      }
    }
    System.out.printf("%,d bytes, %d classes, %d other entries%n", size, classes, others);
    System.out.printf("%,d names and headers, %,d packed%n", size - packed, packed);
    System.out.printf("%,d bytes of classes before they are packed%n", weigh.plain);
    System.out.printf("%-40s %8s %10s %10s%n", "kind", "number", "bytes", "packed");
    weigh.kinds.entrySet().stream()
        .sorted((one, two) -> Long.compare(two.getValue()[1], one.getValue()[1]))
        .forEach(kind -> {
          long[] sum = kind.getValue();
          String less = sum[2] == 0 ? "" : String.format("%,10d", sum[2]);
          System.out.printf("%-40s %,8d %,10d %s%n", kind.getKey(), sum[0], sum[1], less);
        });
  }

  private void add(byte[] bytes) throws IOException {
    plain += bytes.length;
    Set<String> found = new HashSet<>();
    new Reader(bytes, Set.of(), found, kinds).copy();
    int whole = packed(bytes);
    for (String name : found) {
      if (!ESSENTIAL.contains(name)) {
        byte[] less = new Reader(bytes, Set.of(name), new HashSet<>(), new TreeMap<>()).copy();
        kinds.get(name)[2] += whole - packed(less);
      }
    }
  }

  private static int packed(byte[] bytes) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[bytes.length + 100];
    int size = deflater.deflate(buffer);
    deflater.end();
    return size;
  }

  /** Copies a class without some attributes; what only they use stays among the constants. */
  private static final class Reader {
    private final DataInputStream in;
    private final Set<String> dropped;
    private final Set<String> found;
    private final Map<String, long[]> kinds;
    private final int length;
    private String[] names = {};

    Reader(byte[] bytes, Set<String> dropped, Set<String> found, Map<String, long[]> kinds) {
      this.in = new DataInputStream(new ByteArrayInputStream(bytes));
      this.length = bytes.length;
      this.dropped = dropped;
      this.found = found;
      this.kinds = kinds;
    }

    byte[] copy() throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.write(in.readNBytes(8));
      pool(out);
      out.write(in.readNBytes(6));
      int faces = in.readUnsignedShort();
      out.writeShort(faces);
      out.write(in.readNBytes(2 * faces));
      members("field", out);
      members("method", out);
      attributes(out);
      return bytes.toByteArray();
    }

    private void pool(DataOutputStream out) throws IOException {
      int count = in.readUnsignedShort();
      int before = in.available();
      out.writeShort(count);
      names = new String[count];
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        switch (tag) {
          case 1 -> {
            byte[] text = in.readNBytes(in.readUnsignedShort());
            names[i] = new String(text, StandardCharsets.UTF_8);
            out.writeShort(text.length);
            out.write(text);
            count("constants: text", text.length + 3);
          }
          case 5, 6 -> {
            out.write(in.readNBytes(8));
            i++;
          }
          case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
          case 15 -> out.write(in.readNBytes(3));
          default -> out.write(in.readNBytes(4));
        }
      }
      count("constants", before - in.available());
    }

    private void members(String kind, DataOutputStream out) throws IOException {
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int i = 0; i < count; i++) {
        out.write(in.readNBytes(6));
        attributes(out);
        count(kind, 8);
      }
    }

    private void attributes(DataOutputStream out) throws IOException {
      int count = in.readUnsignedShort();
      int kept = 0;
      var bytes = new ByteArrayOutputStream();
      var inner = new DataOutputStream(bytes);
      for (int i = 0; i < count; i++) {
        int index = in.readUnsignedShort();
        String name = names[index];
        byte[] content = in.readNBytes(in.readInt());
        found.add(name);
        if (dropped.contains(name)) {
          continue;
        }
        kept++;
        byte[] copied = name.equals("Code") ? code(content) : content;
        if (!name.equals("Code")) {
          count(name, copied.length + 6);
        }
        inner.writeShort(index);
        inner.writeInt(copied.length);
        inner.write(copied);
      }
      out.writeShort(kept);
      out.write(bytes.toByteArray());
    }

    private byte[] code(byte[] content) throws IOException {
      var reader = new Reader(content, dropped, found, kinds);
      reader.names = names;
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.write(reader.in.readNBytes(4));
      int size = reader.in.readInt();
      out.writeInt(size);
      out.write(reader.in.readNBytes(size));
      int handlers = reader.in.readUnsignedShort();
      out.writeShort(handlers);
      out.write(reader.in.readNBytes(8 * handlers));
      count("Code", reader.length - reader.in.available() + 8);
      reader.attributes(out);
      return bytes.toByteArray();
    }

    private void count(String kind, long bytes) {
      long[] sum = kinds.computeIfAbsent(kind, any -> new long[3]);
      sum[0]++;
      sum[1] += bytes;
    }
  }
}

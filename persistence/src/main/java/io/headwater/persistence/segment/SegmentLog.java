package io.headwater.persistence.segment;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All segments, from the oldest to the one that is written to.
 *
 * <p>Reads come from any thread. Everything else is one thread's at a time, which the caller sees
 * to.
 *
 * <p><b>The end.</b> After a crash the last segment may end in a part of a group, which nobody was
 * told of. {@link #recover} tells it from damage: no whole group stands behind it.
 */
public final class SegmentLog implements AutoCloseable {
  private static final int FIRST_NUMBER = 1;

  private final Path directory;
  private final int segmentBytes;

  /** By age, numbers without a gap. Replaced as a whole. */
  private volatile Segment[] segments;

  /** How many of the oldest hold nothing live. */
  private final AtomicInteger retired = new AtomicInteger();

  /** Where the next group goes in the last segment; -1 if that one is full or there is none. */
  private int offset = -1;

  private SegmentLog(Path directory, int segmentBytes, Segment[] segments) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.segments = segments;
  }

  /** A group as it was written. */
  public record Group(long position, ByteBuffer bytes) {
    /** The position behind it. */
    public long end() {
      return position + bytes.remaining();
    }

    public void visit(RecordVisitor visitor) {
      GroupReader.visit(bytes, position, visitor);
    }
  }

  /** Sees groups in order. */
  @FunctionalInterface
  public interface GroupVisitor {
    void group(Group group) throws IOException;
  }

  /**
   * How the last segment ends behind its last whole group.
   *
   * @param end the position behind that group
   * @param torn whether something else than zeros follows
   * @param file the last segment's
   */
  public record Ending(long end, boolean torn, Path file) {}

  /**
   * Opens the segments in a directory, of which there may be none. To append, {@link #recover} has
   * to find the end first.
   *
   * @param segmentBytes how long new segments are
   */
  public static SegmentLog open(Path directory, int segmentBytes) throws IOException {
    return open(directory, segmentBytes, true);
  }

  /** Opens the segments to read only. */
  public static SegmentLog openToRead(Path directory) throws IOException {
    return open(directory, 0, false);
  }

  private static SegmentLog open(Path directory, int segmentBytes, boolean writable)
      throws IOException {
    List<Segment> segments = SegmentFiles.open(directory, writable);
    return new SegmentLog(directory, segmentBytes, segments.toArray(Segment[]::new));
  }

  public boolean isEmpty() {
    return segments.length == 0;
  }

  /** The position of the oldest group, or where the first one will be. */
  public long start() {
    int number = isEmpty() ? FIRST_NUMBER : segments[0].number();
    return Position.of(number, Segment.HEADER_BYTES);
  }

  /** The position of the first group in the last segment, which alone may be torn at its end. */
  public long lastStart() {
    Segment[] all = segments;
    return all.length == 0
        ? start()
        : Position.of(all[all.length - 1].number(), Segment.HEADER_BYTES);
  }

  /** The position behind the last group. */
  public long end() {
    Segment[] all = segments;
    if (all.length == 0) {
      return start();
    }
    int last = all[all.length - 1].number();
    return offset < 0 ? Position.of(last + 1, Segment.HEADER_BYTES) : Position.of(last, offset);
  }

  /** The number of the oldest segment that may hold something live. */
  public int oldest() {
    return live().findFirst().map(Segment::number).orElse(FIRST_NUMBER);
  }

  /** The numbers of the segments that nothing is written to any more, the oldest first. */
  public List<Integer> sealed() {
    return live().limit(Math.max(0, live().count() - 1)).map(Segment::number).toList();
  }

  /** The length of all segments. */
  public long lengthBytes() {
    return live().mapToLong(Segment::lengthBytes).sum();
  }

  private Stream<Segment> live() {
    int skipped = retired.get(); // Read first: the other order could skip one that is not retired.
    return Arrays.stream(segments).skip(skipped);
  }

  /** How many bytes of segments lie between two positions. */
  public long distance(long from, long to) {
    long distance = Position.offset(to) - (long) Position.offset(from);
    for (Segment segment : segments) {
      if (segment.number() >= Position.segment(from) && segment.number() < Position.segment(to)) {
        distance += segment.lengthBytes();
      }
    }
    return distance;
  }

  /**
   * Shows every group from a position on and finds the end.
   *
   * @throws SegmentDamageException if a group is damaged that others follow, or {@code from} lies
   *     behind the end
   */
  public Ending recover(long from, GroupVisitor visitor) throws IOException {
    if (isEmpty()) {
      return new Ending(start(), false, SegmentFiles.file(directory, FIRST_NUMBER));
    }
    if (from < start() || Position.segment(from) > segments[segments.length - 1].number() + 1) {
      throw segments[segments.length - 1].damage("is not the last one: segments are missing");
    }
    for (Segment segment : segments) {
      if (segment.number() >= Position.segment(from)) {
        boolean last = segment == segments[segments.length - 1];
        boolean first = segment.number() == Position.segment(from);
        int at = visitFrom(segment, first ? Position.offset(from) : Segment.HEADER_BYTES, visitor);
        if (at >= 0 && !last) {
          throw segment.damage("is damaged or cut off behind byte " + at);
        }
        offset = at;
      }
    }
    Segment last = segments[segments.length - 1];
    boolean torn = offset >= 0 && !isZero(last.view(), offset);
    if (torn && holdsGroupBehind(last, offset)) {
      throw last.damage("is damaged behind byte %d, with confirmed writes".formatted(offset));
    }
    return new Ending(end(), torn, last.file());
  }

  /** Shows the groups of one segment that nothing is written to any more. */
  public void visit(int number, GroupVisitor visitor) throws IOException {
    Segment segment = segment(number);
    int at = visitFrom(segment, Segment.HEADER_BYTES, visitor);
    if (at >= 0) {
      throw segment.damage("is damaged or cut off behind byte " + at);
    }
  }

  /** Answers where no whole group stands, -1 if the segment's end does. */
  private static int visitFrom(Segment segment, int from, GroupVisitor visitor) throws IOException {
    ByteBuffer view = segment.view();
    int at = from;
    while (true) {
      long position = Position.of(segment.number(), at);
      int length = GroupReader.lengthAt(view, at, position);
      if (length == 0) {
        return at;
      }
      if (length == GroupBuffer.HEADER_BYTES) {
        return -1;
      }
      visitor.group(new Group(position, view.duplicate().limit(at + length).position(at)));
      at += length;
    }
  }

  private static boolean isZero(ByteBuffer view, int from) {
    for (int i = from; i < view.limit(); i++) {
      if (view.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsGroupBehind(Segment segment, int from) {
    ByteBuffer view = segment.view();
    for (int at = from + 1; at <= view.limit() - GroupBuffer.HEADER_BYTES; at++) {
      if (GroupReader.lengthAt(view, at, Position.of(segment.number(), at)) > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Copies the last segment aside and wipes what stands behind its last whole group. The copy gets
   * its name, and is durable, before anything is wiped; until then its name ends in {@code
   * .partial}.
   */
  public void cutTornEnd(Path copy) throws IOException {
    Segment last = segments[segments.length - 1];
    Path folder = copy.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
    try (var target =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      target.write(last.view().position(offset));
      target.force(true);
    }
    Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
    try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
    ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
    for (int at = offset; at < last.lengthBytes(); at += zeros.capacity()) {
      int length = Math.min(zeros.capacity(), last.lengthBytes() - at);
      if (!isZero(last.view().limit(at + length), at)) {
        last.write(zeros.clear().limit(length), at);
      }
    }
    last.force();
  }

  /**
   * Writes the last group once more and forces it. A group whose sync failed is in the kernel's
   * memory and counts as written there, so that no later sync would write it.
   */
  public void settle(@Nullable Group last) throws IOException {
    if (last != null && offset >= 0) {
      ByteBuffer copy = ByteBuffer.allocate(last.bytes().remaining()).put(last.bytes().duplicate());
      segments[segments.length - 1].write(copy.flip(), Position.offset(last.position()));
    }
    if (offset >= 0) {
      force();
    }
  }

  /**
   * Appends a group. It is readable at once, and durable with the next {@link #force}.
   *
   * <p>When it fails, nothing more may be appended: nobody knows what is in the file.
   */
  public Group append(GroupBuffer buffer) throws IOException {
    int needed = buffer.sizeBytes() + GroupBuffer.HEADER_BYTES; // There is always room for the end.
    if (offset < 0 || offset + needed > segments[segments.length - 1].lengthBytes()) {
      startSegment(Math.max(segmentBytes, Segment.HEADER_BYTES + needed));
    }
    Segment last = segments[segments.length - 1];
    long position = Position.of(last.number(), offset);
    ByteBuffer bytes = buffer.finish(position);
    last.write(bytes.duplicate(), offset);
    offset += bytes.remaining();
    return new Group(position, bytes);
  }

  private void startSegment(int lengthBytes) throws IOException {
    Segment[] all = segments;
    int number = FIRST_NUMBER;
    if (all.length > 0) {
      Segment last = all[all.length - 1];
      if (offset >= 0) {
        var end = new GroupBuffer();
        end.clear();
        last.write(end.finish(Position.of(last.number(), offset)), offset);
        last.force();
      }
      last.seal();
      number = last.number() + 1;
    }
    Segment[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = Segment.create(SegmentFiles.file(directory, number), number, lengthBytes);
    segments = more;
    offset = Segment.HEADER_BYTES;
  }

  /** Makes everything appended before this call durable. */
  public void force() throws IOException {
    Segment[] all = segments;
    if (all.length > 0) {
      all[all.length - 1].force();
    }
  }

  /** The file and offset of a position, for messages. */
  public String nameOf(long position) {
    Path file = SegmentFiles.file(directory, Position.segment(position));
    return "file %s at byte %d".formatted(file, Position.offset(position));
  }

  /** Bytes at a position. */
  public byte[] read(long position, int length) throws IOException {
    return segment(Position.segment(position)).read(Position.offset(position), length);
  }

  /** Bytes at a position will be read soon: the disk may begin with it. */
  public void willNeed(long position, int length) throws IOException {
    segment(Position.segment(position)).willNeed(Position.offset(position), length);
  }

  /** Values of segments from a number on will be read at any place, none of their neighbours. */
  public void adviseRandomReads(int fromNumber) {
    for (Segment segment : segments) {
      if (segment.number() >= fromNumber) {
        segment.adviseRandomReads();
      }
    }
  }

  private Segment segment(int number) throws IOException {
    Segment[] all = segments;
    int index = all.length == 0 ? -1 : number - all[0].number();
    if (index < 0 || index >= all.length) {
      throw new IOException("There is no segment " + number + " in " + directory);
    }
    return all[index];
  }

  /**
   * Marks the oldest segment as one that holds nothing live. It can be read until it is deleted.
   */
  public void retireOldest() {
    retired.incrementAndGet();
  }

  /**
   * Takes a retired segment out, so that no read finds it any more.
   *
   * @return how to delete it
   */
  public Retired takeOldestRetired() {
    Segment[] all = segments;
    segments = Arrays.copyOfRange(all, 1, all.length);
    retired.decrementAndGet();
    return new Retired(all[0]);
  }

  /** A segment that no read finds. */
  public static final class Retired {
    private final Segment segment;

    private Retired(Segment segment) {
      this.segment = segment;
    }

    public void delete() throws IOException {
      segment.delete();
    }
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }
}

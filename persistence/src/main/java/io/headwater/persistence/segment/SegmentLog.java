package io.headwater.persistence.segment;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import io.headwater.persistence.segment.SegmentFiles.Opener;
import io.headwater.persistence.segment.SegmentReader.Walk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * All segments, from the oldest to the one that is written to.
 *
 * <p>Reads come from any thread. Everything else is one thread's at a time, which the caller sees
 * to.
 *
 * <p><b>What is durable.</b> A segment is made only after everything before it is durable, so after
 * a crash only the last segment may be incomplete. Each group says up to where the segments were
 * durable when it was written.
 *
 * <p><b>The end.</b> The pages of groups that were not synced reach the disk in any order. So the
 * first group that is not whole may have whole ones after it. {@link #recover} takes that for a
 * torn end, which was never confirmed as durable, unless one of those groups says that the torn one
 * was durable: then it is damage. {@link #cutTornEnd} ends the segment there, with one small write:
 * what follows is never read again, whatever of that write a crash leaves, and no position is used
 * twice.
 */
public final class SegmentLog implements AutoCloseable {
  private static final int FIRST_NUMBER = 1;

  private final Path directory;
  private final int segmentBytes;
  private final Opener opener;

  /** By age, numbers without a gap. Replaced as a whole. */
  private volatile Segment[] segments;

  /** How many of the oldest hold nothing live. */
  private final AtomicInteger retired = new AtomicInteger();

  /** Where the last segment's content ends. */
  private int offset = Segment.HEADER_BYTES;

  /** Whether the last segment is ended, or there is none. */
  private boolean ended = true;

  /** The position up to which everything is known to be durable. */
  private long durable;

  private SegmentLog(Path directory, int segmentBytes, Opener opener, Segment[] segments) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.opener = opener;
    this.segments = segments;
  }

  /**
   * A group as it was written.
   *
   * @param durable the position up to which everything was durable then; 0 if it does not say
   * @param end the position after it
   */
  public record Group(long position, long durable, long end, ByteBuffer body) {
    /** The length, header included. */
    public long sizeBytes() {
      return end - position;
    }

    public void visit(RecordVisitor visitor) {
      GroupReader.visit(body, end - body.remaining(), visitor);
    }
  }

  /** Sees groups in order. */
  @FunctionalInterface
  public interface GroupVisitor {
    void group(Group group) throws IOException;
  }

  /**
   * How the last segment ends after its last whole group.
   *
   * @param end the position after that group
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
    return open(directory, segmentBytes, FileChannel::open);
  }

  static SegmentLog open(Path directory, int segmentBytes, Opener opener) throws IOException {
    List<Segment> segments = SegmentFiles.open(directory, false, opener);
    return new SegmentLog(directory, segmentBytes, opener, segments.toArray(Segment[]::new));
  }

  /** Opens the segments to read all of them; nothing is mapped into memory. */
  public static SegmentLog openToInspect(Path directory) throws IOException {
    List<Segment> segments = SegmentFiles.open(directory, true, FileChannel::open);
    return new SegmentLog(directory, 0, FileChannel::open, segments.toArray(Segment[]::new));
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

  /** The position after the last group. */
  public long end() {
    Segment[] all = segments;
    if (all.length == 0) {
      return start();
    }
    int last = all[all.length - 1].number();
    return ended ? Position.of(last + 1, Segment.HEADER_BYTES) : Position.of(last, offset);
  }

  /** The position up to which everything is known to be durable. */
  public long durable() {
    return durable;
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
   * @throws SegmentDamageException if a group is damaged that was durable, or {@code from} lies
   *     after the end
   */
  public Ending recover(long from, GroupVisitor visitor) throws IOException {
    if (isEmpty()) {
      return new Ending(start(), false, SegmentFiles.file(directory, FIRST_NUMBER));
    }
    Segment last = segments[segments.length - 1];
    if (from < start() || Position.segment(from) > last.number() + 1) {
      throw last.damage("is not the last one: segments are missing");
    }
    for (Segment segment : segments) {
      if (segment.number() >= Position.segment(from)) {
        boolean first = segment.number() == Position.segment(from);
        recover(segment, first ? Position.offset(from) : Segment.HEADER_BYTES, visitor);
        if (!ended && segment != last) {
          throw segment.damage("is damaged or cut off after byte " + offset);
        }
      }
    }
    return new Ending(end(), isTorn(last), last.file());
  }

  private void recover(Segment segment, int from, GroupVisitor visitor) throws IOException {
    Walk walk = visit(segment, from, visitor);
    offset = walk.end();
    ended = walk.ended();
    durable = Math.max(durable, walk.durable());
  }

  /** Shows the groups of one segment that nothing is written to any more. */
  public void visit(int number, GroupVisitor visitor) throws IOException {
    Segment segment = segment(number);
    Walk walk = visit(segment, Segment.HEADER_BYTES, visitor);
    if (!walk.ended()) {
      throw segment.damage("is damaged or cut off after byte " + walk.end());
    }
  }

  private static Walk visit(Segment segment, int from, GroupVisitor visitor) throws IOException {
    try (SegmentReader reader = segment.reader()) {
      return reader.visit(from, visitor);
    }
  }

  private boolean isTorn(Segment last) throws IOException {
    if (ended) {
      return false;
    }
    try (SegmentReader reader = last.reader()) {
      int contentEnd = reader.contentEnd(offset);
      if (contentEnd > offset && reader.holdsWitness(offset, contentEnd)) {
        throw last.damage("is damaged after byte %d, with confirmed writes".formatted(offset));
      }
      return contentEnd > offset;
    }
  }

  /**
   * Copies what follows the last whole group aside and ends the segment before it. The copy gets
   * its name, and is durable, before the segment is changed; until then its name ends in {@code
   * .partial}.
   */
  public void cutTornEnd(Path copy) throws IOException {
    Segment last = segments[segments.length - 1];
    Path folder = copy.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
    try (SegmentReader reader = last.reader()) {
      reader.copy(offset, reader.contentEnd(offset), partial);
    }
    Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
    Segment.forceDirectory(folder);
    writeEnd(last);
  }

  private void writeEnd(Segment last) throws IOException {
    long position = Position.of(last.number(), offset);
    last.write(GroupBuffer.end(last.groupHeaderBytes(), position, durable), offset);
    offset += last.groupHeaderBytes();
    ended = true;
  }

  /**
   * Writes everything once more that is not known to be durable, and forces it. What a failed sync
   * left is in the kernel's memory and counts as written there, so that no later sync would write
   * it.
   *
   * @param knownDurable a position up to which the caller knows everything to be durable
   */
  public void settle(long knownDurable) throws IOException {
    durable = Math.max(durable, knownDurable);
    long lastStart = lastStart();
    if (!isEmpty() && (durable < end() || durable <= lastStart)) { // Its making may have failed.
      Segment last = segments[segments.length - 1];
      last.rewrite(Position.offset(Math.max(durable, lastStart)), offset);
    }
    durable = end();
  }

  /**
   * Appends a group. It is readable at once, and durable with the next {@link #force}.
   *
   * <p>When it fails, nothing more may be appended: nobody knows what is in the file.
   */
  public Group append(GroupBuffer buffer) throws IOException {
    int needed = buffer.sizeBytes() + GroupBuffer.HEADER_BYTES; // There is always room for the end.
    if (!fits(needed)) {
      startSegment(Math.max(segmentBytes, Segment.HEADER_BYTES + needed));
    }
    Segment last = segments[segments.length - 1];
    long position = Position.of(last.number(), offset);
    ByteBuffer bytes = buffer.finish(position, durable);
    last.write(bytes.duplicate(), offset);
    offset += bytes.remaining();
    ByteBuffer body = bytes.position(GroupBuffer.HEADER_BYTES);
    return new Group(position, durable, Position.of(last.number(), offset), body);
  }

  private boolean fits(int neededBytes) {
    if (ended) {
      return false;
    }
    Segment last = segments[segments.length - 1];
    return last.isOfThisVersion() && offset + neededBytes <= last.lengthBytes();
  }

  /** Everything before the new segment is durable on return. */
  private void startSegment(int lengthBytes) throws IOException {
    Segment[] all = segments;
    int number = FIRST_NUMBER;
    if (all.length > 0) {
      Segment last = all[all.length - 1];
      if (!ended) {
        writeEnd(last);
        last.force();
      }
      last.seal();
      number = last.number() + 1;
    }
    Segment[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] =
        Segment.create(SegmentFiles.file(directory, number), number, lengthBytes, opener);
    segments = more;
    offset = Segment.HEADER_BYTES;
    ended = false;
    durable = end();
  }

  /** Makes everything appended before this call durable. */
  public void force() throws IOException {
    Segment[] all = segments;
    if (all.length > 0 && !ended) {
      all[all.length - 1].force();
    }
    durable = end();
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

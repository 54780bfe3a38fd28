package io.headwater.persistence.segment;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the kernel how mapped files will be read (madvise). Advice only: where it cannot be given,
 * everything works the same, with other reads of the disk.
 *
 * <p>Without it the kernel reads 128 KiB around each page that is missing, of which a read of one
 * value needs the least part.
 */
final class MemoryAdvice {
  private static final Logger LOGGER = LoggerFactory.getLogger(MemoryAdvice.class);
  private static final int RANDOM = 1;
  private static final int WILL_NEED = 3;
  private static final long PAGE_BYTES = 4096;
  private static final @Nullable MethodHandle MADVISE = find();

  private MemoryAdvice() {}

  @SuppressWarnings("restricted") // Native access is granted to the program as a whole.
  private static @Nullable MethodHandle find() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("madvise")
        .map(madvise ->
            linker.downcallHandle(
                madvise,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT)))
        .orElse(null);
  }

  /** Single values will be read, at any place. */
  static void random(MemorySegment mapped) {
    advise(mapped, 0, mapped.byteSize(), RANDOM);
  }

  /** A part will be read soon: the disk may begin with it. */
  static void willNeed(MemorySegment mapped, long offset, long length) {
    advise(mapped, offset, length, WILL_NEED);
  }

  private static void advise(MemorySegment mapped, long offset, long length, int advice) {
    if (MADVISE == null) {
      return;
    }
    long start = (mapped.address() + offset) & -PAGE_BYTES;
    long end = mapped.address() + offset + length;
    try {
      int result = (int) MADVISE.invokeExact(start, end - start, advice);
      if (result != 0) {
        LOGGER.debug("The kernel does not take the advice {}", advice);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot call madvise", e);
    }
  }
}

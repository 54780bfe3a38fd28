package io.headwater.loadtests.bench;

import io.headwater.actors.codec.ItemCodec;
import io.headwater.actors.model.Item;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an item costs on its way into the store and out of it, by its width. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ItemCodecBenchmark {
  @Param({"4", "20"})
  int attributeCount;

  private Item item = Item.EMPTY;
  private byte[] encoded = {};

  @Setup
  public void prepare() {
    item = BenchmarkItems.ofWidth(attributeCount);
    encoded = ItemCodec.encode(item);
  }

  @Benchmark
  public byte[] encode() {
    return ItemCodec.encode(item);
  }

  @Benchmark
  public Item decode() {
    return ItemCodec.decode(encoded);
  }
}

package io.headwater.loadtests.bench;

import io.headwater.actors.codec.KeyCodec;
import io.headwater.actors.model.AttributeValue;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to make a key attribute's ordered bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeyCodecBenchmark {
  private final AttributeValue text = new AttributeValue.S("customer-00012345");
  private final AttributeValue number = new AttributeValue.N(new BigDecimal("1763848800123.456"));

  @Benchmark
  public byte[] encodeText() {
    return KeyCodec.encode(text);
  }

  @Benchmark
  public byte[] encodeNumber() {
    return KeyCodec.encode(number);
  }
}

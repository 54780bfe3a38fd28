package io.headwater.loadtests.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.metrics.NullMetricsFactory;

/**
 * A consumer as its users write one: the Kinesis client library with the adapter for DynamoDB
 * Streams, leases and stream both on one server. Prints what it sees, see {@link Sighting}.
 */
public final class KclConsumer {
  /** A tenth of the adapter's default, so that the test's time is not spent on waiting. */
  private static final long IDLE_MILLIS_BETWEEN_READS = 100;

  private final URI endpoint;
  private final String streamArn;
  private final String worker;
  private final PrintStream out;

  private KclConsumer(URI endpoint, String streamArn, String worker, PrintStream out) {
    this.endpoint = endpoint;
    this.streamArn = streamArn;
    this.worker = worker;
    this.out = out;
  }

  /** Runs until the process is killed; takes the endpoint, the stream's ARN and a worker's name. */
  public static void main(String[] arguments) {
    var out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    var consumer = new KclConsumer(URI.create(arguments[0]), arguments[1], arguments[2], out);
    consumer.scheduler().run();
  }

  private Scheduler scheduler() {
    var streams =
        new AmazonDynamoDBStreamsAdapterClient(
            configured(DynamoDbStreamsClient.builder()).build(), Region.US_EAST_1);
    var tracker =
        StreamsSchedulerFactory.createSingleStreamTracker(
            streamArn,
            InitialPositionInStreamExtended.newInitialPosition(
                InitialPositionInStream.TRIM_HORIZON));
    var processors = new AtomicInteger();
    var configs =
        new ConfigsBuilder(
            tracker,
            KclRequests.APPLICATION,
            streams,
            configured(DynamoDbAsyncClient.builder()).build(),
            configured(CloudWatchAsyncClient.builder()).build(),
            worker,
            () -> new RecordPrinter(processors.incrementAndGet(), out));
    var polling = new DynamoDBStreamsPollingConfig(streams);
    polling.idleTimeBetweenReadsInMillis(IDLE_MILLIS_BETWEEN_READS);
    return StreamsSchedulerFactory.createScheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig(),
        configs.leaseManagementConfig(),
        configs.lifecycleConfig(),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig(),
        configs.retrievalConfig().retrievalSpecificConfig(polling),
        streams);
  }

  private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }
}

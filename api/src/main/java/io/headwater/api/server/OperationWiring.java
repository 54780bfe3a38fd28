package io.headwater.api.server;

import io.headwater.actors.cluster.Database;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.operation.Operation;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.operation.batch.BatchGetItemHandler;
import io.headwater.api.operation.batch.BatchWriteItemHandler;
import io.headwater.api.operation.item.DeleteItemHandler;
import io.headwater.api.operation.item.GetItemHandler;
import io.headwater.api.operation.item.PutItemHandler;
import io.headwater.api.operation.item.UpdateItemHandler;
import io.headwater.api.operation.query.QueryHandler;
import io.headwater.api.operation.query.ScanHandler;
import io.headwater.api.operation.stream.DescribeStreamHandler;
import io.headwater.api.operation.stream.GetRecordsHandler;
import io.headwater.api.operation.stream.GetShardIteratorHandler;
import io.headwater.api.operation.stream.ListStreamsHandler;
import io.headwater.api.operation.table.CreateTableHandler;
import io.headwater.api.operation.table.DeleteTableHandler;
import io.headwater.api.operation.table.DescribeContinuousBackupsHandler;
import io.headwater.api.operation.table.DescribeEndpointsHandler;
import io.headwater.api.operation.table.DescribeLimitsHandler;
import io.headwater.api.operation.table.DescribeTableHandler;
import io.headwater.api.operation.table.DescribeTimeToLiveHandler;
import io.headwater.api.operation.table.ListTablesHandler;
import io.headwater.api.operation.table.TableDescriber;
import io.headwater.api.operation.table.UpdateContinuousBackupsHandler;
import io.headwater.api.operation.table.UpdateTableHandler;
import io.headwater.api.operation.table.UpdateTimeToLiveHandler;
import io.headwater.api.operation.tag.ListTagsOfResourceHandler;
import io.headwater.api.operation.tag.TagResourceHandler;
import io.headwater.api.operation.tag.UntagResourceHandler;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.streams.shard.StreamReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The list of the operations that are served. */
final class OperationWiring {
  private static final String DATABASE = "DynamoDB_20120810.";
  private static final String STREAMS = "DynamoDBStreams_20120810.";

  private final ServiceModel model = ServiceModel.load();

  List<Operation> operations(Database database, StreamReader streams, ResourceArns arns) {
    var tables = new TableLookup(database.catalog());
    var operations = new ArrayList<Operation>();
    operations.addAll(itemOperations(tables, database));
    operations.addAll(tableOperations(tables, database, arns));
    operations.addAll(streamOperations(streams, arns));
    return operations;
  }

  private List<Operation> itemOperations(TableLookup tables, Database database) {
    var reader = database.reader();
    var router = database.router();
    return List.of(
        operation(DATABASE + "PutItem", new PutItemHandler(tables, router)),
        operation(DATABASE + "GetItem", new GetItemHandler(tables, reader)),
        operation(DATABASE + "UpdateItem", new UpdateItemHandler(tables, router)),
        operation(DATABASE + "DeleteItem", new DeleteItemHandler(tables, router)),
        operation(DATABASE + "BatchGetItem", new BatchGetItemHandler(tables, reader)),
        operation(DATABASE + "BatchWriteItem", new BatchWriteItemHandler(tables, router)),
        operation(DATABASE + "Query", new QueryHandler(tables, reader)),
        operation(DATABASE + "Scan", new ScanHandler(tables, reader)));
  }

  private List<Operation> tableOperations(
      TableLookup tables, Database database, ResourceArns arns) {
    var reader = database.reader();
    var catalog = database.catalog();
    var client = database.catalogClient();
    var describer = new TableDescriber(arns, InstantSource.system());
    return List.of(
        operation(DATABASE + "CreateTable", new CreateTableHandler(client, arns, describer)),
        operation(DATABASE + "DescribeTable", new DescribeTableHandler(tables, reader, describer)),
        operation(
            DATABASE + "UpdateTable",
            new UpdateTableHandler(tables, reader, client, arns, describer)),
        operation(
            DATABASE + "DeleteTable", new DeleteTableHandler(tables, reader, client, describer)),
        operation(DATABASE + "ListTables", new ListTablesHandler(catalog)),
        operation(DATABASE + "UpdateTimeToLive", new UpdateTimeToLiveHandler(client)),
        operation(DATABASE + "DescribeTimeToLive", new DescribeTimeToLiveHandler(tables)),
        operation(
            DATABASE + "DescribeContinuousBackups", new DescribeContinuousBackupsHandler(catalog)),
        operation(
            DATABASE + "UpdateContinuousBackups", new UpdateContinuousBackupsHandler(catalog)),
        operation(DATABASE + "DescribeLimits", new DescribeLimitsHandler()),
        operation(DATABASE + "DescribeEndpoints", new DescribeEndpointsHandler(arns.region())),
        operation(DATABASE + "TagResource", new TagResourceHandler(catalog, client)),
        operation(DATABASE + "UntagResource", new UntagResourceHandler(catalog, client)),
        operation(DATABASE + "ListTagsOfResource", new ListTagsOfResourceHandler(catalog)));
  }

  private List<Operation> streamOperations(StreamReader streams, ResourceArns arns) {
    return List.of(
        operation(STREAMS + "ListStreams", new ListStreamsHandler(streams)),
        operation(STREAMS + "DescribeStream", new DescribeStreamHandler(streams)),
        operation(STREAMS + "GetShardIterator", new GetShardIteratorHandler(streams)),
        operation(STREAMS + "GetRecords", new GetRecordsHandler(streams, arns.region())));
  }

  private Operation operation(String target, OperationHandler handler) {
    return new Operation(model.operation(target), handler);
  }
}

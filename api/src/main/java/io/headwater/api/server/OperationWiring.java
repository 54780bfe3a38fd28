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
import io.headwater.api.operation.table.DescribeTableHandler;
import io.headwater.api.operation.table.ListTablesHandler;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.streams.shard.StreamReader;
import java.util.List;

/** The list of the operations that are served. */
final class OperationWiring {
  private static final String DATABASE = "DynamoDB_20120810.";
  private static final String STREAMS = "DynamoDBStreams_20120810.";

  private final ServiceModel model = ServiceModel.load();

  List<Operation> operations(Database database, StreamReader streams, ResourceArns arns) {
    var tables = new TableLookup(database.catalog());
    var reader = database.reader();
    var router = database.router();
    var catalogClient = database.catalogClient();
    return List.of(
        operation(DATABASE + "CreateTable", new CreateTableHandler(catalogClient, arns)),
        operation(DATABASE + "DescribeTable", new DescribeTableHandler(tables, reader, arns)),
        operation(
            DATABASE + "DeleteTable", new DeleteTableHandler(tables, reader, catalogClient, arns)),
        operation(DATABASE + "ListTables", new ListTablesHandler(database.catalog())),
        operation(DATABASE + "PutItem", new PutItemHandler(tables, router)),
        operation(DATABASE + "GetItem", new GetItemHandler(tables, reader)),
        operation(DATABASE + "UpdateItem", new UpdateItemHandler(tables, router)),
        operation(DATABASE + "DeleteItem", new DeleteItemHandler(tables, router)),
        operation(DATABASE + "BatchGetItem", new BatchGetItemHandler(tables, reader)),
        operation(DATABASE + "BatchWriteItem", new BatchWriteItemHandler(tables, router)),
        operation(DATABASE + "Query", new QueryHandler(tables, reader)),
        operation(DATABASE + "Scan", new ScanHandler(tables, reader)),
        operation(STREAMS + "ListStreams", new ListStreamsHandler(streams)),
        operation(STREAMS + "DescribeStream", new DescribeStreamHandler(streams)),
        operation(STREAMS + "GetShardIterator", new GetShardIteratorHandler(streams)),
        operation(STREAMS + "GetRecords", new GetRecordsHandler(streams, arns.region())));
  }

  private Operation operation(String target, OperationHandler handler) {
    return new Operation(model.operation(target), handler);
  }
}

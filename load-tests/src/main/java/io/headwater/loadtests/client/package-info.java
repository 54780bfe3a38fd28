/**
 * A client of the DynamoDB API that costs little, so that on one machine the server gets the CPU.
 * Start with {@link DynamoDbConnection}.
 *
 * <p>It signs nothing: the servers compared here take any well-formed signature.
 */
@NullMarked
package io.headwater.loadtests.client;

import org.jspecify.annotations.NullMarked;

/**
 * DynamoDB's expression language: text to tree, tree to result. Plain Java over {@code
 * actors.model}: no I/O, no clock, no shared state but the forms of texts read before.
 *
 * <p>A request says in small texts which items it means and what becomes of them. Five kinds share
 * one set of tokens, paths and placeholders:
 *
 * <table>
 *   <caption>The kinds of expressions</caption>
 *   <tr><th>parameter</th><th>for example</th><th>tree</th><th>used by</th></tr>
 *   <tr><td>ConditionExpression, FilterExpression</td>
 *       <td>{@code size(#tags) > :n AND NOT begins_with(title, :t)}</td>
 *       <td>{@link Condition}</td><td>{@link ConditionEvaluator}</td></tr>
 *   <tr><td>KeyConditionExpression</td>
 *       <td>{@code artist = :a AND song BETWEEN :from AND :to}</td>
 *       <td>{@link KeyCondition}</td><td>a reader, once bound to a key schema</td></tr>
 *   <tr><td>UpdateExpression</td>
 *       <td>{@code SET plays = plays + :one, l[3] = :x REMOVE old ADD tags :t}</td>
 *       <td>{@link Update}</td><td>{@link Updater}</td></tr>
 *   <tr><td>ProjectionExpression</td>
 *       <td>{@code title, reviews[0].stars}</td>
 *       <td>{@link Projection}</td><td>{@link Projector}</td></tr>
 * </table>
 *
 * <p>Start with {@link ExpressionParser}, which makes the trees:
 *
 * <pre>{@code
 * var placeholders = new Placeholders(names, values);
 * placeholders.checkNames();
 * placeholders.checkValues();
 * Update update = ExpressionParser.update("SET #c = #c + :one", placeholders);
 * Condition condition = ExpressionParser.condition("attribute_exists(pk)", placeholders);
 * placeholders.requireAllUsed();
 *
 * if (ConditionEvaluator.test(condition, before)) {
 *   Item after = Updater.apply(update, before);
 * }
 * }</pre>
 *
 * <h2>From text to tree</h2>
 *
 * <ol>
 *   <li>{@link Tokens} splits the text; a character that begins no token is a token that no grammar
 *       takes, so that a fault has one place to be found.
 *   <li>A reader ({@link ConditionReader}, {@link UpdateReader}, {@link ProjectionReader}) finds
 *       the form of the text, {@link Syntax}. This needs the text alone and can be kept by text.
 *       Syntax errors are thrown here; {@link Faults} gathers what is well-formed but wrong,
 *       because DynamoDB reports that by class of fault and not by place.
 *   <li>A binder ({@link ConditionBinder}, {@link UpdateBinder}) puts in a request's {@link
 *       Placeholders} and checks operands. A name behind a placeholder is one element of a path
 *       whatever its characters: {@code #n} for {@code a.b} is the attribute "a.b".
 *   <li>What needs a key schema comes after the table's look-up: {@link KeyCondition#bind} and
 *       {@link KeyPathChecks}.
 * </ol>
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>Whatever the text, the placeholders and the item, the outcome is a result or a {@code
 *       DynamoDbException} with DynamoDB's own message. No text overflows the stack or costs more
 *       than its limits: 4096 bytes, 300 operators, 100 operands of IN, 32 elements of a path.
 *   <li>No evaluation exceeds its {@link WorkBudget}, and no update constructs more than an item
 *       may hold ({@link ResultSize}).
 *   <li>Trees are immutable and may go to any thread. Their depth is bounded by the operators.
 *   <li>A path that leads nowhere is no error in a condition or projection; it has no value. In an
 *       update, a target must have a parent of the right kind.
 *   <li>An update sees the item only as it was before. Its actions have no order, because no two
 *       targets overlap.
 *   <li>A number out of arithmetic is in DynamoDB's range ({@code Numbers}) or the update is
 *       refused; nothing is rounded.
 * </ul>
 *
 * <h2>Where the texts come from</h2>
 *
 * Messages and their order follow AWS's service as recorded by public test suites; where these are
 * silent, DynamoDB Local was asked over HTTP. Three forms are accepted that DynamoDB Local refuses
 * and AWS is said to take: {@code (a).b}, {@code a + (:x - b)} and a sum as second argument of
 * if_not_exists.
 *
 * <p>Not here: the legacy parameters (they become the same trees), which parameters a request may
 * combine, DynamoDB JSON ({@code actors.json}).
 */
@NullMarked
package io.headwater.actors.expression;

import org.jspecify.annotations.NullMarked;

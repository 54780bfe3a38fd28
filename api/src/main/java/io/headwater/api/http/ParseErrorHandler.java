package io.headwater.api.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.DefaultParsingErrorHandler$;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Responds to requests that Pekko HTTP cannot parse. A request line or a header that is too long is
 * answered 400, as by DynamoDB, instead of 414 or 431.
 */
final class ParseErrorHandler extends ParsingErrorHandler {
  /** The instance that Pekko finds by this name, which Scala gives to objects. */
  public static final ParseErrorHandler MODULE$ = new ParseErrorHandler();

  private ParseErrorHandler() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    boolean tooLong =
        status.equals(StatusCodes.URI_TOO_LONG)
            || status.equals(StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE);
    return DefaultParsingErrorHandler$.MODULE$.handle(
        tooLong ? (StatusCode) StatusCodes.BAD_REQUEST : status, error, log, settings);
  }
}

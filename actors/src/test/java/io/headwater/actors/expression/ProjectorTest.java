package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.ITEM;
import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static io.headwater.actors.expression.ExpressionFixtures.printed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          num                             | {num:5}
          num, str                        | {num:5 str:'hello'}
          #dot                            | {x.y:'dotted'}
          gone                            | {}
          doc.x                           | {doc:{x:1}}
          doc.x, doc.y[1]                 | {doc:{x:1 y:[{}]}}
          doc.gone, doc.y.z, num.x, str[0], strs[0], seq.x | {}
          seq[2], seq[0]                  | {seq:[0 'a']}
          seq[3][0], seq[9], seq[3][7]    | {seq:[[7]]}
          seq[2147483647]                 | {}
          seq[0].x, seq[1]                | {seq:[1]}
          nil, flag                       | {flag:true nil:null}
          """)
  void project_paths_keepStructureAndOrder(String text, String expected) {
    var projection = ExpressionParser.projection(text, placeholders());

    assertThat(printed(Projector.project(projection, ITEM))).isEqualTo(expected);
  }
}

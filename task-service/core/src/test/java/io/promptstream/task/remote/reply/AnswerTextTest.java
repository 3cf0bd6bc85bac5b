package io.promptstream.task.remote.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', emptyValue = "", textBlock = """
            <think>a</think>b                     § b
            <THINK>a</THINK>b                     § b
            <thinking>a</thinking>b               § b
            [THINK]a[/THINK]b                     § b
            ◁think▷a◁/think▷b                     § b
            a</think>b                            § b
            <think>a</think><think>c</think>b     § b
            <think>a                              § ``
            <think>a</think>                      § ``
            write <think>a</think> as a tag       § write <think>a</think> as a tag
            b<|im_end|>                           § b
            b</s>                                 § b
            b                                     § b
            """)
    void leavesTheAnswer(String text, String answer) {
        assertThat(AnswerText.withoutReasoning(text)).isEqualTo(answer);
    }

    @Test
    void takesHowManyBlanksEver() {
        String blanks = "\n".repeat(1_000_000);
        assertThat(AnswerText.withoutReasoning("<think>" + blanks + "</think>b" + blanks + "<|end|>"))
                .isEqualTo("b" + blanks);
    }
}

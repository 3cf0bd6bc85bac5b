package io.promptstream.task.remote.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.reply.ChatReplies.Parsed;
import io.promptstream.task.remote.reply.ChatReply.Step;
import io.promptstream.task.remote.reply.ChatReply.TokenChance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRepliesTest {
    private static final int OF_REQUEST = 30;
    private static final int ALLOWANCE = 32;

    @Test
    void readsTextTokensAndUsage() {
        assertThat(completed("""
                {"choices":[{"finish_reason":"stop","message":{"content":"good"},"logprobs":{"content":[
                  {"token":"good","logprob":-0.25,
                   "top_logprobs":[{"token":"good","logprob":-0.25},{"token":"bad","logprob":"-2.5"}]}]}}],
                 "usage":{"prompt_tokens":12,"completion_tokens":"1"}}
                """))
                .isEqualTo(new ChatReply(
                        "good",
                        List.of(new Step(
                                new TokenChance("good", -0.25),
                                List.of(new TokenChance("good", -0.25), new TokenChance("bad", -2.5)))),
                        false,
                        new TokenUsage(12, 1)));
    }

    @Test
    void readsTheLogarithmOfZero() {
        assertThat(completed("""
                {"choices":[{"finish_reason":"stop","message":{"content":"good"},"logprobs":{"content":[
                  {"token":"good","logprob":0.0,
                   "top_logprobs":[{"token":"good","logprob":0.0},{"token":"bad","logprob":-Infinity}]}]}}]}
                """).steps().getFirst().alternatives())
                .last()
                .extracting(TokenChance::probability)
                .isEqualTo(0.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            [{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"good"}]
            [{"type":"text","text":"go"},{"type":"text","text":"od"}]
            [{"type":"output_text","text":{"value":"good","annotations":[]}}]
            [{"type":"message","content":[{"type":"reasoning","text":"bad?"},{"type":"text","text":"good"}]}]
            ["go","od"]
            {"type":"text","text":"good"}
            "<think>bad, or is it?</think>\\n\\ngood"
            "so, not bad.</think> good"
            "<|channel|>analysis<|message|>bad?<|end|><|start|>assistant<|channel|>final<|message|>good<|return|>"
            """)
    void joinsTextsAndLeavesOutThinking(String content) {
        assertThat(completed(choice("{\"content\":%s}".formatted(content), "stop"))
                        .text()
                        .strip())
                .isEqualTo("good");
    }

    @Test
    void tellsWhyThereIsNoText() {
        assertThat(reason(choice("{\"content\":null,\"reasoning_content\":\"Let me see\"}", "length")))
                .contains("finish_reason length", "raise taskModel.maxTokens", "32 tokens", "Let me see");
        assertThat(reason(choice("{\"content\":\"<think>Let me\"}", "length")))
                .contains("finish_reason length", "Let me");
        assertThat(reason(choice("{\"content\":null}", "length"))).contains("finish_reason length", "\"content\":null");
        assertThat(reason(choice("{\"content\":null,\"refusal\":\"I can't help with that.\"}", "stop")))
                .contains("refus", "I can't help with that.");
        assertThat(reason(choice("{\"content\":[{\"type\":\"refusal\",\"refusal\":\"No way.\"}]}", "stop")))
                .contains("refus", "No way.");
        assertThat(reason(choice(
                        "{\"content\":null,\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"arguments\":\"{}\"}}]}",
                        "tool_calls")))
                .contains("tool look_up", "tool_calls");
        assertThat(reason(choice("{\"content\":\"\",\"reasoning\":\"Well\"}", "stop")))
                .contains("reasoning and no answer", "Well");
        assertThat(reason(choice("{\"content\":\" \"}", "stop"))).contains("empty answer", "finish_reason stop");
        assertThat(reason(choice("{\"content\":\"I am sorr\"}", "content_filter")))
                .contains("content_filter", "I am sorr");
    }

    @Test
    void tellsWhatIsNoCompletion() {
        assertThat(reason("{\"object\":\"chat.completion\",\"choices\":[]}"))
                .contains("choices is empty", "chat.completion");
        assertThat(reason("{\"object\":\"list\"}")).contains("no choices", "list");
        assertThat(reason("{\"choices\":[{\"index\":0,\"text\":\"old\"}]}"))
                .contains("choices[0].message is missing", "old");
        assertThat(reason("data: {\"choices\":[]}\n\ndata: [DONE]")).contains("stream", "[DONE]");
        assertThat(
                        reason(
                                "<html><head><title>502 Bad Gateway</title><style>p {}</style></head><body><p>nginx</p></body></html>"))
                .contains("no JSON", "502 Bad Gateway nginx")
                .doesNotContain("<p>", "{}");
        assertThat(reason("")).contains("empty body");
        assertThat(reason("[1, 2]")).contains("no choices", "[1, 2]");
        assertThat(reason("{\"choices\": [{\"mess")).contains("no JSON", "{\"choices\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":429,\"message\":\"upstream is overloaded\"}}",
                "[{\"error\":{\"code\":\"429\",\"message\":\"upstream is overloaded\"}}]",
                "{\"choices\":[{\"error\":{\"code\":429,\"message\":\"upstream is overloaded\"}}]}",
                "{\"choices\":[],\"error\":{\"code\":429,\"message\":\"upstream is overloaded\"}}",
                "{\"object\":\"error\",\"code\":429,\"message\":\"upstream is overloaded\"}"
            })
    void findsErrorsInside(String body) {
        assertThat(ChatReplies.parse(body, OF_REQUEST, ALLOWANCE))
                .isInstanceOfSatisfying(Parsed.Failed.class, parsed -> {
                    assertThat(parsed.error().kind()).isEqualTo(EndpointError.Kind.RATE_LIMIT);
                    assertThat(parsed.error().text()).contains("upstream is overloaded");
                    assertThat(parsed.tokens()).isEqualTo(TokenUsage.NONE);
                });
    }

    @Test
    void anEmptyErrorBesideAnAnswerIsNone() {
        assertThat(completed("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"good\",\"refusal\":null}}]}")
                        .text())
                .isEqualTo("good");
    }

    @Test
    void countsWhatIsReportedHoweverItIsWritten() {
        assertThat(tokens("{\"prompt_tokens\":\"480\",\"completion_tokens\":20}"))
                .isEqualTo(new TokenUsage(480, 20));
        assertThat(tokens("{\"input_tokens\":480,\"output_tokens\":20}")).isEqualTo(new TokenUsage(480, 20));
        assertThat(tokens("{\"total_tokens\":500}")).isEqualTo(new TokenUsage(500, 0));
        assertThat(tokens("{\"prompt_tokens\":480,\"total_tokens\":480}")).isEqualTo(new TokenUsage(480, 0));
        assertThat(tokens("{\"prompt_tokens\":1e30,\"completion_tokens\":-5}"))
                .isEqualTo(new TokenUsage(Integer.MAX_VALUE, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"prompt_tokens\":0,\"completion_tokens\":0}",
                "\"none\"",
                "{\"prompt_tokens\":null}"
            })
    void estimatesAndMarksWhatIsNotReported(String usage) {
        assertThat(tokens(usage)).isEqualTo(new TokenUsage(OF_REQUEST, 3, true));
    }

    @Test
    void countsRepliesOfNoUse() {
        assertThat(ChatReplies.parse("{\"choices\":[],\"usage\":{\"prompt_tokens\":480}}", OF_REQUEST, ALLOWANCE)
                        .tokens())
                .isEqualTo(new TokenUsage(480, 0));
        assertThat(ChatReplies.parse(
                                choice("{\"content\":null,\"reasoning\":\"12345678\"}", "stop"), OF_REQUEST, ALLOWANCE)
                        .tokens())
                .isEqualTo(new TokenUsage(OF_REQUEST, 2, true));
    }

    @Test
    void marksAnswersThatWereCutOff() {
        assertThat(completed(choice("{\"content\":\"Once upon\"}", "length")).cutOff())
                .isTrue();
    }

    private static TokenUsage tokens(String usage) {
        return ChatReplies.parse(
                        "{\"choices\":[{\"message\":{\"content\":\"twelve chars\"}}],\"usage\":%s}".formatted(usage),
                        OF_REQUEST,
                        ALLOWANCE)
                .tokens();
    }

    private static String choice(String message, String finish) {
        return "{\"choices\":[{\"finish_reason\":\"%s\",\"message\":%s}]}".formatted(finish, message);
    }

    private static ChatReply completed(String body) {
        assertThat(ChatReplies.parse(body, OF_REQUEST, ALLOWANCE)).isInstanceOf(Parsed.Completed.class);
        return ((Parsed.Completed) ChatReplies.parse(body, OF_REQUEST, ALLOWANCE)).reply();
    }

    private static String reason(String body) {
        assertThat(ChatReplies.parse(body, OF_REQUEST, ALLOWANCE)).isInstanceOf(Parsed.Unusable.class);
        return ((Parsed.Unusable) ChatReplies.parse(body, OF_REQUEST, ALLOWANCE)).reason();
    }
}

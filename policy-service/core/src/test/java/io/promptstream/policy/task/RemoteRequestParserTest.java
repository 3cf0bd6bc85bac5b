package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.MaxTokensParameter;
import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRequestParserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<FieldError> errors = new ArrayList<>();

    @Test
    void nothingIsToBeSaidWhereAllIsAsUsual() throws JsonProcessingException {
        assertThat(model("").getRequest()).isEmpty();
        assertThat(model(", \"temperature\": null, \"path\": \"/chat/completions\", \"headers\": {}")
                        .getRequest())
                .isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void readsAnAzureDeployment() throws JsonProcessingException {
        // When
        RemoteRequest request = model(
                        ", \"apiKeyVariable\": \"AZURE_API_KEY\", \"keyHeader\": \"api-key\", \"query\": {\"api-version\": \"2024-10-21\"}")
                .getRequest()
                .orElseThrow();

        // Then
        assertThat(errors).isEmpty();
        assertThat(request.getKeyHeader()).isEqualTo("api-key");
        assertThat(request.getKeyScheme()).isEmpty();
        assertThat(request.getQuery()).isEqualTo(Map.of("api-version", "2024-10-21"));
        assertThat(request.getPath()).isEqualTo("/chat/completions");
    }

    @Test
    void readsAModelThatReasons() throws JsonProcessingException {
        // When
        RemoteRequest request = model(
                        ", \"temperature\": \"none\", \"maxTokensParameter\": \"max_completion_tokens\", \"body\": {\"reasoning_effort\": \"low\", \"prompt_cache_key\": \"reviews\"}")
                .getRequest()
                .orElseThrow();

        // Then
        assertThat(errors).isEmpty();
        assertThat(request.getOmitsTemperature()).isTrue();
        assertThat(request.getTemperature()).isEmpty();
        assertThat(request.getMaxTokensParameter()).isEqualTo(MaxTokensParameter.MAX_COMPLETION_TOKENS);
        assertThat(request.getBody()).isEqualTo("{\"reasoning_effort\":\"low\",\"prompt_cache_key\":\"reviews\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            "headers": {"Authorization": "Bearer sk-abcdef1234567890"}   § headers.Authorization
            "headers": {"x-api-key": "abcdef"}                           § headers.x-api-key
            "headers": {"Ocp-Apim-Subscription-Key": "0123456789abcdef"} § headers.Ocp-Apim-Subscription-Key
            "headers": {"X-Anything": "gsk_abcdefghijkl"}                § headers.X-Anything
            "headers": {"X-Anything": "${PATH}"}                         § headers.X-Anything
            "headers": {"X-Anything": "${PROMPTSTREAM_API_KEY}"}         § headers.X-Anything
            "headers": {"X-Anything": "${SOME_API_KEY"}                  § headers.X-Anything
            "headers": {"Host": "elsewhere"}                             § headers.Host
            "headers": {"Two Words": "x"}                                § headers.Two Words
            "headers": {"X": "line\\nbreak"}                             § headers.X
            "headers": {"X": ["a"]}                                      § headers.X
            "headers": ["X"]                                             § headers
            "query": {"key": "abcdef"}                                   § query.key
            "query": {"v": "sk-abcdef1234567890"}                        § query.v
            "keyHeader": "two words"                                     § keyHeader
            "keyHeader": "Content-Length"                                § keyHeader
            "keyScheme": "sk-abcdef1234567890"                           § keyScheme
            "path": "chat"                                               § path
            "path": "/chat?x=1"                                          § path
            "body": [1]                                                  § body
            "body": {"model": "m"}                                       § body.model
            "body": {"messages": []}                                     § body.messages
            "body": {"temperature": 1}                                   § body.temperature
            "body": {"stream": true}                                     § body.stream
            "body": {"a": {"api_key": "abcdef"}}                         § body.a.api_key
            "body": {"a": ["sk-abcdef1234567890"]}                       § body.a
            "temperature": -1                                            § temperature
            "temperature": "hot"                                         § temperature
            "maxTokensParameter": "max-length"                           § maxTokensParameter
            """)
    void refusesWhatCannotBeSentAndWhatMayBeASecret(String field, String wrong) throws JsonProcessingException {
        // When
        model(", " + field);

        // Then
        assertThat(errors).extracting(FieldError::field).containsOnly("taskModel." + wrong);
        assertThat(errors).allSatisfy(error -> assertThat(error.message()).contains("; "));
        assertThat(errors.toString()).doesNotContain("abcdef");
    }

    @Test
    void acceptsSecretsByName() throws JsonProcessingException {
        model(
                ", \"headers\": {\"Authorization\": \"Bearer ${SOME_API_KEY}\", \"X-Title\": \"Support desk\", \"OpenAI-Organization\": \"org-123\"}");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host/v1",
                "ftp://host/v1",
                "https://",
                "https:///v1",
                "https://two words/v1",
                "https://under_score/v1",
                "https://host:99999/v1",
                "https://host/{model}",
                "https://host/v1/chat/completions",
                ""
            })
    void refusesUrlsThatCannotBeCalled(String url) throws JsonProcessingException {
        // When
        TaskModelParser.parse(JsonFields.of(
                "taskModel",
                JSON.readTree("{\"kind\": \"openai-compatible\", \"name\": \"m\", \"url\": \"%s\"}".formatted(url)),
                errors));

        // Then
        assertThat(errors).extracting(FieldError::field).containsOnly("taskModel.url");
        assertThat(errors.getFirst().message()).contains("write");
    }

    @Test
    void aLocalModelIsNotAsked() throws JsonProcessingException {
        // When
        TaskModelParser.parse(JsonFields.of(
                "taskModel", JSON.readTree("{\"temperature\": 0.5, \"headers\": {\"X\": \"y\"}}"), errors));

        // Then
        assertThat(errors)
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("taskModel.temperature", "taskModel.headers");
    }

    private TaskModelDefinition model(String more) throws JsonProcessingException {
        return TaskModelParser.parse(JsonFields.of(
                "taskModel",
                JSON.readTree("{\"kind\": \"openai-compatible\", \"name\": \"m\", \"url\": \"https://host/v1\"%s}"
                        .formatted(more)),
                errors));
    }
}

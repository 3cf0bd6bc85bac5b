package io.promptstream.policy.app.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.policy.app.http.RequestBody;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.evaluation.LogPosition;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which policy is to be evaluated on which rounds: exactly one of candidate, version, prompts and served, of which served may
 * stand beside candidate.
 *
 * @param version of the live policy
 * @param prompts each equally likely; none: the target is no list of prompts
 * @param served whether the one prompt that the policy serves is meant, not what it samples
 */
record EvaluationRequest(
        Optional<String> candidate,
        OptionalLong version,
        List<String> prompts,
        boolean served,
        LogPosition from,
        LogPosition to) {
    private static final int MOST_PROMPTS = 1000;
    private static final String ONE_OF = "write one of candidate, version, prompt, prompts and served";

    EvaluationRequest {
        prompts = List.copyOf(prompts);
    }

    /** Reads a request; refuses it with all its errors. */
    static EvaluationRequest parse(@Nullable String body) {
        JsonNode json = RequestBody.parse(body);
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of("", json, errors);
        Optional<String> candidate = fields.optionalText("candidate");
        OptionalLong version = fields.has("version")
                ? OptionalLong.of(fields.wholeNumber("version", 0, 0, Long.MAX_VALUE))
                : OptionalLong.empty();
        Optional<String> prompt = fields.optionalText("prompt");
        List<String> prompts = fields.texts("prompts");
        boolean served = fields.flag("served", false);
        LogPosition from = position(fields, "from").orElseGet(LogPosition.Beginning::new);
        LogPosition to = position(fields, "to").orElseGet(LogPosition.End::new);
        long targets = Stream.of(
                        candidate.isPresent(),
                        version.isPresent(),
                        prompt.isPresent(),
                        fields.has("prompts"),
                        served && candidate.isEmpty())
                .filter(given -> given)
                .count();
        if (targets != 1 && errors.isEmpty()) {
            fields.error(
                    targets == 0 ? "candidate" : "served",
                    (targets == 0 ? "is missing, and so is any other target; " : "is one target of several; ")
                            + ONE_OF);
        }
        List<String> texts = Stream.concat(prompt.stream(), prompts.stream())
                .map(String::strip)
                .toList();
        if (fields.has("prompts") && (prompts.isEmpty() || prompts.size() > MOST_PROMPTS)) {
            fields.error("prompts", "holds %d prompts; write 1 to %d of them".formatted(prompts.size(), MOST_PROMPTS));
        }
        fields.end();
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
        return new EvaluationRequest(candidate, version, texts, served, from, to);
    }

    private static Optional<LogPosition> position(JsonFields fields, String name) {
        return fields.optionalTextOrNumber(name).flatMap(text -> {
            if (text.equals("earliest")) {
                return Optional.of(new LogPosition.Beginning());
            }
            if (text.matches("[0-9]{1,18}")) {
                return Optional.of(new LogPosition.Offset(Long.parseLong(text)));
            }
            try {
                return Optional.of(new LogPosition.Time(Instant.parse(text)));
            } catch (DateTimeParseException e) {
                fields.error(
                        name,
                        "is \"%s\"; write earliest, an offset, or a time such as 2026-11-25T08:00:00Z".formatted(text));
                return Optional.empty();
            }
        });
    }
}

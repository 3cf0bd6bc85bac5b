package io.promptstream.local.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.RewardKind;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.InputRules;
import io.promptstream.schemas.RewardKinds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the queries of tasks may be, as their definitions say. */
final class TaskRules {
    private static final Set<String> SCORED_BY_REFERENCE = Arrays.stream(RewardKind.values())
            .filter(RewardKinds::needsReference)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.toUnmodifiableSet());

    private TaskRules() {}

    /**
     * Of one task or several, which are scored by reference where any is.
     *
     * @throws CommandException if their labels differ
     */
    static InputRules of(List<JsonNode> definitions) {
        var first = definitions.getFirst();
        definitions.forEach(other -> {
            if (!labels(other).equals(labels(first))) {
                throw new CommandException("Tasks %s and %s have different labels: stream the file to each by itself"
                        .formatted(first.path("id").asText(), other.path("id").asText()));
            }
        });
        return new InputRules(labels(first), definitions.stream().anyMatch(TaskRules::needsReferences));
    }

    private static List<String> labels(JsonNode definition) {
        return definition
                .path("labels")
                .valueStream()
                .map(label -> label.path("name").asText())
                .toList();
    }

    private static boolean needsReferences(JsonNode definition) {
        var reward = definition.path("reward");
        return Stream.concat(Stream.of(reward), reward.path("terms").valueStream())
                .anyMatch(part -> SCORED_BY_REFERENCE.contains(part.path("kind").asText()));
    }
}

package io.promptstream.reward.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.reward.dashboard.Feed;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.TokenTexts;
import io.promptstream.reward.dashboard.kafka.DeadLetterStore;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.Settings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dashboard's beans whose classes know nothing of Micronaut. */
@Factory
final class DashboardBeans {

    @Singleton
    DeclaredVariables dashboardVariables() {
        return DeclaredVariables.of(DashboardConfiguration.class);
    }

    @Singleton
    @Requires(property = DashboardConfiguration.ENABLED, notEquals = "false")
    LoopView loopView(DashboardConfiguration configuration, TaskDirectory tasks, Clock clock) {
        return new LoopView(
                tasks::all, new TokenTexts(vocabulary(configuration.tokenizer())), configuration.history(), clock);
    }

    @Singleton
    @Requires(property = DashboardConfiguration.ENABLED, notEquals = "false")
    Feed.Source feeds(LoopView loop) {
        return Feed.Source.of(loop);
    }

    @Singleton
    @Requires(property = DashboardConfiguration.ENABLED, notEquals = "false")
    DeadLetterStore deadLetterStore(KafkaClients clients, EventCodec codec, TopicCatalogue topics) {
        return new DeadLetterStore(clients::reader, () -> clients.transactions("dead-letters"), codec, topics);
    }

    private static Map<Integer, String> vocabulary(@Nullable Path tokenizer) {
        Map<Integer, String> pieces = new HashMap<>();
        if (tokenizer != null) {
            try {
                JsonNode vocabulary =
                        new ObjectMapper().readTree(tokenizer.toFile()).at("/model/vocab");
                vocabulary
                        .properties()
                        .forEach(piece -> pieces.put(piece.getValue().asInt(), piece.getKey()));
            } catch (IOException e) {
                Settings.require(
                        false,
                        "PROMPTSTREAM_REWARD_DASHBOARD_TOKENIZER",
                        tokenizer + " (" + e.getMessage() + ")",
                        "the path of a Hugging Face tokenizer.json");
            }
        }
        return pieces;
    }
}

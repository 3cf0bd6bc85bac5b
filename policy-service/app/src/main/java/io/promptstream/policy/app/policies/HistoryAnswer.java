package io.promptstream.policy.app.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.PolicyEvent;
import io.promptstream.policy.task.PromotionJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of a policy without its big parts.
 *
 * @param kind {@code began}, {@code continued}, {@code learned} or {@code promoted}
 * @param version after the step
 * @param rounds that were learned in it
 * @param leftOut rounds that were skipped in it
 * @param promotion that was followed; null but for {@code promoted}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record HistoryAnswer(
        String kind,
        long version,
        String digest,
        long taskRevision,
        long rounds,
        long leftOut,
        @Nullable ObjectNode promotion,
        String codeVersion,
        String at) {
    static HistoryAnswer of(PolicyEvent step) {
        long learned = step.getLearned().stream()
                .filter(round -> round.getVersion().isPresent())
                .count();
        return new HistoryAnswer(
                step.getKind().name().toLowerCase(Locale.ROOT),
                step.getVersion(),
                step.getDigest(),
                step.getTaskRevision(),
                learned,
                step.getLearned().size() - learned,
                step.getPromotion().map(PromotionJson::of).orElse(null),
                step.getCodeVersion(),
                step.getAt().toString());
    }
}

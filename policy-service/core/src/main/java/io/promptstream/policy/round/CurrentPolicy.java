package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Contexts;
import io.promptstream.policy.learning.LabelShifts;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicyAtVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A policy with the version under which its prompts are proposed.
 *
 * @param served serves every query
 * @param origin why it does
 * @param tried begin every round: the champion and its contenders
 * @param policy draws the other prompts of a round; absent while no round may begin
 * @param contexts may have prompts of their own; absent where one prompt serves all queries
 * @param shifts how answers are calibrated
 * @param embedding what the task model reads in the place of the policy's own prompts; empty: their text
 */
record CurrentPolicy(
        long version,
        Prompt served,
        PromptOrigin origin,
        List<Prompt> tried,
        Optional<Policy> policy,
        Optional<Contexts> contexts,
        LabelShifts shifts,
        List<Float> embedding) {
    /** Of a snapshot that the task's settings do not belong to: it serves, whatever its weights are. */
    static CurrentPolicy waiting(Task task, PolicySnapshot snapshot) {
        return new CurrentPolicy(
                snapshot.getVersion(),
                Leaderboard.served(snapshot),
                snapshot.getChampion().isPresent() ? PromptOrigin.CHAMPION : PromptOrigin.GREEDY,
                List.of(),
                Optional.empty(),
                Contexts.of(task, snapshot),
                LabelShifts.of(task, Optional.of(snapshot)),
                snapshot.getEmbedding());
    }

    static CurrentPolicy of(Task task, PolicyAtVersion now, LabelShifts shifts) {
        return now.leaderboard()
                .map(board -> board.nearest(task.getPolicy().getContendersPerRound()))
                .map(tried -> new CurrentPolicy(
                        now.version(),
                        tried.getFirst(),
                        PromptOrigin.CHAMPION,
                        tried,
                        Optional.of(now.policy()),
                        now.contexts(),
                        shifts,
                        List.of()))
                .orElseGet(() -> new CurrentPolicy(
                        now.version(),
                        now.greedy(),
                        PromptOrigin.GREEDY,
                        List.of(),
                        Optional.of(now.policy()),
                        Optional.empty(),
                        shifts,
                        now.policy().embedding()));
    }

    /**
     * What serves a query.
     *
     * @param features of the query; empty where there are no contexts
     */
    Choice choice(Optional<ByteBuffer> features) {
        OptionalInt context = features.map(this::context).orElse(OptionalInt.empty());
        Optional<Integer> known = context.stream().boxed().findFirst();
        return known.flatMap(index -> contexts.orElseThrow().served(index, served.getText()))
                .map(own -> new Choice(own, PromptOrigin.CHAMPION, known, /* decided= */ true))
                .orElseGet(() -> new Choice(served, origin, known, /* decided= */ false));
    }

    /**
     * What begins a round: the champion and its contenders, then those of the contexts that the round's queries are of.
     *
     * @param features of the queries; empty where there are no contexts
     * @param most of a context
     */
    List<Prompt> tried(List<ByteBuffer> features, int most) {
        List<Prompt> all = new ArrayList<>(tried);
        contextsOf(features).stream()
                .distinct()
                .forEach(index -> all.addAll(contexts.orElseThrow().nearest(index, most)));
        Set<String> texts = new HashSet<>();
        return all.stream().filter(prompt -> texts.add(prompt.getText())).toList();
    }

    /** Contexts of queries, as far as they are known. */
    List<Integer> contextsOf(List<ByteBuffer> features) {
        return features.stream()
                .flatMapToInt(each -> context(each).stream())
                .boxed()
                .toList();
    }

    private OptionalInt context(ByteBuffer features) {
        return contexts.map(known -> known.of(features)).orElse(OptionalInt.empty());
    }

    /**
     * A prompt that serves a query.
     *
     * @param context of the query, as far as it is known
     * @param decided whether the prompt is the context's own, not one for all queries
     */
    record Choice(Prompt prompt, PromptOrigin origin, Optional<Integer> context, boolean decided) {}
}

package io.promptstream.reward.dashboard;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contexts of a task's policy, by what was served to their queries. */
final class ContextBoard {
    private static final int MOST_CONTEXTS = 64;
    private static final int MOST_TEXTS = 64;
    private static final int MOST_REWARDS = 500;
    private static final int MOST_WORDS = 5;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}']+");

    private final TokenTexts texts;
    private final Map<Integer, Context> contexts = new TreeMap<>();
    /** What was proposed before is of contexts that are gone. */
    private Instant foundAnew = Instant.MIN;
    /** Of the task of the latest step; 0 until one was read. */
    private int count;

    /** What is known of one; of the queries the latest. */
    private static final class Context {
        private final Map<String, String> inputs = new Bounded<>(MOST_TEXTS);
        private final Map<String, Double> rewards = new Bounded<>(MOST_REWARDS);
        private long queries;
        private PromptText prompt = new PromptText("", List.of());
        private boolean own;
        private Instant at = Instant.MIN;
        private String example = "";
    }

    ContextBoard(TokenTexts texts) {
        this.texts = texts;
    }

    /** Takes note of what serves a query. */
    void served(PromptProposal proposal, Instant at) {
        Context context = find(proposal.getProvenance(), at);
        if (context == null) {
            return;
        }
        String input = Texts.cut(proposal.getInput(), Texts.MESSAGE);
        context.queries++;
        context.inputs.put(Texts.id(proposal.getQueryId()), input);
        if (!at.isBefore(context.at)) {
            context.at = at;
            context.prompt = texts.of(proposal.getProvenance().getPrompt());
            context.own = proposal.getProvenance().getContextDecided();
            context.example = input;
        }
    }

    /**
     * Counts the reward of an answer; a corrected one takes the place of the one before. It may be read before its proposal:
     * a context is shown once a query of it was read.
     */
    void earned(Provenance provenance, String proposalId, @Nullable Double value) {
        Instant proposedAt = Plausible.time(provenance.getProposedAt());
        if (value == null || proposedAt == null) {
            return;
        }
        Context context = find(provenance, proposedAt);
        if (context != null) {
            context.rewards.put(Texts.id(proposalId), value);
        }
    }

    private @Nullable Context find(Provenance provenance, Instant proposedAt) {
        Integer number = provenance.getQueryContext().orElse(null);
        boolean shown = number != null
                && provenance.getRole() == Role.SERVE
                && !proposedAt.isBefore(foundAnew)
                && (contexts.containsKey(number) || contexts.size() < MOST_CONTEXTS);
        return shown ? contexts.computeIfAbsent(number, any -> new Context()) : null;
    }

    /** Forgets the contexts where the policy finds them anew: the same number is another kind of queries from here. */
    void stepped(PolicyEvent event) {
        int before = count;
        event.getTask().ifPresent(task -> count = count(task));
        boolean anew = switch (event.getKind()) {
            case BEGAN, PROMOTED -> true;
            case CONTINUED -> count != before;
            case LEARNED, UNKNOWN -> event.getLearned().stream().anyMatch(LearnedRound::getDrift);
        };
        Instant at = Plausible.time(event.getAt());
        if (!anew) {
            return;
        }
        if (at != null && at.isAfter(foundAnew)) {
            foundAnew = at;
        }
        contexts.values().removeIf(context -> at == null || context.at.isBefore(foundAnew));
    }

    /** How many kinds of queries the task's policy tells apart; 1 where it serves all with one prompt. */
    private static int count(Task task) {
        return task.getPolicy().getContendersPerRound() > 0
                ? Math.max(1, task.getPolicy().getContexts())
                : 1;
    }

    /**
     * The contexts by number.
     *
     * @param task null once it is deleted
     */
    List<ContextRow> rows(@Nullable Task task) {
        return task == null || count(task) > 1 ? rows() : List.of();
    }

    private List<ContextRow> rows() {
        Map<Integer, Context> shown = new TreeMap<>(contexts);
        shown.values().removeIf(context -> context.queries == 0);
        Map<Integer, Map<String, Double>> shares = new HashMap<>();
        shown.forEach((number, context) -> shares.put(number, shares(context)));
        List<ContextRow> rows = new ArrayList<>();
        shown.forEach((number, context) -> rows.add(new ContextRow(
                number,
                context.prompt,
                context.own,
                context.queries,
                context.rewards.isEmpty()
                        ? null
                        : context.rewards.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow(),
                typical(number, shares),
                context.example)));
        return rows;
    }

    /** Of the inputs that have a word. */
    private static Map<String, Double> shares(Context context) {
        Map<String, Double> shares = new HashMap<>();
        for (String input : context.inputs.values()) {
            Set<String> words = new TreeSet<>(List.of(NO_WORD.split(input.toLowerCase(Locale.ROOT))));
            words.remove("");
            words.forEach(word -> shares.merge(word, 1.0 / context.inputs.size(), Double::sum));
        }
        return shares;
    }

    private static List<String> typical(int number, Map<Integer, Map<String, Double>> shares) {
        Map<String, Double> leads = new HashMap<>();
        shares.getOrDefault(number, Map.of()).forEach((word, share) -> {
            double elsewhere = shares.entrySet().stream()
                    .filter(other -> other.getKey() != number)
                    .mapToDouble(other -> other.getValue().getOrDefault(word, 0.0))
                    .average()
                    .orElse(0);
            if (share > elsewhere) {
                leads.put(word, share - elsewhere);
            }
        });
        return leads.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_WORDS)
                .map(Map.Entry::getKey)
                .toList();
    }
}

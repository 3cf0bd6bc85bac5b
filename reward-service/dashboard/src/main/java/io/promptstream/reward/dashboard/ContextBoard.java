package io.promptstream.reward.dashboard;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
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
        Context context = find(proposal.getProvenance());
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

    /** Counts the reward of an answer; a corrected one takes the place of the one before. */
    void earned(Provenance provenance, String proposalId, @Nullable Double value) {
        Context context = find(provenance);
        if (context != null && value != null) {
            context.rewards.put(Texts.id(proposalId), value);
        }
    }

    private @Nullable Context find(Provenance provenance) {
        Integer number = provenance.getQueryContext().orElse(null);
        boolean shown = number != null
                && provenance.getRole() == Role.SERVE
                && (contexts.containsKey(number) || contexts.size() < MOST_CONTEXTS);
        return shown ? contexts.computeIfAbsent(number, any -> new Context()) : null;
    }

    /** Contexts are found anew: the same number is another kind of queries from here. */
    void forget() {
        contexts.clear();
    }

    List<ContextRow> rows() {
        Map<Integer, Map<String, Double>> shares = new HashMap<>();
        contexts.forEach((number, context) -> shares.put(number, shares(context)));
        List<ContextRow> rows = new ArrayList<>();
        contexts.forEach((number, context) -> rows.add(new ContextRow(
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

package io.promptstream.languagemodel.training.vocabulary;

import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Learns a byte-level BPE vocabulary (Sennrich et al. 2016) from word counts: the most frequent pair of neighbouring tokens
 * becomes a token until the vocabulary is full. Equal counts are decided alphabetically, so the same words give the same vocabulary.
 */
public final class BytePairTrainer {

    private static final Comparator<Candidate> MOST_FREQUENT_FIRST = Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparing(c -> c.merge().left())
            .thenComparing(c -> c.merge().right());

    private final TreeMap<String, Long> words = new TreeMap<>();

    private record Candidate(Merge merge, long count) {}

    private record Word(List<String> pieces, long count) {}

    /** Counts the words of {@code text}. */
    public void add(String text) {
        for (String word : ByteLevel.words(text)) {
            words.merge(word, 1L, Long::sum);
        }
    }

    /**
     * Merges the most frequent pairs until there are so many tokens.
     *
     * @param size tokens in all, at least 257
     * @param wholeWords words that must become one token each with a space in front, such as label words; for those that are too
     *     rare the last merges are spent
     */
    public BytePairVocabulary train(int size, List<String> wholeWords) {
        int room = size - ByteLevel.alphabet().size() - 1;
        if (room < 0) {
            throw new IllegalArgumentException("vocabulary " + size + " is too small; write 257 or more");
        }
        List<Merge> learned = learn(room);
        for (int keep = learned.size(); keep >= 0; keep--) {
            BytePairVocabulary vocabulary = withWholeWords(learned.subList(0, keep), wholeWords);
            if (vocabulary.size() <= size) {
                return vocabulary;
            }
        }
        throw new IllegalArgumentException(
                "vocabulary " + size + " has no room for the label words; write a larger one");
    }

    private List<Merge> learn(int room) {
        List<Word> corpus = new ArrayList<>();
        Map<Merge, Long> counts = new HashMap<>();
        Map<Merge, Set<Integer>> places = new HashMap<>();
        words.forEach((word, count) -> {
            Word entry = new Word(new ArrayList<>(symbols(word)), count);
            corpus.add(entry);
            count(entry, corpus.size() - 1, counts, places);
        });
        PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);
        counts.forEach((merge, count) -> queue.add(new Candidate(merge, count)));
        List<Merge> merges = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        while (tokens.size() < room) {
            Candidate best = queue.poll();
            if (best == null || best.count() < 2) {
                break;
            }
            // A queue cannot be updated in place: entries that have gone stale are skipped when they surface.
            if (counts.getOrDefault(best.merge(), 0L) != best.count()) {
                continue;
            }
            Set<Merge> touched = apply(best.merge(), corpus, counts, places);
            tokens.add(best.merge().joined());
            merges.add(best.merge());
            for (Merge merge : touched) {
                long count = counts.getOrDefault(merge, 0L);
                if (count > 0) {
                    queue.add(new Candidate(merge, count));
                }
            }
        }
        return merges;
    }

    private static Set<Merge> apply(
            Merge merge, List<Word> corpus, Map<Merge, Long> counts, Map<Merge, Set<Integer>> places) {
        Set<Merge> touched = new HashSet<>();
        @Nullable Set<Integer> where = places.remove(merge);
        for (int index : where == null ? Set.<Integer>of() : where) {
            Word word = corpus.get(index);
            List<String> pieces = word.pieces();
            for (int i = 0; i + 1 < pieces.size(); i++) {
                Merge pair = new Merge(pieces.get(i), pieces.get(i + 1));
                counts.merge(pair, -word.count(), Long::sum);
                touched.add(pair);
            }
            for (int i = 0; i + 1 < pieces.size(); i++) {
                if (pieces.get(i).equals(merge.left()) && pieces.get(i + 1).equals(merge.right())) {
                    pieces.set(i, merge.joined());
                    pieces.remove(i + 1);
                }
            }
            touched.addAll(count(word, index, counts, places));
        }
        counts.remove(merge);
        touched.remove(merge);
        return touched;
    }

    private static Set<Merge> count(Word word, int index, Map<Merge, Long> counts, Map<Merge, Set<Integer>> places) {
        Set<Merge> pairs = new HashSet<>();
        List<String> pieces = word.pieces();
        for (int i = 0; i + 1 < pieces.size(); i++) {
            Merge pair = new Merge(pieces.get(i), pieces.get(i + 1));
            counts.merge(pair, word.count(), Long::sum);
            places.computeIfAbsent(pair, p -> new HashSet<>()).add(index);
            pairs.add(pair);
        }
        return pairs;
    }

    private static BytePairVocabulary withWholeWords(List<Merge> merges, List<String> wholeWords) {
        List<Merge> all = new ArrayList<>(merges);
        BytePairVocabulary vocabulary = new BytePairVocabulary(all);
        for (String word : wholeWords) {
            List<String> pieces = vocabulary.pieces(" " + word);
            String start = pieces.getFirst();
            for (String piece : pieces.subList(1, pieces.size())) {
                all.add(new Merge(start, piece));
                start += piece;
            }
            if (pieces.size() > 1) {
                vocabulary = new BytePairVocabulary(all);
            }
        }
        return vocabulary;
    }

    private static List<String> symbols(String word) {
        return ByteLevel.printable(word)
                .chars()
                .mapToObj(c -> String.valueOf((char) c))
                .toList();
    }
}

package io.promptstream.simulation.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group with cooperative, sticky assignment. Partitions of one number, of all its topics, go together. A
 * partition is given to its next member when the one before has let go of it, or was given up.
 */
public final class Group {
    /** A member that died is missed after so long. */
    private static final long SESSION_TIMEOUT = 6_000;

    private final String name;
    private final List<String> topics;
    private final int partitions;
    private final LongSupplier time;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Set<Transaction>> awaited = new HashMap<>();
    private final TreeMap<Long, Member> members = new TreeMap<>();
    private long joined;

    private static final class Member {
        private final Set<Integer> owned = new TreeSet<>();
        private final Set<Integer> target = new TreeSet<>();
        private @Nullable Long diedAt;
    }

    /** What a rebalance takes from a member and gives to it; what is taken stays its own until it has let go. */
    public record Rebalance(Set<Integer> revoked, Set<Integer> assigned) {}

    Group(String name, List<String> topics, int partitions, LongSupplier time) {
        this.name = name;
        this.topics = topics;
        this.partitions = partitions;
        this.time = time;
    }

    public List<String> topics() {
        return topics;
    }

    /** Returns the new member's id. */
    public long join() {
        long id = ++joined;
        members.put(id, new Member());
        assign();
        return id;
    }

    public void leave(long member) {
        if (members.remove(member) != null) {
            assign();
        }
    }

    /** The member is not heard of any more. */
    public void dies(long member) {
        Member dead = members.get(member);
        if (dead != null) {
            dead.diedAt = time.getAsLong();
        }
    }

    void timePassed() {
        boolean any = members.values().removeIf(member -> {
            Long diedAt = member.diedAt;
            return diedAt != null && time.getAsLong() - diedAt >= SESSION_TIMEOUT;
        });
        if (any) {
            assign();
        }
    }

    /** @throws FencedException if it is no member */
    void check(long member) {
        member(member);
    }

    private Member member(long id) {
        Member found = members.get(id);
        if (found == null) {
            throw new FencedException("group %s has no member %d".formatted(name, id));
        }
        return found;
    }

    /**
     * What changes for the member now.
     *
     * @throws FencedException if it is no member any more
     */
    Rebalance rebalance(long id) {
        Member member = member(id);
        member.diedAt = null;
        Set<Integer> revoked = new TreeSet<>(member.owned);
        revoked.removeAll(member.target);
        Set<Integer> assigned = new TreeSet<>(member.target);
        members.values().forEach(other -> assigned.removeAll(other.owned));
        return new Rebalance(revoked, assigned);
    }

    void took(long id, Rebalance rebalance) {
        Member member = member(id);
        member.owned.removeAll(rebalance.revoked());
        member.owned.addAll(rebalance.assigned());
    }

    /** The committed offset, 0 without one; nothing while a transaction may still change it. */
    OptionalLong committed(TopicPartition partition) {
        return awaited.getOrDefault(partition, Set.of()).isEmpty()
                ? OptionalLong.of(committed.getOrDefault(partition, 0L))
                : OptionalLong.empty();
    }

    /** Commits without a transaction. */
    public void commit(Map<TopicPartition, Long> positions) {
        committed.putAll(positions);
    }

    void awaits(Transaction transaction, Set<TopicPartition> of) {
        of.forEach(partition ->
                awaited.computeIfAbsent(partition, added -> new HashSet<>()).add(transaction));
    }

    void settle(Transaction transaction, Map<TopicPartition, Long> positions) {
        awaited.values().forEach(open -> open.remove(transaction));
        committed.putAll(positions);
    }

    /** Members keep what they have as far as that is fair. */
    private void assign() {
        members.values().forEach(member -> member.target.clear());
        List<Member> all = new ArrayList<>(members.values());
        if (all.isEmpty()) {
            return;
        }
        int most = Math.ceilDiv(partitions, all.size());
        Set<Integer> free = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            free.add(partition);
        }
        for (Member member : all) {
            for (int partition : member.owned) {
                if (member.target.size() < most && free.remove(partition)) {
                    member.target.add(partition);
                }
            }
        }
        for (int partition : free) {
            all.stream()
                    .min(Comparator.comparingInt(member -> member.target.size()))
                    .orElseThrow()
                    .target
                    .add(partition);
        }
    }
}

package io.promptstream.reward.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Identifies a query: its id says something only together with its task's. As bytes it is the key of what is kept of the
 * query, and begins the keys of what is kept of its proposals; no key begins with that of another query.
 */
public record QueryKey(String taskId, String queryId) {

    public byte[] bytes() {
        return ofProposal("");
    }

    /**
     * The key of what is kept of a proposal of the query.
     *
     * @param proposalId id within the task
     */
    public byte[] ofProposal(String proposalId) {
        byte[] task = utf8(taskId);
        byte[] query = utf8(queryId);
        byte[] proposal = utf8(proposalId);
        return ByteBuffer.allocate(2 * Integer.BYTES + task.length + query.length + proposal.length)
                .putInt(task.length)
                .put(task)
                .putInt(query.length)
                .put(query)
                .put(proposal)
                .array();
    }

    /** The query whose key these bytes are, or begin with. */
    public static QueryKey parse(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        return new QueryKey(text(key, key.getInt()), text(key, key.getInt()));
    }

    /** The proposal of such a key. */
    public static String proposalId(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        text(key, key.getInt());
        text(key, key.getInt());
        return text(key, key.remaining());
    }

    private static String text(ByteBuffer key, int length) {
        byte[] utf8 = new byte[length];
        key.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

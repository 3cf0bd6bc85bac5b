package io.promptstream.schemas;

/**
 * The ids of proposals. A query's id says something only together with its task's, so the proposals that serve a query or
 * measure prompts on it begin with the task's id; those of a round begin with the round's, which no two tasks share.
 */
public final class ProposalIds {

    /** Characters of the longest query id that is answered: ids are kept, copied into other events and shown. */
    public static final int LONGEST_QUERY_ID = 8192;

    /** Characters of the longest id of a proposal: that of such a query, and what is put around it. */
    public static final int LONGEST_PROPOSAL_ID = LONGEST_QUERY_ID + 256;

    private static final String SERVES = "-serve";
    private static final String EVALUATES = "-evaluate-";
    private static final char SEPARATOR = '/';

    private ProposalIds() {}

    /** Of the proposal whose answer goes to the user. */
    public static String serve(String taskId, String queryId) {
        return taskId + SEPARATOR + queryId + SERVES;
    }

    /** Of the proposal that measures a prompt on the query: the one at this place of the query's evaluation, from 0. */
    public static String evaluate(String taskId, String queryId, int promptIndex) {
        return taskId + SEPARATOR + queryId + EVALUATES + promptIndex;
    }

    /**
     * The id as it is unique among the proposals of the task, without a leading {@code taskId/}. Events that name a served
     * proposal without its task mean the same one.
     */
    public static String withinTask(String taskId, String proposalId) {
        int task = taskId.length();
        boolean scoped =
                proposalId.length() > task && proposalId.charAt(task) == SEPARATOR && proposalId.startsWith(taskId);
        return scoped ? proposalId.substring(task + 1) : proposalId;
    }
}

package io.promptstream.reward.dashboard;

/** What identifies a query: two tasks may have queries of one id. */
record QueryKey(String taskId, String queryId) {
    QueryKey {
        taskId = Texts.id(taskId);
        queryId = Texts.id(queryId);
    }
}

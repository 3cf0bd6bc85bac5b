package io.promptstream.acceptance;

/** Tasks of every kind of model, as they are registered; the first two with a place for the model's name or URL. */
final class EvaluatedTasks {

    static final String OPINIONS = """
            {"template": "{input} {prompt}", "kind": "classification",
             "labels": [{"name": "positive", "verbalizer": "great"}, {"name": "negative", "verbalizer": "terrible"}],
             "taskModel": {"kind": "local", "name": "%s"}, "policy": {"promptsPerRound": 4, "contendersPerRound": 1,
             "queriesPerRound": 2, "candidates": 64}, "handWrittenPrompts": ["it was", "overall, it was"]}
            """;
    static final String REMOTE = """
            {"template": "{input} {prompt}", "kind": "generation",
             "taskModel": {"kind": "openai-compatible", "name": "stand-in", "url": "%s"}, "reward": {"kind": "token-f1"},
             "policy": {"kind": "fixed"}, "handWrittenPrompts": ["in capitals", "in French"]}
            """;
    static final String LOCAL_TEXT = """
            {"template": "{input} {prompt}", "kind": "generation",
             "taskModel": {"kind": "local", "name": "bundled", "maxTokens": 4}, "reward": {"kind": "token-f1"},
             "policy": {"kind": "fixed"}, "handWrittenPrompts": ["and then"]}
            """;

    private EvaluatedTasks() {}

    /** As {@link #REMOTE}, rewarded by ratings. */
    static String rated(String url, String by) {
        return REMOTE.formatted(url)
                .replace("{\"kind\": \"token-f1\"}", "{\"kind\": \"rating\", \"ratedBy\": \"%s\"}".formatted(by));
    }

    /** What the stand-in answers: upper case where that is asked for, something else otherwise, and nothing for what is refused. */
    static String answer(String asked) {
        if (asked.contains("boom")) {
            return "";
        }
        return asked.contains("in capitals") ? "HELLO answer shortly" : "bonjour";
    }
}

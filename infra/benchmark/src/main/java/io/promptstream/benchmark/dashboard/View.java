package io.promptstream.benchmark.dashboard;

/** Views of the page that change all the time; named as people type them. */
enum View {
    overview {
        @Override
        String route(String taskId) {
            return "#/";
        }
    },
    task {
        @Override
        String route(String taskId) {
            return "#/task/" + taskId;
        }
    },
    prompts {
        @Override
        String route(String taskId) {
            return "#/task/" + taskId + "/prompts";
        }
    },
    stream {
        @Override
        String route(String taskId) {
            return "#/task/" + taskId + "/stream";
        }
    };

    abstract String route(String taskId);
}

package io.promptstream.simulation.node;

/** Makes the body of a loop, each time that it starts. */
@FunctionalInterface
public interface Bodies {
    Body make(Surroundings around);

    /** As the services do. */
    static Body standard(Surroundings around) {
        return switch (around.node().role()) {
            case PROPOSER -> new ProposingBody(around);
            case ANSWERER -> new AnsweringBody(around);
            case SCORER -> new ScoringBody(around);
            case ROUTER -> new RoutingBody(around);
            case AGGREGATOR -> new AggregatingBody(around);
            case SUMMARISER -> new SummarisingBody(around);
            case RESCORER -> new RescoringBody(around);
            case LEARNER -> new LearningBody(around);
            case FOLLOWER -> new FollowingBody(around);
            case REPLAYER -> new ReplayingBody(around);
        };
    }
}

package io.promptstream.simulation.schedule;

/** What a loop of the system does, and which service it belongs to. */
public enum Role {
    PROPOSER(Service.POLICY),
    LEARNER(Service.POLICY),
    FOLLOWER(Service.POLICY),
    REPLAYER(Service.POLICY),
    ANSWERER(Service.TASK),
    SCORER(Service.REWARD),
    ROUTER(Service.REWARD),
    AGGREGATOR(Service.REWARD),
    SUMMARISER(Service.REWARD),
    RESCORER(Service.REWARD);

    private final Service service;

    Role(Service service) {
        this.service = service;
    }

    public Service service() {
        return service;
    }

    /** Services, each a process of its own. */
    public enum Service {
        POLICY,
        TASK,
        REWARD
    }
}

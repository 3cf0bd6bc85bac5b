package io.promptstream.simulation.node;

import io.promptstream.simulation.log.FencedException;
import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Step;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop, which gets a new body whenever the last one has failed or died. */
public final class Loop {
    private final Supplier<Body> bodies;
    private final Coverage coverage;
    private @Nullable Body body;

    public Loop(Supplier<Body> bodies, Coverage coverage) {
        this.bodies = bodies;
        this.coverage = coverage;
    }

    /**
     * Makes a pass, with a new body where there is none.
     *
     * @throws CrashException if the process dies
     */
    public void turn(Step.Turn turn) {
        Body running = body == null ? bodies.get() : body;
        body = running;
        pass(() -> running.turn(turn));
    }

    /**
     * Commits what is open.
     *
     * @throws CrashException if the process dies
     */
    public void finish(Commit how) {
        Body running = body;
        if (running != null) {
            pass(() -> running.finish(how));
        }
    }

    private void pass(Runnable pass) {
        try {
            pass.run();
        } catch (FencedException e) {
            coverage.count("loop fenced");
            stop();
        } catch (CommitException e) {
            coverage.count("loop started over");
            stop();
        }
    }

    /** Its group hears nothing of it for some time. */
    public void stall() {
        if (body != null) {
            body.die();
        }
    }

    /** Ends in order. */
    public void stop() {
        if (body != null) {
            body.close();
            body = null;
        }
    }

    /** The process has died. */
    public void die() {
        stall();
        body = null;
    }

    /** Entries that the loop keeps. */
    public int size() {
        return body == null ? 0 : body.size();
    }
}

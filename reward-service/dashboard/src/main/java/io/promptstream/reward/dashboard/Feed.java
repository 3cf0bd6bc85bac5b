package io.promptstream.reward.dashboard;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer is told: first everything, or what it missed since it was here; then what has changed since the update
 * before. One thread.
 */
public final class Feed {
    private final LoopView loop;
    private final String epoch;
    private final View view;
    private final @Nullable String taskId;
    private long seen;
    private boolean reset;

    private Feed(LoopView loop, String epoch, View view, @Nullable String taskId, long seen, boolean reset) {
        this.loop = loop;
        this.epoch = epoch;
        this.view = view;
        this.taskId = taskId;
        this.seen = seen;
        this.reset = reset;
    }

    /** Makes feeds of a loop; what a viewer saw of another process's means nothing here. */
    public record Source(LoopView loop, String epoch) {
        public static Source of(LoopView loop) {
            return new Source(loop, UUID.randomUUID().toString().substring(0, 8));
        }

        /** A feed for a viewer; {@code lastId} is the id of the last update that it has. */
        public Feed open(View view, @Nullable String taskId, @Nullable String lastId) {
            String mine = epoch + "-";
            if (lastId != null && lastId.matches("[0-9a-f]{8}-\\d{1,18}") && lastId.startsWith(mine)) {
                return new Feed(loop, epoch, view, taskId, Long.parseLong(lastId.substring(mine.length())), false);
            }
            return new Feed(loop, epoch, view, taskId, 0, lastId != null);
        }
    }

    /** What has changed since the last call. */
    public Update next() {
        Update update = loop.update(view, taskId, seen, reset);
        seen = update.tick();
        reset = false;
        return update;
    }

    /** What a viewer names to continue behind this update. */
    public String id(Update update) {
        return epoch + "-" + update.tick();
    }
}

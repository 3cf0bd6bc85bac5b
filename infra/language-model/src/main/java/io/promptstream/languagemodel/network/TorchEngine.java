package io.promptstream.languagemodel.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/**
 * The one place that starts PyTorch: on the CPU, offline, with one thread per caller. A small model gains nothing from a
 * second thread, and two workers that each use all cores slow each other down.
 *
 * <p>System properties that are already set win, so {@code -Dai.djl.pytorch.num_threads=N} still works.
 */
public final class TorchEngine {
    private TorchEngine() {}

    /** Started at the first use of this class, by the class loader's lock exactly once. */
    private static final class Holder {
        private static final Engine ENGINE = start();

        private static Engine start() {
            setDefault("ai.djl.pytorch.num_threads", "1");
            setDefault("ai.djl.pytorch.num_interop_threads", "1");
            setDefault("ai.djl.offline", "true");
            setDefault("OPT_OUT_TRACKING", "true");
            return Engine.getEngine("PyTorch");
        }

        private static void setDefault(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }

    /** A manager of its own, on the CPU; the caller closes it and with it everything that it holds. */
    public static NDManager newManager() {
        return Holder.ENGINE.newBaseManager(Device.cpu());
    }
}

package io.promptstream.languagemodel.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * A TorchScript class from a resource of this package, compiled by libtorch. A call costs one native transition however
 * many operators the method has, and reaches those that DJL does not expose.
 *
 * <p>Lives as long as the manager it was loaded with. Calls from several threads are safe as long as none closes an
 * array that another one uses.
 */
final class ScriptModule {
    private final PtSymbolBlock block;

    private ScriptModule(PtSymbolBlock block) {
        this.block = block;
    }

    static ScriptModule load(NDManager manager, String resource, String className, Map<String, Object> attributes) {
        byte[] archive = TorchScriptArchive.pack(source(resource), className, attributes);
        try {
            return new ScriptModule(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + resource, e);
        }
    }

    /**
     * Calls a method. Arrays whose name ends in {@code []} are gathered, by name, into one argument of type
     * {@code List[Tensor]}.
     *
     * @param inputs its arguments; the results belong to the manager of the first
     * @param differentiable whether the results may be differentiated; otherwise torch's inference mode is on
     */
    NDList call(NDManager manager, String method, NDList inputs, boolean differentiable) {
        // Per thread. Profile-guided rewriting would make results depend on the shapes that were seen before.
        JniUtils.setGraphExecutorOptimize(false);
        try (NDArray methodName = manager.create(0f)) {
            methodName.setName("module_method:" + method);
            NDList arguments = new NDList(inputs);
            arguments.add(methodName);
            return IValueUtils.forward(block, arguments, differentiable);
        }
    }

    private static String source(String resource) {
        try (InputStream stream = Objects.requireNonNull(ScriptModule.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}

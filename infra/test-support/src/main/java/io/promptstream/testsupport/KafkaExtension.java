package io.promptstream.testsupport;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithKafka} registers. */
final class KafkaExtension implements BeforeAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KafkaExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        platform(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaEnvironment.class;
    }

    @Override
    public KafkaEnvironment resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return platform(context).environment();
    }

    private static SharedPlatform platform(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        SharedPlatform.class,
                        key -> SharedPlatform.start(BrokerChoice.of(System.getProperty(BrokerChoice.PROPERTY, ""))),
                        SharedPlatform.class);
    }
}

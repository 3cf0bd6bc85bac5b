package io.promptstream.policy.app;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.service.DeclaredVariables;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the policies' language model before the HTTP server starts: a service without it is no service. */
@Factory
final class PolicyModel {
    static final String VARIABLE = "PROMPTSTREAM_MODEL_DIR";
    private static final Logger log = LoggerFactory.getLogger(PolicyModel.class);

    @Context
    @Bean(preDestroy = "close")
    LanguageModel languageModel(@Nullable @Value("${promptstream.model.dir:}") String directory) {
        if (directory == null || directory.isBlank()) {
            throw new IllegalArgumentException(VARIABLE
                    + " is not set; write the folder of the policies' language model, in Hugging Face's layout");
        }
        LanguageModel model = LanguageModel.load(Path.of(directory), 0);
        log.info("Loaded the language model in {}: {}", directory, model.configuration());
        return model;
    }

    @Singleton
    FrozenLanguageModel frozenLanguageModel(LanguageModel model) {
        return new PretrainedLanguageModel(model);
    }

    @Singleton
    DeclaredVariables declaredVariables() {
        return () -> Set.of(VARIABLE);
    }
}

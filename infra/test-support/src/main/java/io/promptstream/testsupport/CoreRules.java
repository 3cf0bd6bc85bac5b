package io.promptstream.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

/** What holds in every core, beside what holds in every module. Include with {@code ArchTests.in(CoreRules.class)}. */
public final class CoreRules {
    @ArchTest
    public static final ArchTests MODULE = ArchTests.in(ModuleRules.class);

    @ArchTest
    public static final ArchRule A_CORE_KNOWS_NEITHER_KAFKA_NOR_A_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.micronaut..",
                    "io.micrometer..",
                    "jakarta..",
                    "io.promptstream.kafka..",
                    "io.promptstream.service..");

    private CoreRules() {}
}

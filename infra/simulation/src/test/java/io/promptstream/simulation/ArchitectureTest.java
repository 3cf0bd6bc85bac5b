package io.promptstream.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.CoreRules;

@AnalyzeClasses(packages = "io.promptstream.simulation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(CoreRules.class);

    @ArchTest
    static final ArchRule NO_APP_IS_SIMULATED =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.promptstream..app..");

    @ArchTest
    static final ArchRule NOTHING_IS_LEFT_TO_CHANCE_OR_TO_THREADS = noClasses()
            .that()
            .doNotHaveSimpleName("Simulations")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|concurrent\\..*)|java\\.lang\\.Thread")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");
}

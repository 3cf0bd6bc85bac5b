package io.promptstream.reward.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;

@AnalyzeClasses(packages = "io.promptstream.reward.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ModuleRules.class);

    @ArchTest
    static final ArchRule TOPOLOGIES_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.promptstream.reward.app.score..",
                    "io.promptstream.reward.app.aggregate..",
                    "io.promptstream.reward.app.statistics..",
                    "io.promptstream.reward.app.rescore..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..", "io.micrometer..", "io.promptstream.reward.app.api..");

    @ArchTest
    static final ArchRule API_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("io.promptstream.reward.app.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule SCORING_AND_AGGREGATION_MEET_IN_TOPICS_ONLY = slices().matching(
                    "io.promptstream.reward.app.(score|aggregate|statistics)..")
            .should()
            .notDependOnEachOther();
}

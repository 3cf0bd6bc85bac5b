package io.promptstream.reward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.reward", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DOMAIN = {
        "io.promptstream.reward.scoring..",
        "io.promptstream.reward.aggregation..",
        "io.promptstream.reward.statistics..",
        "io.promptstream.reward.state.."
    };

    /** In the packages of the domain, only topologies, their processors and what reads or keeps their stores touch Kafka. */
    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .and()
            .haveNameNotMatching(".*(Topology|Processor|QueryStore|StoredStatistics)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.promptstream.reward.kafka..", "io.promptstream.reward.api..");

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .or()
            .resideInAPackage("io.promptstream.reward.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..", "io.micrometer..", "io.promptstream.service..");

    @ArchTest
    static final ArchRule RESCORING_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.promptstream.reward.rescoring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..", "io.micrometer..", "io.promptstream.reward.api..");

    /** What a viewer sees is worked out without knowing where events come from or how it is sent. */
    @ArchTest
    static final ArchRule DASHBOARD_KNOWS_NEITHER_KAFKA_NOR_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.promptstream.reward.dashboard")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.promptstream.reward.dashboard.kafka..",
                    "io.promptstream.reward.api..",
                    "io.micronaut..",
                    "jakarta..",
                    "reactor..",
                    "io.micrometer..");

    @ArchTest
    static final ArchRule API_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("io.promptstream.reward.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule SCORING_AND_AGGREGATION_MEET_IN_TOPICS_ONLY = slices().matching(
                    "io.promptstream.reward.(scoring|aggregation|statistics)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_OPENTELEMETRY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");
}

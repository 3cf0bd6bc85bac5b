package io.promptstream.reward;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.CoreRules;

@AnalyzeClasses(packages = "io.promptstream.reward", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(CoreRules.class);

    @ArchTest
    static final ArchRule SCORING_AND_AGGREGATION_MEET_IN_TOPICS_ONLY = slices().matching(
                    "io.promptstream.reward.(query|round|statistics)..")
            .should()
            .notDependOnEachOther();
}

package io.github.rocketmqlite.spring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may import whom in the Spring jar, and the rules that Spring Boot has for
 * auto-configurations.
 */
class ArchitectureTests {

	private static final String CORE = "io.github.rocketmqlite";

	private static final String ROOT = CORE + ".spring";

	private static final List<String> LEAVES = List.of("annotation", "support");

	private static final Map<String, List<String>> IMPORTS = Map.ofEntries(Map.entry("annotation", List.of()),
			Map.entry("support", List.of()), Map.entry("core", LEAVES),
			Map.entry("transaction", List.of("core", "support")), Map.entry("listener", LEAVES),
			Map.entry("listener.adapter", List.of("annotation", "support", "listener")),
			Map.entry("config", List.of("annotation", "support", "core", "listener", "listener.adapter")),
			Map.entry("event", List.of("listener")), Map.entry("observation", List.of()),
			Map.entry("docker.compose", List.of("autoconfigure")),
			Map.entry("testcontainers", List.of("autoconfigure")),
			Map.entry("autoconfigure",
					List.of("annotation", "support", "core", "listener", "listener.adapter", "config", "event")),
			Map.entry("autoconfigure.health", List.of("autoconfigure", "core", "listener", "config")),
			Map.entry("autoconfigure.observation", List.of("autoconfigure", "core", "listener", "observation")),
			Map.entry("autoconfigure.metrics", List.of("autoconfigure", "core", "listener", "config")),
			Map.entry("autoconfigure.diagnostics", List.of("autoconfigure", "core", "listener")),
			Map.entry("autoconfigure.transaction", List.of("autoconfigure", "core", "transaction")),
			Map.entry("autoconfigure.endpoint", List.of("autoconfigure", "core", "config", "listener")));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	static Stream<String> packagesOfTheTable() {
		return IMPORTS.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("packagesOfTheTable")
	void aPackageImportsOnlyWhatTheTableAllows(String name) {
		List<String> forbidden = new ArrayList<>(IMPORTS.keySet());
		forbidden.remove(name);
		forbidden.removeAll(Objects.requireNonNull(IMPORTS.get(name)));
		noClasses().that()
			.resideInAPackage(full(name))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(forbidden.stream().map(ArchitectureTests::full).toArray(String[]::new))
			.allowEmptyShould(false)
			.check(CLASSES);
	}

	@Test
	void everyPackageIsInTheTable() {
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
			.containsExactlyInAnyOrderElementsOf(IMPORTS.keySet().stream().map(ArchitectureTests::full).toList());
	}

	@Test
	void packagesFormNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void onlyPublicPackagesOfTheCoreAreUsed() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(CORE + ".internal..", "io.netty..")
			.check(CLASSES);
	}

	@Test
	void optionalModulesAreUsedInOnePackageEach() {
		noClasses().that()
			.resideOutsideOfPackages(full("transaction"), full("autoconfigure.transaction"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.jdbc..", "org.springframework.dao..",
					"org.springframework.transaction..")
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackages(full("autoconfigure.metrics"), full("autoconfigure.observation"),
					full("observation"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackage(full("autoconfigure.health"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.health..")
			.check(CLASSES);
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.jackson..", "com.fasterxml.jackson.databind..")
			.check(CLASSES);
	}

	@Test
	void autoConfigurationsArePublicFinalAndShowNothing() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould(haveNoPublicMembers())
			.andShould()
			.notBeAnnotatedWith(ComponentScan.class)
			.check(CLASSES);
	}

	@Test
	void everyAutoConfigurationIsListed() throws IOException {
		String file = "/META-INF/spring/" + AutoConfiguration.class.getName() + ".imports";
		try (InputStream in = getClass().getResourceAsStream(file)) {
			assertThat(in).isNotNull();
			List<String> listed = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank())
				.toList();
			assertThat(listed).containsExactlyInAnyOrderElementsOf(CLASSES.stream()
				.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
				.map(JavaClass::getName)
				.toList());
		}
	}

	@Test
	void onlyWhatApplicationsUseIsPublicInAutoConfiguration() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.getPackageName().startsWith(full("autoconfigure")))
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.filter((type) -> !type.isAnnotatedWith(AutoConfiguration.class))
			.filter((type) -> !type.getSimpleName().endsWith("Properties"))
			.map(JavaClass::getSimpleName)).containsExactlyInAnyOrder("RocketConnectionDetails",
					"RocketClientBuilderCustomizer", "ProducerOptionsCustomizer", "PushConsumerOptionsCustomizer");
	}

	@Test
	void beanMethodsAreNeitherPrivateNorPublicNorConditionalOnAClass() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.andShould()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.check(CLASSES);
	}

	@Test
	void beanPostProcessorsAreStaticAndStartNothingEarly() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(DescribedPredicate.describe("bean post processor",
					(JavaClass type) -> type.isAssignableTo(BeanPostProcessor.class)))
			.should()
			.beStatic()
			.andShould(takeOnlyProviders())
			.check(CLASSES);
	}

	private static ArchCondition<JavaMethod> takeOnlyProviders() {
		return new ArchCondition<>("take only object providers") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				method.getRawParameterTypes()
					.stream()
					.filter((type) -> !type.isEquivalentTo(ObjectProvider.class))
					.forEach((type) -> events
						.add(SimpleConditionEvent.violated(method, method.getFullName() + " takes " + type.getName())));
			}

		};
	}

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (JavaMember member : type.getMembers()) {
					if (member.getModifiers().contains(JavaModifier.PUBLIC)) {
						events.add(SimpleConditionEvent.violated(type, member.getFullName() + " is public"));
					}
				}
			}

		};
	}

	private static String full(String name) {
		return ROOT + "." + name;
	}

}

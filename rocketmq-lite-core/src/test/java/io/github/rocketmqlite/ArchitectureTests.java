package io.github.rocketmqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The corridors of the house: who may import whom. ARCHITECTURE.md shows the same table.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.rocketmqlite";

	private static final String[] EVERYWHERE = { "java..", "org.jspecify..", "org.slf4j..", ROOT };

	private static final Map<String, List<String>> IMPORTS = Map.ofEntries(
			// the public words
			Map.entry("", List.of()), Map.entry("producer", List.of()), Map.entry("consumer", List.of()),
			Map.entry("admin", List.of()),
			// bytes and values
			Map.entry("internal.codec",
					List.of("io.netty.buffer..", "io.netty.util..", "tools.jackson..", "net.jpountz..",
							"com.github.luben.zstd..")),
			Map.entry("internal.codec.command",
					List.of("internal.codec", "io.netty.buffer..", "io.netty.util..", "tools.jackson..")),
			// connections and servers
			Map.entry("internal.remoting",
					List.of("internal.codec", "io.netty..", "javax.crypto..", "javax.net.ssl..")),
			Map.entry("internal.namesrv", List.of("internal.codec", "internal.codec.command", "internal.remoting")),
			Map.entry("internal.session",
					List.of("internal.codec", "internal.codec.command", "internal.remoting", "internal.namesrv")),
			// what producers and consumers are made of
			Map.entry("internal.assignment",
					List.of("consumer", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv")),
			Map.entry("internal.offset",
					List.of("consumer", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv")),
			Map.entry("internal.trace",
					List.of("producer", "consumer", "internal.codec", "internal.remoting", "internal.producer")),
			Map.entry("internal.admin",
					List.of("admin", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv")),
			Map.entry("internal.producer",
					List.of("producer", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv", "internal.session")),
			Map.entry("internal.pop",
					List.of("consumer", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv", "internal.session")),
			Map.entry("internal.consumer",
					List.of("consumer", "internal.codec", "internal.codec.command", "internal.remoting",
							"internal.namesrv", "internal.session", "internal.assignment", "internal.offset",
							"internal.pop")));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT)
		.that(com.tngtech.archunit.base.DescribedPredicate.describe("belong to the core",
				(type) -> !type.getPackageName().startsWith(ROOT + ".test")));

	static Stream<String> packagesOfTheTable() {
		return IMPORTS.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("packagesOfTheTable")
	void aPackageImportsOnlyWhatTheTableAllows(String name) {
		List<String> allowed = new ArrayList<>(List.of(EVERYWHERE));
		allowed.add(full(name));
		for (String other : IMPORTS.getOrDefault(name, List.of())) {
			allowed.add(other.endsWith("..") ? other : full(other));
		}
		classes().that()
			.resideInAPackage(full(name))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(allowed.toArray(String[]::new))
			.check(CLASSES);
	}

	@Test
	void everyPackageIsInTheTable() {
		List<String> packages = CLASSES.stream().map((type) -> type.getPackageName()).distinct().toList();
		List<String> known = new ArrayList<>(IMPORTS.keySet().stream().map(ArchitectureTests::full).toList());
		// the front door wires everything, and the package of internals holds no type
		known.add(full("client"));
		known.add(full("internal"));
		assertThat(packages).hasSizeGreaterThan(10).isSubsetOf(known);
	}

	@Test
	void packagesFormNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingImportsTheFrontDoor() {
		noClasses().that()
			.resideOutsideOfPackage(full("client"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(full("client"))
			.check(CLASSES);
	}

	@Test
	void thePublicFaceShowsNoInternals() {
		noClasses().that()
			.resideInAnyPackage(ROOT, full("producer"), full("consumer"), full("admin"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(full("internal") + "..", "io.netty..", "tools.jackson..")
			.check(CLASSES);
		noClasses().that()
			.resideInAPackage(full("client"))
			.and()
			.arePublic()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.netty..")
			.check(CLASSES);
	}

	@Test
	void nothingIsDeserializedByJava() {
		noClasses().should()
			.dependOnClassesThat()
			.haveNameMatching("java\\.io\\.ObjectInputStream|java\\.beans\\.XMLDecoder")
			.check(CLASSES);
	}

	private static String full(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

}

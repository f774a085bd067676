package io.github.rocketmqlite.internal.codec;

import java.util.function.Consumer;

import io.github.rocketmqlite.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decoders that strangers feed, each with what must hold for any bytes. A
 * {@link ProtocolException} is a right answer everywhere; any other error is a finding.
 * <p>
 * {@link FuzzRegressionTests} runs all of them in each build; {@link GuidedFuzzing} lets
 * coverage guide the bytes.
 */
enum FuzzTarget {

	/** A stream of frames: however it is cut, the same frames come out. */
	STREAM(260, HeaderFuzzing::stream),

	/** A whole frame: reading it twice gives the same. */
	FRAME(340, HeaderFuzzing::frame),

	/** A header of each kind: takes the header's bytes and no more. */
	HEADER(320, HeaderFuzzing::header),

	/** Fields: written in both formats and read back the same. */
	FIELDS(270, HeaderFuzzing::fields),

	/** A command in both formats: equal to the reader, and to the official codec. */
	FORMATS(370, HeaderFuzzing::formats),

	/** What is signed: the official client signs the same. */
	SIGNATURE(90, HeaderFuzzing::signature),

	/** A message between two good ones: both good ones are delivered. */
	MESSAGES(360, ContentFuzzing::messages),

	/** Items of a container: all of them or none, and the next message is delivered. */
	CONTAINER(210, ContentFuzzing::container),

	/** Properties: one is found as all are, and what can be written is read back. */
	PROPERTIES(200, ContentFuzzing::properties),

	/** Hosts and ids of messages: as the official client reads them, never looked up. */
	IDS(160, ContentFuzzing::ids),

	/** JSON bodies: what is read, a standard parser reads alike. */
	JSON_BODY(340, ContentFuzzing::jsonBody),

	/** Compressed bodies: never more than the limit, in memory too. */
	COMPRESSION(130, ContentFuzzing::compression);

	private final int coverageFloor;

	private final Consumer<byte[]> reader;

	FuzzTarget(int coverageFloor, Consumer<byte[]> reader) {
		this.coverageFloor = coverageFloor;
		this.reader = reader;
	}

	/**
	 * The least number of edges that guided fuzzing must reach: about nine tenths of what
	 * the recorded bytes alone reach. Less means that it does not see the decoder.
	 */
	int coverageFloor() {
		return this.coverageFloor;
	}

	void run(byte[] data) {
		try {
			this.reader.accept(data);
		}
		catch (ProtocolException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

}

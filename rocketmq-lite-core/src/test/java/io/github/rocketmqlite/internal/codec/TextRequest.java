package io.github.rocketmqlite.internal.codec;

import java.util.Map;

/**
 * A request with any texts as fields, in the map's order.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TextRequest(int code, Map<String, String> texts, byte[] body) implements Request<Frame> {

	@Override
	public void writeFields(FieldWriter out) {
		this.texts.forEach(out::field);
	}

	@Override
	public Frame decode(Frame answer) {
		return answer;
	}

}

package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * A request whose answer is the text of its body.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Echo(String text, byte[] body) implements Request<String> {

	public static final int CODE = 7_777;

	public Echo(String text) {
		this(text, text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public void writeFields(FieldWriter out) {
		if (this.text.equals("unwritable")) {
			out.field("half", "written");
			throw new IllegalStateException("no fields for you");
		}
		out.field("text", this.text);
	}

	@Override
	public String decode(Frame answer) {
		String text = new String(answer.requireSuccess().bodyBytes(), StandardCharsets.UTF_8);
		if (text.equals("unreadable")) {
			throw new IndexOutOfBoundsException("beyond the body");
		}
		return text;
	}

}

package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;

/**
 * Reads the JSON form of a header in one pass. Only the numbers of the header are
 * decoded; fields are remembered by their place.
 * <p>
 * Lenient where servers differ (protocol 1.2): unknown members, any language, numbers and
 * booleans as field values, numbers in quotes. Strict about what is not JSON.
 * <p>
 * One reader reads many headers, one after the other, and is the last one it has read.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class JsonHeaderReader implements Header {

	private final JsonScanner json = new JsonScanner();

	private byte[] header = new byte[0];

	private final HeaderFields fields = new HeaderFields(this.header);

	private int code;

	private boolean hasCode;

	private int opaque;

	private boolean hasOpaque;

	private int flag;

	private int version;

	private String remark = "";

	/** Most answers have the same. */
	private String lastRemark = "";

	/**
	 * Reads a header; escapes are resolved in the given array.
	 * @param bytes what begins with the header
	 * @param length the header's length
	 */
	Header read(byte[] bytes, int length) {
		this.header = bytes;
		this.json.reset(bytes, length);
		this.fields.reset(bytes);
		this.hasCode = false;
		this.hasOpaque = false;
		this.flag = 0;
		this.version = 0;
		this.remark = "";
		return read();
	}

	private Header read() {
		this.json.expect('{');
		if (!this.json.tryTake('}')) {
			do {
				member();
			}
			while (this.json.hasNext('}'));
		}
		this.json.expectEnd();
		if (!this.hasCode || !this.hasOpaque) {
			throw new ProtocolException("A JSON header has no '" + (this.hasCode ? "opaque" : "code") + "'",
					Outcome.UNKNOWN, null);
		}
		return this;
	}

	@Override
	public int code() {
		return this.code;
	}

	@Override
	public int version() {
		return this.version;
	}

	@Override
	public int opaque() {
		return this.opaque;
	}

	@Override
	public int flag() {
		return this.flag;
	}

	@Override
	public String remark() {
		return this.remark;
	}

	@Override
	public HeaderFields fields() {
		return this.fields;
	}

	private void member() {
		this.json.name();
		int start = this.json.start();
		int length = this.json.end() - start;
		if (length == 4 && isAt(start, "code")) {
			this.code = this.json.number("code");
			this.hasCode = true;
		}
		else if (length == 4 && isAt(start, "flag")) {
			this.flag = this.json.number("flag");
		}
		else if (length == 6 && isAt(start, "opaque")) {
			this.opaque = this.json.number("opaque");
			this.hasOpaque = true;
		}
		else if (length == 7 && isAt(start, "version")) {
			this.version = this.json.number("version");
		}
		else if (length == 6 && isAt(start, "remark")) {
			readRemark();
		}
		else if (length == 9 && isAt(start, "extFields")) {
			readFields();
		}
		else {
			this.json.value();
		}
	}

	private void readRemark() {
		if (this.json.value()) {
			int length = this.json.end() - this.json.start();
			if (length != this.lastRemark.length() || !isAt(this.json.start(), this.lastRemark)) {
				String text = new String(this.header, this.json.start(), length, StandardCharsets.UTF_8);
				this.lastRemark = TextEscape.shorten(text, Header.MAX_REMARK);
			}
			this.remark = this.lastRemark;
		}
	}

	private void readFields() {
		if (!this.json.tryTake('{')) {
			if (this.json.value()) {
				throw new ProtocolException("The extFields of a JSON header are not an object", Outcome.UNKNOWN, null);
			}
			return;
		}
		if (this.json.tryTake('}')) {
			return;
		}
		do {
			this.json.name();
			int nameStart = this.json.start();
			int nameEnd = this.json.end();
			if (this.json.value()) {
				this.fields.add(nameStart, nameEnd, this.json.start(), this.json.end());
			}
		}
		while (this.json.hasNext('}'));
	}

	private boolean isAt(int start, String name) {
		for (int i = 0; i < name.length(); i++) {
			if (this.header[start + i] != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}

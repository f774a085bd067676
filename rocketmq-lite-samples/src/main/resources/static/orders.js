const words = {
	STORED: "stored", NOT_SENT: "not sent", CONSUMED: "done by", RETRIED: "will be retried by", DEAD_LETTERED: "dead letter of"
};

const orders = new Map();
const items = new Map();
let shown = "";
const list = document.getElementById("orders");
const stream = document.getElementById("stream");
const problem = document.getElementById("problem");

function element(name, text, className) {
	const made = document.createElement(name);
	made.textContent = text;
	if (className) {
		made.className = className;
	}
	return made;
}

// a listener may be done before the sender has its acknowledgement
function inOrder(steps) {
	const rank = (step) => (step.kind === "STORED" ? 0 : 1);
	return [...steps].sort((a, b) => rank(a) - rank(b) || Date.parse(a.time) - Date.parse(b.time));
}

function show(orderId) {
	let row = document.getElementById(orderId);
	if (!row) {
		row = document.createElement("li");
		row.id = orderId;
		list.prepend(row);
		document.getElementById("none").hidden = true;
	}
	const title = element("div", "", "title");
	title.append(element("strong", items.get(orderId) ?? "order"), element("code", orderId));
	const way = element("ol", "", "way");
	for (const step of inOrder(orders.get(orderId))) {
		const chip = element("li", `${words[step.kind]} ${step.kind === "STORED" ? "in" : step.who} `, step.kind);
		chip.append(element("small", step.detail));
		way.append(chip);
	}
	row.replaceChildren(title, way);
}

function open() {
	const events = new EventSource("events");
	events.onopen = () => {
		// the server begins again with all it remembers
		orders.clear();
		stream.dataset.state = "live";
		stream.textContent = "live";
	};
	events.onerror = () => {
		stream.dataset.state = "connecting";
		stream.textContent = "connecting";
	};
	events.addEventListener("step", (event) => {
		const step = JSON.parse(event.data);
		orders.set(step.orderId, [...(orders.get(step.orderId) ?? []), step]);
		show(step.orderId);
	});
}

async function call(path, body) {
	const answer = await fetch(path, body && {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body)
	});
	if (!answer.ok) {
		throw new Error(`${path} answered ${answer.status}`);
	}
	return answer.json();
}

document.getElementById("place").addEventListener("submit", async (event) => {
	event.preventDefault();
	const form = new FormData(event.target);
	problem.hidden = true;
	try {
		const accepted = await call("orders", {
			item: form.get("item"), amount: Number(form.get("amount")), billingFailures: Number(form.get("billingFailures"))
		});
		items.set(accepted.orderId, form.get("item"));
		if (orders.has(accepted.orderId)) {
			show(accepted.orderId);
		}
	}
	catch (failure) {
		problem.textContent = `The order was not placed: ${failure.message}`;
		problem.hidden = false;
	}
});

function lag(listener) {
	const queues = Object.values(listener.lag);
	return (queues.length > 0) ? queues.reduce((sum, messages) => sum + messages, 0) : "–";
}

function row(listener) {
	const made = document.createElement("tr");
	made.id = `group-${listener.group}`;
	const paused = listener.state === "PAUSED";
	const button = element("button", paused ? "resume" : "pause");
	button.disabled = !paused && listener.state !== "RUNNING";
	button.addEventListener("click", () => call(`actuator/rocketlisteners/${listener.ids[0]}`,
		{ action: paused ? "resume" : "pause" }).then(listeners));
	const action = document.createElement("td");
	action.append(button);
	made.append(element("td", listener.group), element("td", listener.state.toLowerCase()),
		element("td", listener.queues.length), element("td", lag(listener)), action);
	return made;
}

async function listeners() {
	const all = await call("actuator/rocketlisteners");
	// the lag is told of one listener at a time
	const each = await Promise.all(all.listeners.map((listener) => call(`actuator/rocketlisteners/${listener.ids[0]}`)));
	const seen = JSON.stringify(each);
	// a button that has the focus keeps it as long as nothing changes
	if (seen !== shown) {
		shown = seen;
		document.getElementById("listeners").replaceChildren(...each.map(row));
	}
}

async function watchListeners() {
	try {
		await listeners();
	}
	catch {
		// shown by the stream's state already
	}
	setTimeout(watchListeners, 1000);
}

open();
watchListeners();

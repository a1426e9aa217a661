// The page's one socket. It may drop at any time: every part resumes where it was, and nothing is shown twice.
// Parts of a page:  const subscription = live.subscribe("thread:12", 41, { event, typing, reset, revoked, online })
// and               live.listen(({ kind, … }) => …)  for what concerns the reader, heard unasked.
import { Subscription } from "./live-subscription.js";

const WORDS_AFTER = 5000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30000;
const STEADY_AFTER = 10000;
const ANSWER_WITHIN = 5000;
const TOO_MANY = 4029;

class Connection {
  subscriptions = new Set();
  listeners = new Set();
  attempts = 0;
  connected = false;
  ended = false;

  subscribe(stream, since, handlers) {
    const subscription = new Subscription(this, stream, since, handlers);
    this.subscriptions.add(subscription);
    this.open();
    if (this.connected) this.catchUp(stream);
    return subscription;
  }

  listen(handler) {
    this.listeners.add(handler);
    this.open();
    return () => this.listeners.delete(handler);
  }

  forget(subscription) {
    this.subscriptions.delete(subscription);
    if (this.connected && !this.of(subscription.stream).length) this.say({ op: "unsub", stream: subscription.stream });
  }

  of(stream) {
    return [...this.subscriptions].filter((each) => each.stream === stream);
  }

  say(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  // Ask for what follows the oldest place that a part of the page is at.
  catchUp(stream) {
    const parts = this.of(stream);
    if (!parts.length) return;
    parts.forEach((each) => { each.caughtUp = false; });
    const places = parts.map((each) => each.cursor).filter((cursor) => cursor !== null);
    this.say({ op: "sub", stream, ...(places.length ? { since: Math.min(...places) } : {}) });
  }

  catchUpLater(stream) {
    setTimeout(() => { if (this.connected) this.catchUp(stream); }, FIRST_DELAY + Math.random() * LONGEST_DELAY);
  }

  open() {
    if (this.socket || this.ended) return;
    clearTimeout(this.retry);
    this.lostAt ??= setTimeout(() => this.tell(true), WORDS_AFTER);
    this.watchPage();
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/live/`);
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => { if (this.socket === socket) this.receive(JSON.parse(data)); });
    socket.addEventListener("close", ({ code }) => { if (this.socket === socket) this.lost(code); });
    this.expect(LONGEST_DELAY);
  }

  receive(said) {
    this.expect(this.silence);
    for (const frame of [said].flat()) {
      if (frame.op === "hello") this.greeted(frame);
      else if (frame.op === "beat") for (const [stream, last] of Object.entries(frame.seqs)) this.of(stream).forEach((each) => each.on_beat(last));
      else if (frame.stream?.startsWith("user:")) this.listeners.forEach((listener) => listener(frame));
      else if (frame.stream) this.of(frame.stream).forEach((each) => each.hear(frame));
    }
  }

  greeted({ heartbeat }) {
    this.silence = heartbeat * 2500;
    this.connected = true;
    this.expect(this.silence);
    clearTimeout(this.lostAt);
    this.lostAt = undefined;
    this.tell(false);
    this.steady = setTimeout(() => { this.attempts = 0; }, STEADY_AFTER);
    new Set([...this.subscriptions].map((each) => each.stream)).forEach((stream) => this.catchUp(stream));
  }

  // Nothing heard for this long: the connection is dead, even if nobody has said so.
  expect(within = LONGEST_DELAY) {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.drop(), within);
  }

  drop() {
    const { socket } = this;
    if (socket) this.lost(0);
    socket?.close();
  }

  lost(code) {
    clearTimeout(this.quiet);
    clearTimeout(this.steady);
    this.socket = undefined;
    this.connected = false;
    this.subscriptions.forEach((each) => { each.caughtUp = false; });
    this.lostAt ??= setTimeout(() => this.tell(true), WORDS_AFTER);
    this.ended = code >= 4500 && code < 5000; // the server asks not to be called again
    if (this.ended) return;
    if (code === TOO_MANY) this.attempts = Math.max(this.attempts, 6);
    // Full jitter: a thousand pages do not come back together.
    this.retry = setTimeout(() => this.open(), Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.attempts));
    this.attempts += 1;
  }

  // The page says it in its own words, in an element with role="status"; put in again, they are read aloud.
  tell(offline) {
    for (const place of document.querySelectorAll("[data-connection]")) {
      if (place.hidden !== offline) continue;
      const words = [...place.childNodes];
      place.hidden = !offline;
      if (offline) place.replaceChildren();
      if (offline) requestAnimationFrame(() => place.replaceChildren(...words));
    }
  }

  watchPage() {
    if (this.watched) return;
    this.watched = true;
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => this.drop());
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) this.open(); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.open();
      if (!this.connected) return;
      this.say({ op: "ping" });
      this.expect(ANSWER_WITHIN); // a machine that slept may hold a socket that is dead
    });
  }
}

export const live = new Connection();

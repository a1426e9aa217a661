// What one part of the page hears of a stream: each number once and in order, or the page is told to begin again.
const READ_EVERY = 1000;

export class Subscription {
  // `since`: the number that the page shows; none for a stream of hints, or to hear from now on.
  constructor(connection, stream, since, handlers) {
    Object.assign(this, { connection, stream, handlers, caughtUp: false });
    this.cursor = since ?? null;
  }

  get connected() {
    return this.connection.connected && this.caughtUp;
  }

  close() {
    clearTimeout(this.readTimer);
    this.connection.forget(this);
  }

  typing() {
    if (this.connected) this.connection.say({ op: "typing", stream: this.stream });
  }

  // Acknowledges up to `seq`, once a second at most; what is read offline is said on coming back.
  read(seq) {
    this.seen = Math.max(seq, this.seen ?? 0);
    this.readTimer ??= setTimeout(() => this.tellRead(), READ_EVERY);
  }

  tellRead() {
    this.readTimer = undefined;
    if (!this.seen || !this.connected) return;
    this.connection.say({ op: "read", stream: this.stream, seq: this.seen });
    this.seen = undefined;
  }

  hear(frame) {
    this[`on_${frame.op}`]?.(frame);
  }

  on_event(frame) {
    if (frame.seq === undefined || this.cursor === null) {
      this.handlers.event?.(frame);
    } else if (frame.seq === this.cursor + 1) {
      this.cursor = frame.seq;
      this.handlers.event?.(frame);
    } else if (frame.seq > this.cursor && this.caughtUp) {
      this.connection.catchUp(this.stream);
    }
  }

  on_subbed({ seq }) {
    this.cursor ??= seq;
    this.caughtUp = true;
    this.tellRead();
    this.handlers.online?.();
  }

  // Too far behind: the page reads itself again; what comes now follows `seq`.
  on_reset({ seq }) {
    this.cursor = seq;
    if (this.handlers.reset) this.handlers.reset(seq);
    else location.reload();
  }

  on_typing({ name }) {
    this.handlers.typing?.(name);
  }

  on_revoked() {
    this.close();
    this.handlers.revoked?.();
  }

  // While one was away, the right ended: the server says no more than that.
  on_error({ code }) {
    if (code === "not_found") this.on_revoked();
    else if (code === "throttled") this.connection.catchUpLater(this.stream);
  }

  // A last message that was lost shows by nothing else.
  on_beat(last) {
    if (this.caughtUp && this.cursor !== null && last > this.cursor) this.connection.catchUp(this.stream);
  }
}

// The text received by one client of the load test, checked character by character, with the time of each line.

/** A line of a timestamped answer: its number and when the model sent it. */
const LINE = /^stamped\S* (\d+) @(\d+)$/;

/** An answer as received by a client. */
export class AnswerReader {
  #text = '';
  #timedTo = 0;
  #final: string | undefined;
  readonly #violations: string[] = [];

  /** Adds text at `offset`, or at the end if it is `undefined`. Returns the latency of its lines, ms. */
  add(text: string, offset: number | undefined, nowNs: bigint): readonly number[] {
    const at = offset ?? this.#text.length;
    if (at > this.#text.length) {
      this.#violations.push(`a hole of ${at - this.#text.length} characters`);
      return [];
    }
    this.#text = this.#text.slice(0, at) + text;
    return this.#timesOf(nowNs);
  }

  /** Replaces the whole text. */
  replace(text: string, nowNs: bigint): readonly number[] {
    this.#text = text;
    return this.#timesOf(nowNs);
  }

  finish(final: string): void {
    this.#final = final;
  }

  get isFinished(): boolean {
    return this.#final !== undefined;
  }

  /** Whether the last part arrived with the end instead of live, because the client was slow. */
  get endedShort(): boolean {
    return this.#final !== undefined && this.#text.trimEnd() !== this.#final.trimEnd();
  }

  /** Errors; empty if every character of `deltas` lines arrived, live and at the end. */
  violations(deltas: number): readonly string[] {
    if (this.#final === undefined) return ['no end'];
    const lines = this.#final.trimEnd().split('\n');
    const wrong = lines.findIndex((line, index) => LINE.exec(line)?.[1] !== String(index));
    return [
      ...this.#violations,
      ...(lines.length === deltas ? [] : [`${lines.length} of ${deltas} lines`]),
      ...(wrong === -1 ? [] : [`line ${wrong} is another`]),
      // Text missed at the end arrives complete with the end.
      ...(this.#final.startsWith(this.#text.trimEnd()) ? [] : ['the live text is another than the whole']),
    ];
  }

  /** Counts each complete line once. */
  #timesOf(nowNs: bigint): readonly number[] {
    const times: number[] = [];
    for (let end = this.#text.indexOf('\n', this.#timedTo); end !== -1; end = this.#text.indexOf('\n', this.#timedTo)) {
      const stamp = LINE.exec(this.#text.slice(this.#timedTo, end))?.[2];
      if (stamp !== undefined) times.push(Number(nowNs - BigInt(stamp)) / 1e6);
      this.#timedTo = end + 1;
    }
    return times;
  }
}

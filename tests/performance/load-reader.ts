// What one client of the load got of the sessions that it follows: checked character by character, with the time of each line.

/** A line of a stamped answer: its number and when the model sent it. */
const LINE = /^stamped\S* (\d+) @(\d+)$/;

/** One answer as one client saw it. */
export class AnswerReader {
  #text = '';
  #timedTo = 0;
  #final: string | undefined;
  readonly #violations: string[] = [];

  /** Text that came at `offset`; `undefined` offset: behind what is there. Gives the ms that its lines took. */
  add(text: string, offset: number | undefined, nowNs: bigint): readonly number[] {
    const at = offset ?? this.#text.length;
    if (at > this.#text.length) {
      this.#violations.push(`a hole of ${at - this.#text.length} characters`);
      return [];
    }
    this.#text = this.#text.slice(0, at) + text;
    return this.#timesOf(nowNs);
  }

  /** The whole text anew. */
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

  /** The last of the text came with the end, and not live: the reader was slow just then. */
  get endedShort(): boolean {
    return this.#final !== undefined && this.#text.trimEnd() !== this.#final.trimEnd();
  }

  /** What is wrong; empty when every character of `deltas` lines came, as it was sent, live and in the end. */
  violations(deltas: number): readonly string[] {
    if (this.#final === undefined) return ['no end'];
    const lines = this.#final.trimEnd().split('\n');
    const wrong = lines.findIndex((line, index) => LINE.exec(line)?.[1] !== String(index));
    return [
      ...this.#violations,
      ...(lines.length === deltas ? [] : [`${lines.length} of ${deltas} lines`]),
      ...(wrong === -1 ? [] : [`line ${wrong} is another`]),
      // What a reader missed at the very end comes with the end, whole.
      ...(this.#final.startsWith(this.#text.trimEnd()) ? [] : ['the live text is another than the whole']),
    ];
  }

  /** Only lines that are whole count, each once. */
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

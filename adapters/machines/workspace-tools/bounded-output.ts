// Keeps the start and end of an output of any length.

/** Keeps at most `maxBytes` (UTF-8): half from the start, half from the end. */
export class BoundedOutput {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  #head = '';
  #headBytes = 0;
  #tail: string[] = [];
  #tailBytes = 0;
  #total = 0;

  constructor(maxBytes: number) {
    this.#headLimit = Math.ceil(maxBytes / 2);
    this.#tailLimit = maxBytes - this.#headLimit;
  }

  get truncated(): boolean {
    return this.#total > this.#headLimit + this.#tailLimit;
  }

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#total += bytes;
    const room = this.#headLimit - this.#headBytes;
    if (room <= 0) return this.#addTail(text, bytes);
    const first = bytes <= room ? text : firstBytes(text, room);
    this.#head += first;
    // A character that exceeds the limit ends the head, even if a byte is left.
    this.#headBytes = first === text ? this.#headBytes + bytes : this.#headLimit;
    if (first !== text) this.#addTail(text.slice(first.length), bytes - Buffer.byteLength(first));
  }

  text(): string {
    if (!this.truncated) return this.#head + this.#tail.join('');
    const end = lastBytes(this.#tail.join(''), this.#tailLimit);
    const left = this.#total - Buffer.byteLength(this.#head) - Buffer.byteLength(end);
    return `${this.#head}\n… ${left} bytes omitted …\n${end}`;
  }

  #addTail(text: string, bytes: number): void {
    this.#tail.push(text);
    this.#tailBytes += bytes;
    // Joined occasionally, to keep neither many small pieces nor much more than the limit.
    if (this.#tailBytes <= this.#tailLimit * 2 && this.#tail.length < 1024) return;
    const joined = this.truncated ? lastBytes(this.#tail.join(''), this.#tailLimit) : this.#tail.join('');
    this.#tail = [joined];
    this.#tailBytes = Buffer.byteLength(joined);
  }
}

function firstBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  let end = Math.min(bytes, buffer.length);
  while (end > 0 && isContinuation(buffer[end])) end -= 1;
  return buffer.toString('utf8', 0, end);
}

function lastBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  let start = Math.max(0, buffer.length - bytes);
  while (start < buffer.length && isContinuation(buffer[start])) start += 1;
  return buffer.toString('utf8', start);
}

/** A byte in the middle of a UTF-8 character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

// Results that are JSON text already, so that they aren't parsed and serialized again.

/** The JSON text of a result. A long one has many parts, which are only joined in the buffer that is sent. */
export class RawJson {
  readonly parts: readonly string[];
  constructor(...parts: readonly string[]) {
    this.parts = parts;
  }

  get text(): string {
    return this.parts.join('');
  }
}

/** JSON texts as the parts of an array. */
export function toArrayParts(texts: readonly string[]): readonly string[] {
  return ['[', ...texts.flatMap((text, index) => (index === 0 ? text : [',', text])), ']'];
}

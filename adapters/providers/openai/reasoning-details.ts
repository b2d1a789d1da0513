// The details of reasoning that OpenRouter and MiniMax stream, and require back with tool calls.
import { isJsonObject } from '#contract/types/json-object.ts';

type Detail = Record<string, unknown>;

/** Name of the field. */
export const DETAILS_FIELD = 'reasoning_details';
/** Fields that arrive in pieces. */
const STREAMED = ['text', 'summary', 'data'] as const;

/** The details of one answer. */
export class ReasoningDetails {
  readonly #details: Detail[] = [];

  add(details: readonly unknown[]): void {
    for (const detail of details) if (isJsonObject(detail)) this.#take(detail);
  }

  /** The details as the signature of their answer; undefined if there are none. */
  toSignature(): string | undefined {
    return this.#details.length === 0 ? undefined : JSON.stringify(this.#details);
  }

  /** A piece continues the last detail if both have the same type and index. */
  #take(piece: Detail): void {
    const last = this.#details.at(-1);
    if (last === undefined || last['type'] !== piece['type'] || last['index'] !== piece['index'])
      return void this.#details.push({ ...piece });
    const known: Detail = { ...last };
    for (const [field, value] of Object.entries(piece)) if (value !== null && value !== undefined) last[field] = value;
    for (const field of STREAMED)
      if (typeof known[field] === 'string' && typeof piece[field] === 'string')
        last[field] = known[field] + piece[field];
  }
}

/** The details in a signature; undefined if it contains something else. */
export function readDetails(signature: string | undefined): readonly unknown[] | undefined {
  if (signature?.startsWith('[{') !== true) return undefined;
  try {
    const details: unknown = JSON.parse(signature);
    return Array.isArray(details) ? details : undefined;
  } catch {
    return undefined;
  }
}

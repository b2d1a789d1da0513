// Parses client frames. Depth and number of values are checked before parsing, contents after it, without recursion.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { RequestFrame } from '#contract/wire/frames.ts';

/** Deepest nesting of a client frame. */
export const MAX_JSON_DEPTH = 64;
/** Most values in one client frame: parsing millions of small values would block all other clients. */
export const MAX_JSON_VALUES = 100_000;

const MAX_TRACE_PARENT = 128;
const REQUEST_FIELDS = new Set(['type', 'id', 'method', 'params', 'traceparent', 'expectedProfileId']);

/** `not-json` is dropped; `bad-frame` is rejected under its `id`. */
export type ParsedFrame =
  | { readonly kind: 'request'; readonly frame: RequestFrame }
  | { readonly kind: 'bad-frame'; readonly id: string; readonly message: string; readonly hasId: boolean }
  | { readonly kind: 'not-json' };

/** Parses the text of one frame. */
export function parseFrame(text: string): ParsedFrame {
  const excess = findExcess(text);
  if (excess !== undefined) return bad(undefined, excess);
  const value = parseJson(text);
  if (value === undefined) return { kind: 'not-json' };
  const violation = findViolation(value);
  const id = readId(value);
  if (violation !== undefined) return bad(id, violation);
  return readRequest(value, id);
}

/** Why a JSON text is too large to be parsed; undefined when it isn't. One pass without allocations. */
export function findExcess(text: string): string | undefined {
  if (text.length <= MAX_JSON_DEPTH * 2) return undefined;
  let depth = 0;
  let values = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      index = endOfString(text, index + 1);
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      values += 1;
      if (depth > MAX_JSON_DEPTH) return `nested deeper than ${MAX_JSON_DEPTH} levels`;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > MAX_JSON_VALUES) return `more than ${MAX_JSON_VALUES} values`;
  }
  return undefined;
}

/** Position of the quote that ends the string starting at `from`; the text's end when there is none. */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote !== -1 && isEscaped(text, quote, from)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote;
}

function isEscaped(text: string, quote: number, from: number): boolean {
  let slashes = 0;
  for (let index = quote - 1; index >= from && text.charCodeAt(index) === 0x5c; index -= 1) slashes += 1;
  return slashes % 2 === 1;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The client's mistake: the caller rejects or drops the frame.
    return undefined;
  }
}

/** Describes the first value that isn't accepted from a client; undefined when there is none. */
export function findViolation(value: unknown): string | undefined {
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const violation = findProblem(next);
    if (violation !== undefined) return violation;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const child of next) if (child !== undefined && child !== null) waiting.push(child);
      continue;
    }
    for (const key of Object.keys(next)) {
      if (key === '__proto__') return 'a property named __proto__ is refused';
      if (!key.isWellFormed()) return 'a property name is no valid Unicode';
      const child = (next as Record<string, unknown>)[key];
      if (child !== undefined && child !== null) waiting.push(child);
    }
  }
  return undefined;
}

function findProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'a text is no valid Unicode';
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return 'a number is out of range';
  return undefined;
}

function readId(value: unknown): string | undefined {
  const id = isJsonObject(value) ? value['id'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function readRequest(frame: unknown, id: string | undefined): ParsedFrame {
  if (!isJsonObject(frame)) return bad(id, 'must be an object');
  const { type, method, params, traceparent } = frame;
  if (type !== 'req') return bad(id, "must have required property 'type' with the value 'req'");
  if (id === undefined) return bad(id, "must have required property 'id'");
  if (typeof method !== 'string' || method === '') return bad(id, "must have required property 'method'");
  const extra = Object.keys(frame).find((name) => !REQUEST_FIELDS.has(name));
  if (extra !== undefined) return bad(id, `at root: unexpected property '${extra}'`);
  if (typeof traceparent === 'string' && traceparent.length > MAX_TRACE_PARENT)
    return bad(id, 'at /traceparent: too long');
  return { kind: 'request', frame: { type, id, method, params } };
}

function bad(id: string | undefined, violation: string): ParsedFrame {
  const message = `invalid request frame: ${violation}`;
  return { kind: 'bad-frame', id: id ?? 'invalid', hasId: id !== undefined, message };
}

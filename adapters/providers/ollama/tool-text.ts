// Small local models often write a tool call as text. This finds it: the answer must be the call and nothing else.
import { isJsonObject } from '#contract/types/json-object.ts';
import { parseArguments } from '../answer-collector.ts';

/** A tool call that was written as text. */
export interface WrittenCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

const WRAPPERS: readonly (readonly [string, string])[] = [
  ['<tool_call>', '</tool_call>'],
  ['<|tool_call|>', ''],
  ['[TOOL_CALLS]', ''],
  ['```json', '```'],
  ['```tool_call', '```'],
  ['```', '```'],
];
/** Longer texts are not looked at. */
const MAX_LENGTH = 64 * 1024;

/** The calls that `text` consists of; empty when it is anything else or names a tool that was not offered. */
export function writtenCalls(text: string, tools: readonly string[]): readonly WrittenCall[] {
  if (text.length > MAX_LENGTH) return [];
  const calls = parseAll(text.trim());
  return calls.length > 0 && calls.every((call) => tools.includes(call.name)) ? calls : [];
}

function parseAll(text: string): readonly WrittenCall[] {
  const parts = wrapped(text) ?? [text];
  const calls: WrittenCall[] = [];
  for (const part of parts) {
    const found = parseOne(part);
    if (found.length === 0) return [];
    calls.push(...found);
  }
  return calls;
}

/** The insides of a text that consists of wrapped parts only. */
function wrapped(text: string): readonly string[] | undefined {
  for (const [open, close] of WRAPPERS) {
    if (!text.startsWith(open)) continue;
    const parts = text.split(open).slice(1);
    const insides = parts.map((part) => unclose(part.trim(), close));
    return insides.every((inside) => inside !== undefined) ? insides : undefined;
  }
  return undefined;
}

function unclose(part: string, close: string): string | undefined {
  if (close === '') return part;
  if (part.endsWith(close)) return part.slice(0, -close.length).trim();
  // Models forget the closing mark at the very end.
  return part.includes(close) ? undefined : part;
}

function parseOne(json: string): readonly WrittenCall[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const calls = list.map(toCall);
  return calls.every((call) => call !== undefined) ? calls : [];
}

function toCall(value: unknown): WrittenCall | undefined {
  if (!isJsonObject(value)) return undefined;
  const inner = isJsonObject(value['function']) ? value['function'] : value;
  const { name } = inner;
  const given = inner['arguments'] ?? inner['parameters'];
  const input = typeof given === 'string' ? parseArguments(given) : given;
  return typeof name === 'string' && isJsonObject(input) ? { name, arguments: input } : undefined;
}

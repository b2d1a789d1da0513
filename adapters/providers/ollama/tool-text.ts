// Finds tool calls that small local models write as text. The text must consist of calls only.
import { isJsonObject } from '#contract/types/json-object.ts';
import { parseArguments } from '../answer-collector.ts';

/** A tool call in a text. */
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
/** Maximum length of a text that is parsed. */
const MAX_LENGTH = 64 * 1024;

/** The calls in `text`; empty if it contains anything else or a tool that wasn't offered. */
export function writtenCalls(text: string, tools: readonly string[]): readonly WrittenCall[] {
  if (text.length > MAX_LENGTH) return [];
  const calls = parseAll(text.trim());
  return calls.length > 0 && calls.every((call) => tools.includes(call.name)) ? calls : [];
}

function parseAll(text: string): readonly WrittenCall[] {
  const found = (wrapped(text) ?? [text]).map(parseOne);
  return found.every((calls) => calls.length > 0) ? found.flat() : [];
}

/** The contents of a text that consists of wrapped parts only. */
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
  // Models may omit the last closing mark.
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

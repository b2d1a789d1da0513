// The rules by which model servers reject a conversation, for each wire format. Each function throws with the broken rule.
import { isJsonObject } from '#contract/types/json-object.ts';

type Fields = Readonly<Record<string, unknown>>;

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** The rules of the chat completions API. */
export function checkChatCompletion(body: object): void {
  checkWellFormed(body);
  const messages = list(body, 'messages').filter(({ role }) => role !== 'system');
  checkAlternation(messages);
  const ids = new Set<unknown>();
  for (const [at, message] of messages.entries()) {
    if (message['role'] !== 'assistant') continue;
    const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'].filter(isJsonObject) : [];
    if (calls.length === 0 && (message['content'] === null || message['content'] === '')) fail('an empty answer');
    for (const { id, function: called } of calls) {
      if (!isJsonObject(called)) return fail('a call without a function');
      checkCall(id, called['name'], JSON.parse(String(called['arguments'])), ids);
    }
    const results = messages.slice(at + 1, at + 1 + calls.length);
    const answered = results.map((result) => (result['role'] === 'tool' ? result['tool_call_id'] : undefined));
    checkEqual(
      answered,
      calls.map(({ id }) => id),
      'results that match the calls',
    );
    if (messages[at + 1 + calls.length]?.['role'] === 'tool') fail('a result without a call');
  }
}

/** The rules of the Messages API. */
export function checkMessages(body: object): void {
  checkWellFormed(body);
  const messages = list(body, 'messages');
  checkAlternation(messages);
  const ids = new Set<unknown>();
  let calls: readonly unknown[] = [];
  for (const message of messages) {
    const blocks = list(message, 'content');
    if (blocks.length === 0) fail('a message without content');
    const results = blocks.filter(({ type }) => type === 'tool_result').map((block) => block['tool_use_id']);
    checkEqual(results, calls, 'results that match the calls');
    if (blocks.slice(0, results.length).some(({ type }) => type !== 'tool_result')) fail('results at the start');
    calls = [];
    for (const block of blocks) {
      if (block['type'] === 'text' && String(block['text']).trim() === '') fail('an empty text');
      if (block['type'] !== 'tool_use') continue;
      checkCall(block['id'], block['name'], block['input'], ids);
      if (!/^[a-zA-Z0-9_-]+$/.test(String(block['id']))) fail('the ID of a call');
      calls = [...calls, block['id']];
    }
  }
  if (calls.length > 0) fail('results of the last calls');
}

/** The rules of the Responses API. */
export function checkResponses(body: object): void {
  checkWellFormed(body);
  const items = list(body, 'input');
  const ids = new Set<unknown>();
  for (const item of items) {
    if (item['type'] !== 'function_call') continue;
    checkCall(item['call_id'], item['name'], JSON.parse(String(item['arguments'])), ids);
  }
  const results = items.filter(({ type }) => type === 'function_call_output').map((item) => item['call_id']);
  checkEqual(results, [...ids], 'one result for each call');
}

function checkCall(id: unknown, name: unknown, input: unknown, ids: Set<unknown>): void {
  if (typeof id !== 'string' || id === '') fail('a call without an ID');
  if (ids.has(id)) fail('a unique ID of each call');
  ids.add(id);
  if (typeof name !== 'string' || !NAME.test(name)) fail(`the name of a call: ${JSON.stringify(name)}`);
  if (!isJsonObject(input)) fail('arguments that are an object');
}

/** The results of tools may be followed by an answer or by another message. */
function checkAlternation(messages: readonly Fields[]): void {
  const roles = messages.map(({ role }) => role);
  if (roles[0] !== 'user') fail('a first message of the user');
  if (roles.at(-1) === 'assistant') fail('a last message of the user');
  const doubled = roles.find((role, at) => role !== 'tool' && role === roles[at - 1]);
  if (doubled !== undefined) fail(`alternating roles: ${String(doubled)}`);
}

function checkWellFormed(value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed()) fail('well-formed text');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    checkWellFormed(key);
    checkWellFormed(entry);
  }
}

function checkEqual(actual: readonly unknown[], expected: readonly unknown[], rule: string): void {
  if (actual.length !== expected.length || actual.some((one, at) => one !== expected[at])) fail(rule);
}

function list(body: object, name: string): readonly Fields[] {
  const value = (body as Fields)[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function fail(rule: string): never {
  throw new Error(`A strict server requires ${rule}.`);
}

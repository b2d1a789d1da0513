// Generates the streams of an imaginary chat-completions server with random habits, and what it meant to say.
import type { Random } from '../kill/random.ts';

/** What the server means. */
export interface Meaning {
  readonly thinking: string;
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
}

/** A stream, and its meaning where the stream doesn't distort it. */
export interface OddStream {
  readonly bytes: readonly Uint8Array[];
  readonly meaning: Meaning;
  /** Whether text and calls must be read exactly. Otherwise the answer only has to be valid. */
  readonly isExact: boolean;
}

type Fields = Record<string, unknown>;

const PIECES = ['Hello', ' wörld', '\n\n', ' 😀', ' 日本語', ' {"a":1}', ' e\u0301', '\u202e', ' \u0000x'] as const;
const NAMES = ['read', 'write', 'exec', 'web-search', 'mcp__notes__add'] as const;
/** Names that no server accepts back. */
const ODD_NAMES = ['', ' ', 'functions.read', 'bad name!', 'n'.repeat(90), '\ud83d'] as const;

/** Limits of a stream: how many calls it may have, and of which tools. */
export interface StreamLimits {
  readonly mostCalls?: number;
  readonly names?: readonly [string, ...string[]];
}

/** One stream. */
export function createOddStream(random: Random, { mostCalls = 3, names = NAMES }: StreamLimits = {}): OddStream {
  const distorts = random.chance(0.3);
  const meaning = createMeaning(random, distorts, random.integer(mostCalls + 1), names);
  const chunks = writeAnswer(random, meaning, distorts);
  const whole = !distorts && random.chance(0.05);
  const text = whole ? JSON.stringify(writeWhole(meaning)) : writeEvents(random, chunks);
  return { bytes: splitBytes(random, Buffer.from(text)), meaning, isExact: !distorts };
}

function createMeaning(
  random: Random,
  distorts: boolean,
  count: number,
  names: readonly [string, ...string[]],
): Meaning {
  const say = (): string => Array.from({ length: random.integer(6) }, () => random.pick(PIECES)).join('');
  const thinking = random.chance(0.4) ? say() : '';
  const halves = distorts ? random.pick(['\ud83d', '\ude00', '<think>', '</think>', '']) : '';
  const calls = Array.from({ length: count }, (_, index) => ({
    name: distorts && random.chance(0.5) ? random.pick(ODD_NAMES) : random.pick(names),
    arguments: { path: `${say()}${halves}${index}`, deep: { list: [say(), index, null, true] } },
  }));
  return { thinking, text: `A${say()}${halves}`, calls };
}

function writeAnswer(random: Random, { thinking, text, calls }: Meaning, distorts: boolean): Fields[] {
  const field = random.pick(['reasoning_content', 'reasoning']);
  const asParts = random.chance(0.2);
  const emptyCalls = random.chance(0.2) ? { tool_calls: [] } : {};
  const fragments = writeCalls(random, calls, distorts);
  const deltas: Fields[] = [
    { role: 'assistant', content: random.pick([null, '', undefined]) },
    ...split(random, thinking).map((part) => ({ [field]: part, ...emptyCalls })),
    ...split(random, text).map((part) => ({ content: asParts ? [{ type: 'text', text: part }] : part, ...emptyCalls })),
    ...fragments.map((fragment) => ({ tool_calls: [fragment] })),
  ];
  // The first text may arrive together with the last reasoning, or the first call with the last text.
  for (let at = deltas.length - 1; at > 0; at -= 1) {
    const [before, after] = [deltas[at - 1] ?? {}, deltas[at] ?? {}];
    if (Object.keys(after).some((key) => key in before) || !random.chance(0.2)) continue;
    deltas.splice(at - 1, 2, { ...before, ...after });
  }
  return [...deltas.map((delta) => toChunk(random, delta)), ...writeEnd(random, calls.length > 0, distorts)];
}

function writeCalls(random: Random, calls: Meaning['calls'], distorts: boolean): Fields[] {
  // Habits that leave no doubt which call a fragment belongs to, unless the server distorts.
  const habit = random.pick([
    'standard',
    'same index',
    'null index',
    'no index',
    'no id',
    'late name',
    'object',
    'repeats',
  ]);
  const sameId = distorts && random.chance(0.3);
  return calls.flatMap(({ name, arguments: input }, at) => {
    const json = JSON.stringify(input);
    const text = distorts && random.chance(0.2) ? json.slice(0, -1) : json;
    const indexes: Readonly<Record<string, Fields>> = {
      'same index': { index: 0 },
      'null index': { index: null },
      'no index': {},
    };
    const index = indexes[habit] ?? { index: at };
    const id = habit === 'no id' ? {} : { id: sameId ? 'same' : `call_${at}` };
    if (habit === 'object') return [{ ...index, ...id, function: { name, arguments: input } }];
    const parts = split(random, text);
    const repeated = habit === 'repeats' ? { ...id, type: 'function' } : {};
    const rest = parts.map((part) => ({
      ...index,
      ...repeated,
      function: { ...(habit === 'repeats' ? { name } : {}), arguments: part },
    }));
    if (habit === 'repeats') return rest;
    if (habit === 'late name') return [{ ...index, ...id, function: {} }, { ...index, function: { name } }, ...rest];
    return [{ ...index, ...id, type: 'function', function: { name, arguments: '' } }, ...rest];
  });
}

function writeEnd(random: Random, hasCalls: boolean, distorts: boolean): Fields[] {
  const reason = random.pick([hasCalls ? 'tool_calls' : 'stop', 'stop', null, 'eos']);
  const usage = random.pick<Fields | null | undefined>([
    { prompt_tokens: 5, completion_tokens: 7 },
    null,
    undefined,
    { prompt_tokens: null },
  ]);
  const end: Fields = { choices: [{ index: 0, delta: {}, finish_reason: reason }] };
  const odd: Fields[] = distorts ? [{}, { choices: [] }, { choices: null }, { choices: [{ delta: null }] }] : [];
  return [...odd, end, { choices: [], usage }];
}

function toChunk(random: Random, delta: Fields): Fields {
  return { id: 'x', object: 'chat.completion.chunk', choices: [{ ...random.pick([{ index: 0 }, {}]), delta }] };
}

function writeWhole({ thinking, text, calls }: Meaning): Fields {
  const toolCalls = calls.map(({ name, arguments: input }, index) => ({
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  const message = { role: 'assistant', content: text, reasoning_content: thinking, tool_calls: toolCalls };
  return { object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] };
}

function writeEvents(random: Random, chunks: readonly Fields[]): string {
  const newline = random.pick(['\n', '\r\n']);
  const space = random.pick([' ', '']);
  const events = chunks.map((chunk) => `data:${space}${JSON.stringify(chunk)}${newline}${newline}`);
  const noise = random.pick(['', `: keep-alive${newline}${newline}`]);
  return `${noise}${events.join(noise)}data:${space}[DONE]${random.pick([newline + newline, ''])}`;
}

function split(random: Random, text: string): readonly string[] {
  if (text === '') return [];
  const at = random.integer(text.length);
  return random.chance(0.5) || at === 0 ? [text] : [text.slice(0, at), ...split(random, text.slice(at))];
}

function splitBytes(random: Random, bytes: Buffer): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.integer(random.pick([3, 50, 5_000]));
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

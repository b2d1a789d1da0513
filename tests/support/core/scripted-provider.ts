// A provider that says what a test tells it to: answers, tool calls, failures, pauses.
import type { Block, Usage } from '#contract/types/content.ts';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type {
  ModelEvent,
  ModelFailure,
  ModelInfo,
  ModelRequest,
  Provider,
  ProviderAdmin,
  ProviderDirectory,
} from '#core/ports/provider.ts';

/** What one model call does. A function steps it by hand. */
export type ScriptedCall = (request: ModelRequest, signal: AbortSignal) => AsyncIterable<ModelEvent>;

/** Tokens that each scripted answer reports. */
export const SCRIPTED_USAGE: Usage = { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 };

/** Answers with a text, in pieces. */
export function says(...pieces: readonly string[]): ScriptedCall {
  return async function* answer() {
    for (const text of pieces) yield { type: 'text', index: 0, text };
    yield {
      type: 'done',
      content: [{ type: 'text', text: pieces.join('') }],
      stopReason: 'stop',
      usage: SCRIPTED_USAGE,
    };
  };
}

/** Answers with a text once `gate` opens. */
export function waits(gate: Promise<void>, text: string): ScriptedCall {
  return async function* answer(request, signal) {
    await gate;
    yield* says(text)(request, signal);
  };
}

/** Asks for tool calls, after an optional text. */
export function calls(
  list: readonly { readonly id: string; readonly name: string; readonly input: Record<string, unknown> }[],
  text = '',
): ScriptedCall {
  return async function* ask() {
    const said: readonly Block[] = text === '' ? [] : [{ type: 'text', text }];
    if (text !== '') yield { type: 'text', index: 0, text };
    for (const [index, call] of list.entries())
      yield {
        type: 'tool-call',
        index: said.length + index,
        callId: call.id,
        name: call.name,
        text: JSON.stringify(call.input),
      };
    const blocks = list.map((call): Block => ({
      type: 'toolCall',
      id: call.id,
      name: call.name,
      arguments: call.input,
    }));
    yield { type: 'done', content: [...said, ...blocks], stopReason: 'toolUse', usage: SCRIPTED_USAGE };
  };
}

/** Fails, after an optional text. */
export function fails(error: ModelFailure, text = ''): ScriptedCall {
  return async function* fail() {
    if (text !== '') yield { type: 'text', index: 0, text };
    yield { type: 'failed', error, content: [] };
  };
}

/** Says a text and then nothing more, until it is aborted. */
export function hangs(text = ''): ScriptedCall {
  return async function* hang(_request, signal) {
    if (text !== '') yield { type: 'text', index: 0, text };
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    yield { type: 'failed', error: { code: 'aborted', message: 'Stopped.' }, content: [] };
  };
}

/** A directory with one model `test/one` (and whatever other names are asked for), which plays `script` call by call. */
export class ScriptedProviders implements ProviderDirectory, ProviderAdmin {
  readonly requests: ModelRequest[] = [];
  /** The user of each call. */
  readonly users: string[] = [];
  readonly #script: ScriptedCall[];
  info: Partial<ModelInfo> = {};
  /** The model to use while none is chosen. */
  suggestion: string | undefined;
  /** The words of each recording. */
  transcribe: (() => Promise<string>) | undefined;

  constructor(...script: readonly ScriptedCall[]) {
    this.#script = [...script];
  }

  /** Adds calls to the script. */
  add(...more: readonly ScriptedCall[]): void {
    this.#script.push(...more);
  }

  async open(providerId: string, userId: string): Promise<Provider> {
    const { transcribe } = this;
    return {
      id: providerId,
      ...(transcribe === undefined ? {} : { transcribe }),
      stream: (request, signal) => {
        this.requests.push(request);
        this.users.push(userId);
        return (this.#script.shift() ?? says('(end of script)'))(request, signal);
      },
      models: async () => [],
      test: async () => ({ ok: true, latencyMs: 0, models: [] }),
    };
  }

  async list(): Promise<readonly ProviderStatus[]> {
    return [this.#status('test')];
  }

  async rateLimits(): Promise<readonly never[]> {
    return [];
  }

  async set({ id }: { readonly id: string }): Promise<ProviderStatus> {
    return this.#status(id);
  }

  async test(): Promise<ProviderTest> {
    return { ok: true, latencyMs: 0, models: [] };
  }

  #status(id: string): ProviderStatus {
    const facts = { title: id, summary: '', kind: 'demo', key: 'none-needed', reachable: 'yes' } as const;
    return { id, ...facts, enabled: true, models: 1 };
  }

  async models(): Promise<readonly ModelInfo[]> {
    return [];
  }

  async suggestModel(): Promise<string | undefined> {
    return this.suggestion;
  }

  describe(provider: string, model: string): ModelInfo | undefined {
    return {
      id: model,
      name: model,
      provider,
      contextWindow: 100_000,
      maxOutput: 4_000,
      tools: true,
      images: true,
      reasoning: false,
      ...this.info,
    };
  }
}

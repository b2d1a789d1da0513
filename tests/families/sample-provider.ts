// A model provider in memory. It repeats what the user said; to "call <tool>", it calls that tool without arguments.
import type { Block } from '#contract/types/content.ts';
import type { ModelEvent, ModelInfo, ModelRequest } from '#core/ports/provider.ts';
import { defineProvider } from '#adapters/providers/define-provider.ts';

const MODEL: ModelInfo = {
  id: 'echo',
  name: 'Echo',
  provider: 'sample',
  contextWindow: 100_000,
  maxOutput: 1_000,
  tools: true,
  images: false,
  reasoning: false,
};

/** The sample. Its only model is `sample/echo`. */
export const sampleProvider = defineProvider({
  id: 'sample',
  title: 'Sample',
  summary: 'Repeats the last message, or calls a tool.',
  kind: 'demo',
  key: 'none',
  environment: {},
  knownModels: [MODEL],
  describe: (model) => (model === MODEL.id ? MODEL : undefined),
  create: () => ({
    id: 'sample',
    stream,
    models: () => Promise.resolve([MODEL]),
    test: () => Promise.resolve({ ok: true, latencyMs: 0, models: [MODEL.id] }),
  }),
});

async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
  const last = request.messages.at(-1);
  const said = last?.role === 'user' ? toText(last.content) : (last?.role === 'tool' && last.results[0]?.text) || '';
  const tool = /^call (\S+)$/.exec(said)?.[1];
  if (tool !== undefined && last?.role === 'user') {
    const call = { type: 'toolCall', id: 'call-1', name: tool, arguments: {} } as const;
    yield { type: 'done', content: [call], stopReason: 'toolUse' };
    return;
  }
  const text = last?.role === 'tool' ? `The tool said: ${said}` : `You said: ${said}`;
  yield { type: 'text', index: 0, text };
  yield { type: 'done', content: [{ type: 'text', text }], stopReason: 'stop' };
}

function toText(content: readonly Block[]): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

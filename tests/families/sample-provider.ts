// A model provider in memory: it repeats what the user said.
import type { ModelEvent, ModelInfo, ModelRequest } from '#core/ports/provider.ts';
import { defineProvider } from '#adapters/providers/define-provider.ts';

const MODEL: ModelInfo = {
  id: 'echo',
  name: 'Echo',
  provider: 'sample',
  contextWindow: 100_000,
  maxOutput: 1_000,
  tools: false,
  images: false,
  reasoning: false,
};

/** The sample. Its only model is `sample/echo`. */
export const sampleProvider = defineProvider({
  id: 'sample',
  title: 'Sample',
  summary: 'Repeats the last message.',
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
  const text = `You said: ${lastText(request)}`;
  yield { type: 'text', index: 0, text };
  yield { type: 'done', content: [{ type: 'text', text }], stopReason: 'stop' };
}

function lastText({ messages }: ModelRequest): string {
  const last = messages.at(-1);
  if (last?.role !== 'user') return '';
  return last.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

// Anthropic through its official SDK, which is loaded on the first call.
import type Anthropic from '@anthropic-ai/sdk';

import type { ModelInfo, Provider } from '#core/ports/provider.ts';

import { defineProvider, type ProviderSetup } from '../define-provider.ts';
import { requireBody } from '../response-body.ts';
import { sdkOptions, createServerProvider } from '../server-provider.ts';
import { streamCall } from '../stream-call.ts';
import { readTokenCount } from '../token-count.ts';
import { readMessageEvents } from './message-events.ts';
import { describeClaude, knownClaudeModels } from './models.ts';
import { anthropicRequest } from './request.ts';
import { AnthropicCall } from './wire-call.ts';

const TITLE = 'Anthropic';

/** Claude models. */
export const anthropicProvider = defineProvider({
  id: 'anthropic',
  title: TITLE,
  summary: 'Claude models through the Anthropic API.',
  kind: 'cloud',
  key: 'required',
  environment: { key: 'ANTHROPIC_API_KEY', baseUrl: 'ANTHROPIC_BASE_URL' },
  defaultBaseUrl: 'https://api.anthropic.com',
  preferred: [/^claude-sonnet-/, /^claude-opus-/],
  knownModels: knownClaudeModels('anthropic'),
  describe: (model, facts) => (model.startsWith('claude-') ? describeClaude('anthropic', model, facts) : undefined),
  create: createAnthropic,
});

function createAnthropic(setup: ProviderSetup): Provider {
  let client: Promise<Anthropic> | undefined;
  const open = (): Promise<Anthropic> => (client ??= loadClient(setup));
  return createServerProvider({
    setup,
    title: TITLE,
    fallbackModel: knownClaudeModels(setup.id)[0]?.id,
    load: open,
    models: async (signal) => listModels(setup, await open(), signal),
    stream(request, call) {
      // `messages.create` would print advice about the model to the console.
      const send = async () => {
        const body = anthropicRequest(setup.id, request, setup.findFacts?.(request.model));
        const sent = (await open()).post('/v1/messages', { body, stream: true, signal: call.signal });
        return readMessageEvents(requireBody(await sent.asResponse()));
      };
      return streamCall(send, new AnthropicCall(call.collector), call);
    },
  });
}

async function loadClient(setup: ProviderSetup): Promise<Anthropic> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: setup.apiKey?.reveal() ?? null,
    // Otherwise, the SDK would read other credentials from the environment.
    authToken: null,
    // The SDK adds the version itself.
    baseURL: setup.baseUrl?.replace(/\/(v1\/?)?$/, '') ?? null,
    ...sdkOptions(setup),
  });
}

const MODEL_PAGE = 100;

/** Other servers with this API may send anything. */
function readName(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

async function listModels(
  { id, findFacts }: ProviderSetup,
  client: Anthropic,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const page = await client.models.list({ limit: MODEL_PAGE }, { signal });
  return page.data.map((model) => {
    const known = describeClaude(id, model.id, findFacts?.(model.id));
    return {
      ...known,
      name: readName(model.display_name) || known.name,
      contextWindow: readTokenCount(model.max_input_tokens) || known.contextWindow,
      maxOutput: readTokenCount(model.max_tokens) || known.maxOutput,
      images: model.capabilities?.image_input?.supported ?? known.images,
      reasoning: model.capabilities?.thinking?.supported ?? known.reasoning,
    };
  });
}

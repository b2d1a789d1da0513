// The test of a provider: its models, then one answer of a single token.
import type { ProviderTest } from '#contract/types/providers.ts';
import type { ModelFailure, ModelInfo, ModelRequest, Provider } from '#core/ports/provider.ts';

/** Names of models that are cheap to ask, as parts of their ids, cheapest first. */
const CHEAP = ['nano', 'haiku', 'mini', 'luna', 'lite', 'small'];

/** How a provider is tested. `ask: false` only lists: asking a local server would load a model for minutes. */
export interface Attempt {
  readonly models: () => Promise<readonly ModelInfo[]>;
  readonly fallbackModel: string | undefined;
  readonly stream: Provider['stream'];
  readonly toFailure: (error: unknown) => ModelFailure;
  readonly ask: boolean;
}

/** Runs the test; never throws. */
export async function tryProvider(trial: Attempt, signal: AbortSignal): Promise<ProviderTest> {
  const startedAt = performance.now();
  let models: readonly string[] = [];
  const result = (error?: ModelFailure): ProviderTest => {
    const latencyMs = Math.round(performance.now() - startedAt);
    return error === undefined
      ? { ok: true, latencyMs, models }
      : {
          ok: false,
          latencyMs,
          models,
          error: {
            code: error.code,
            message: error.message,
            ...(error.hint === undefined ? {} : { hint: error.hint }),
          },
        };
  };
  try {
    models = (await trial.models()).map((model) => model.id);
  } catch (error) {
    const failure = trial.toFailure(error);
    // Not every compatible server lists its models; the small call below then decides.
    const canStillAsk = trial.ask && (failure.httpStatus === 404 || failure.httpStatus === 405);
    if (!canStillAsk) return result(failure);
  }
  const model = cheapest(models) ?? trial.fallbackModel;
  if (!trial.ask || model === undefined) return result();
  return result(await askOnce(trial.stream, model, signal));
}

function cheapest(models: readonly string[]): string | undefined {
  for (const word of CHEAP) {
    const found = models.find((model) => model.includes(word));
    if (found !== undefined) return found;
  }
  return models[0];
}

async function askOnce(
  stream: Provider['stream'],
  model: string,
  signal: AbortSignal,
): Promise<ModelFailure | undefined> {
  const request: ModelRequest = {
    model,
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Say ok.' }] }],
    tools: [],
    maxOutput: 16,
    thinking: 'off',
    sessionKey: 'provider-test',
  };
  for await (const event of stream(request, signal)) if (event.type === 'failed') return event.error;
  return undefined;
}

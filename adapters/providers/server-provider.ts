// The common part of providers that call a model server: failures and the test.
import { defined } from '#contract/types/defined.ts';
import type { ProviderTest } from '#contract/types/providers.ts';
import type { ModelEvent, ModelFailure, ModelRequest, Provider } from '#core/ports/provider.ts';
import { AnswerCollector } from './answer-collector.ts';
import type { ProviderSetup } from './define-provider.ts';
import { toFailure, type FailureContext } from './failure.ts';
import { sessionCaller } from '#core/outbound/session-caller.ts';
import { recordCall } from '../outbound/record-call.ts';
import { currentSession } from './call-session.ts';
import { createFetch, type FetchOptions } from './http-fetch.ts';
import { repairRequest } from './repair-conversation.ts';

/** State of a call. */
export interface ServerCall {
  readonly signal: AbortSignal;
  readonly collector: AnswerCollector;
  readonly sessionKey: string;
  readonly context: FailureContext;
}

/** The parts of a provider that differ between servers. */
export interface ModelServer extends Pick<FailureContext, 'title' | 'unreachableHint' | 'brokenMessage'> {
  readonly setup: ProviderSetup;
  /** Model that a test asks if the server lists none. */
  readonly fallbackModel?: string | undefined;
  /** Test by listing the models only, because a call could make a local server load a model for minutes. */
  readonly onlyListed?: true;
  readonly models: Provider['models'];
  /** Loads the SDK. */
  readonly load: () => Promise<unknown>;
  readonly stream: (request: ModelRequest, call: ServerCall) => AsyncIterable<ModelEvent>;
  readonly transcribe?: Provider['transcribe'];
}

/** Creates the provider of a server. */
export function createServerProvider(server: ModelServer): Provider {
  const { setup, onlyListed = false, fallbackModel, models, load, stream: streamFrom, transcribe, ...facts } = server;
  const { id, baseUrl, apiKey } = setup;
  const toContext = (model: string, signal: AbortSignal) => ({
    ...facts,
    provider: id,
    model,
    baseUrl,
    apiKey,
    signal,
  });
  const stream: Provider['stream'] = (request, signal) => {
    const collector = new AnswerCollector(request.maxOutput);
    const { model, sessionKey } = request;
    return streamFrom(repairRequest(request), { signal, collector, sessionKey, context: toContext(model, signal) });
  };
  const test: Provider['test'] = async (signal) => {
    const startedAt = performance.now();
    let listed: readonly string[] = [];
    const result = (error?: ModelFailure): ProviderTest => {
      const facts = { latencyMs: Math.round(performance.now() - startedAt), models: listed };
      if (error === undefined) return { ok: true, ...facts };
      const { code, message, hint } = error;
      return { ok: false, ...facts, error: { code, message, ...defined({ hint }) } };
    };
    try {
      listed = (await models(signal)).map((model) => model.id);
    } catch (error) {
      const failure = toFailure(error, toContext('', signal));
      // Some compatible servers don't list their models. The call below then decides.
      const canStillAsk = !onlyListed && (failure.httpStatus === 404 || failure.httpStatus === 405);
      if (!canStillAsk) return result(failure);
    }
    const model = cheapest(listed) ?? fallbackModel;
    return result(onlyListed || model === undefined ? undefined : await askOnce(stream, model, signal));
  };
  const prepare = async (): Promise<void> => {
    await load();
    // Node loads its own classes for HTTP with their first use.
    new Headers();
  };
  if (transcribe === undefined) return { id, stream, models, test, prepare };
  return {
    id,
    stream,
    models,
    test,
    prepare,
    async transcribe(recording, model, signal) {
      try {
        return await transcribe(recording, model, signal);
      } catch (error) {
        const { message, hint } = toFailure(error, toContext(model, signal));
        throw new Error([message, hint ?? ''].join(' ').trim(), { cause: error });
      }
    },
  };
}

/** Parts of the IDs of inexpensive models, cheapest first. */
const CHEAP = ['nano', 'haiku', 'mini', 'luna', 'lite', 'small'];

function cheapest(models: readonly string[]): string | undefined {
  return CHEAP.flatMap((word) => models.find((model) => model.includes(word)) ?? [])[0] ?? models[0];
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

/** Records requests in the name of the provider, and of the session that it calls the model for. */
export function recordOptions({ id, ledger }: ProviderSetup): Pick<FetchOptions, 'record'> {
  if (ledger === undefined) return {};
  return {
    record: (url, stop) => recordCall(ledger, sessionCaller('provider', id, currentSession() ?? ''), url, stop),
  };
}

/** Largest value of a timer, ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Disables retries, logs, and timeouts of the SDK: core retries, and `http-fetch.ts` limits silence. */
export function sdkOptions(setup: ProviderSetup) {
  const { idleTimeoutMs, environment = {}, onHeaders } = setup;
  const fetch = createFetch(idleTimeoutMs, { environment, onHeaders, ...recordOptions(setup) });
  return { maxRetries: 0, timeout: MAX_TIMER_MS, logLevel: 'off', fetch } as const;
}

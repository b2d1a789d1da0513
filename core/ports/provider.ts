// The provider port: one model call as a stream of events that never throws.
import type { Block, StopReason, Usage } from '#contract/types/content.ts';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { ProviderLimits } from '#contract/types/usage.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import type { Secret } from './secrets.ts';

/** A model that a provider offers. */
export interface ModelInfo {
  /** Without the provider's prefix. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly tools: boolean;
  readonly images: boolean;
  /** Reads PDF files. */
  readonly pdfs?: boolean;
  readonly reasoning: boolean;
}

/** One message of the conversation sent to a model. */
export type ModelMessage =
  | { readonly role: 'user'; readonly content: readonly Block[] }
  | {
      readonly role: 'assistant';
      readonly content: readonly Block[];
      readonly provider: string;
      readonly model: string;
    }
  | {
      readonly role: 'tool';
      readonly results: readonly {
        readonly callId: string;
        readonly name: string;
        readonly text: string;
        readonly isError: boolean;
      }[];
    };

/** A tool offered to a model. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input object. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** One model call. */
export interface ModelRequest {
  readonly model: string;
  /** Stable parts first, so that prompt caching is effective. */
  readonly system: readonly string[];
  readonly messages: readonly ModelMessage[];
  /** Sent after the conversation, and not part of the cached prefix, because it changes with each run. */
  readonly context?: string;
  readonly tools: readonly ToolSpec[];
  readonly maxOutput: number;
  readonly thinking: 'off' | 'low' | 'medium' | 'high';
  /** Stable per session: providers use it for caching. */
  readonly sessionKey: string;
}

/** Why a call failed. `code` is stable and decides about retries and fallback, above the port. */
export interface ModelFailure extends RunError {
  readonly code:
    | 'auth'
    | 'rate-limit'
    | 'overloaded'
    | 'context-too-long'
    | 'network'
    | 'timeout'
    | 'refused'
    | 'bad-request'
    | 'bad-response'
    | 'aborted'
    | 'blocked'
    | 'quota'
    | 'model-missing';
}

/** Events of a call. The last event is always `done` or `failed`. */
export type ModelEvent =
  | { readonly type: 'text'; readonly index: number; readonly text: string }
  | { readonly type: 'thinking'; readonly index: number; readonly text: string }
  | {
      readonly type: 'tool-call';
      readonly index: number;
      readonly callId: string;
      readonly name: string;
      readonly text: string;
    }
  /** The tokens counted so far, so that a call that is stopped isn't lost from the usage. Replaces earlier counts. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** The complete message. `invalidCalls` has the raw arguments of tool calls that aren't a JSON object. */
  | {
      readonly type: 'done';
      readonly content: readonly Block[];
      readonly invalidCalls?: Readonly<Record<string, string>>;
      readonly stopReason: StopReason;
      readonly usage?: Usage;
    }
  | {
      readonly type: 'failed';
      readonly error: ModelFailure;
      readonly content: readonly Block[];
      readonly usage?: Usage;
    };

/** A recording of speech. */
export interface Recording {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** A configured provider. */
export interface Provider {
  readonly id: string;
  /** Streams one call; aborting `signal` ends it with `failed` / `aborted` within 200 ms. Idle time between two chunks is limited. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Models, from the server if it lists them; cached by the provider. */
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Loads what the first call would otherwise wait for. Calls no server. */
  prepare?(): Promise<void>;
  /** The words of a recording. Absent if the provider can't do that. @throws {Error} with a message that says what to do */
  transcribe?(recording: Recording, model: string, signal: AbortSignal): Promise<string>;
  /** One small real call. */
  test(signal: AbortSignal): Promise<ProviderTest>;
}

/** Looks up providers and models for a user, whose own keys take precedence. Implemented by adapters from configuration, secrets and environment. */
export interface ProviderDirectory {
  /** @throws {GatewayError} when the provider is unknown, disabled, or has no key; the message says what to do. */
  open(providerId: string, userId: string): Promise<Provider>;
  /** Models of all usable providers; waits at most 2 s for one that does not respond. */
  models(refresh: boolean, userId: string): Promise<readonly ModelInfo[]>;
  /** `provider/model` to use while none is chosen: of the first provider with a key or an address. Takes at most as long as `models`. */
  suggestModel(userId: string): Promise<string | undefined>;
  /** A model that is known without a call; undefined when it isn't. */
  describe(provider: string, model: string): ModelInfo | undefined;
}

/**
 * A change to a provider. An empty key removes the stored one; `importEnvironment` stores the key found in the environment;
 * `personal`: the key applies to this user only.
 */
export interface ProviderChange<Key> {
  readonly id: string;
  readonly apiKey?: Key;
  readonly baseUrl?: string;
  readonly enabled?: boolean;
  readonly importEnvironment?: boolean;
  readonly personal?: boolean;
}

/** Manages providers. Implemented with {@link ProviderDirectory} by the same adapter. */
export interface ProviderAdmin {
  /** With `refresh`, detects local servers again (at most 1 s). */
  list(refresh: boolean, userId: string): Promise<readonly ProviderStatus[]>;
  /** The limits that providers reported with their last responses. */
  rateLimits(userId: string): Promise<readonly ProviderLimits[]>;
  set(change: ProviderChange<Secret>, userId: string): Promise<ProviderStatus>;
  /** Takes at most `timeoutMs`, and never longer than the provider's own limit. */
  test(
    candidate: Pick<ProviderChange<Secret>, 'id' | 'apiKey' | 'baseUrl'> & { readonly timeoutMs?: number },
    userId: string,
  ): Promise<ProviderTest>;
}

// Looks providers up and manages them: keys, addresses, models. Providers are opened once and kept until something changes.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Settings } from '#core/ports/settings.ts';
import type { ModelInfo, Provider, ProviderAdmin, ProviderDirectory } from '#core/ports/provider.ts';
import { Secret } from '#core/ports/secrets.ts';

import { environmentValue, resolveAccess, secretName, settingsKey, type Access, type AccessSources } from './access.ts';
import type { ProviderDefinition } from './define-provider.ts';
import { toFailure } from './failure.ts';
import { ModelCache } from './model-cache.ts';

/** What the directory needs. */
export interface ProviderDirectoryOptions extends AccessSources {
  readonly providers: readonly ProviderDefinition[];
  readonly log: Log;
  readonly clock: Clock;
}

/** Longest wait for a provider's models, ms. */
const MODELS_LIMIT_MS = 2_000;
/** Longest wait for a local server that may not be there, ms. */
const PROBE_LIMIT_MS = 1_000;
const TEST_LIMIT_MS = 20_000;

interface Opened {
  readonly provider: Provider;
  readonly access: Access;
}

/** Makes the directory. It does nothing until it is asked. */
export function createProviderDirectory(options: ProviderDirectoryOptions): ProviderDirectory & ProviderAdmin {
  return new Directory(options);
}

class Directory implements ProviderDirectory, ProviderAdmin {
  readonly #options: ProviderDirectoryOptions;
  readonly #cache: ModelCache;
  readonly #opened = new Map<string, Promise<Opened>>();
  #loaded: Promise<void> | undefined;
  #seen: Settings | undefined;

  constructor(options: ProviderDirectoryOptions) {
    this.#options = options;
    this.#cache = new ModelCache(options.settings, options.clock, options.log);
  }

  async open(providerId: string): Promise<Provider> {
    const definition = this.#require(providerId);
    await this.#load();
    const { provider, access } = await this.#instance(definition, providerId);
    refuseUnusable(definition, access);
    return provider;
  }

  async models(refresh: boolean): Promise<readonly ModelInfo[]> {
    await this.#load();
    const ids = await this.#ids();
    const lists = await Promise.all(ids.map((id) => this.#modelsOf(id, refresh)));
    return lists.flat();
  }

  describe(provider: string, model: string): ModelInfo | undefined {
    return this.#cache.find(provider, model) ?? this.#find(provider)?.describe(model);
  }

  async list(refresh: boolean): Promise<readonly ProviderStatus[]> {
    await this.#load();
    const ids = await this.#ids();
    return await Promise.all(ids.map((id) => this.#status(id, refresh)));
  }

  async set(change: Parameters<ProviderAdmin['set']>[0]): Promise<ProviderStatus> {
    const definition = this.#require(change.id);
    const apiKey = change.importEnvironment === true ? this.#environmentKey(definition) : change.apiKey;
    if (change.baseUrl !== undefined) refuseBadAddress(change.baseUrl);
    if (apiKey !== undefined) await this.#storeKey(definition, change.id, apiKey);
    await this.#storeSettings(change);
    this.#opened.delete(change.id);
    this.#cache.forget(change.id);
    return await this.#status(change.id, false);
  }

  async test(candidate: Parameters<ProviderAdmin['test']>[0]): Promise<ProviderTest> {
    const definition = this.#require(candidate.id);
    if (candidate.baseUrl !== undefined) refuseBadAddress(candidate.baseUrl);
    const stored = await this.#access(definition, candidate.id);
    const given = candidate.apiKey !== undefined && candidate.apiKey.reveal() !== '' ? candidate.apiKey : undefined;
    const baseUrl = candidate.baseUrl !== undefined && candidate.baseUrl !== '' ? candidate.baseUrl : stored.baseUrl;
    const access: Access = {
      ...stored,
      enabled: true,
      baseUrl,
      ...(given === undefined ? {} : { apiKey: given, key: 'stored' }),
    };
    try {
      refuseUnusable(definition, access);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return {
        ok: false,
        latencyMs: 0,
        models: [],
        error: { code: String(error.extras.details?.code ?? 'auth'), message: error.message },
      };
    }
    return await this.#try(definition, access, candidate);
  }

  async #try(
    definition: ProviderDefinition,
    access: Access,
    { id, timeoutMs = TEST_LIMIT_MS }: Parameters<ProviderAdmin['test']>[0],
  ): Promise<ProviderTest> {
    const limitMs = Math.min(timeoutMs, TEST_LIMIT_MS);
    const signal = AbortSignal.timeout(limitMs);
    const result = await this.#make(definition, id, access).test(signal);
    if (!result.ok && signal.aborted)
      return {
        ...result,
        error: {
          code: 'timeout',
          message: `${definition.title} didn't respond within ${limitMs / 1000} s.`,
          hint: 'Check your connection and the address.',
        },
      };
    return result;
  }

  /** All members, and the further instances that were set up. */
  async #ids(): Promise<readonly string[]> {
    const extra: string[] = [];
    for (const definition of this.#options.providers) {
      if (definition.many !== true) continue;
      const prefix = settingsKey(`${definition.id}-`);
      for (const { key } of await this.#options.settings.list(prefix)) extra.push(key.slice(settingsKey('').length));
      const written = this.#options.config.settings().providers;
      extra.push(...written.map(({ id }) => id).filter((id) => id.startsWith(`${definition.id}-`)));
    }
    return [...new Set([...this.#options.providers.map((definition) => definition.id), ...extra])];
  }

  async #modelsOf(id: string, refresh: boolean): Promise<readonly ModelInfo[]> {
    const definition = this.#require(id);
    const { provider, access } = await this.#instance(definition, id);
    if (!isUsable(definition, access)) return [];
    const limitMs = definition.probed === true ? PROBE_LIMIT_MS : MODELS_LIMIT_MS;
    const known = refresh ? undefined : this.#cache.peek(id);
    const answer = known ?? (await this.#cache.ask(provider, limitMs, (error) => explain(definition, access, error)));
    if (answer.reachable === 'yes') return answer.models;
    if (definition.probed === true) return [];
    const remembered = this.#cache.remembered(id);
    return remembered.length > 0 ? remembered : definition.knownModels;
  }

  async #status(id: string, refresh: boolean): Promise<ProviderStatus> {
    const definition = this.#require(id);
    const access = await this.#access(definition, id);
    // Only local servers, which may start and stop at any time, are probed; a cloud is asked when its models are needed.
    if (definition.probed === true && access.enabled) await this.#modelsOf(id, refresh);
    const answer = this.#cache.peek(id);
    const variable = definition.environment.key ?? definition.environment.baseUrl;
    const found = environmentValue(this.#options.environment, variable) !== undefined;
    return {
      id,
      title: id === definition.id ? definition.title : `${definition.title} (${id.slice(definition.id.length + 1)})`,
      summary: definition.summary,
      kind: definition.kind,
      enabled: access.enabled,
      key: access.key,
      ...(found && variable !== undefined ? { environment: variable } : {}),
      ...(access.ownBaseUrl === undefined ? {} : { baseUrl: withoutPassword(access.ownBaseUrl) }),
      ...(definition.defaultBaseUrl === undefined ? {} : { defaultBaseUrl: definition.defaultBaseUrl }),
      models: isUsable(definition, access)
        ? answer?.models.length || this.#cache.remembered(id).length || definition.knownModels.length
        : 0,
      reachable: definition.kind === 'demo' ? 'yes' : (answer?.reachable ?? 'unknown'),
      ...(answer?.error === undefined ? {} : { error: answer.error }),
    };
  }

  #instance(definition: ProviderDefinition, id: string): Promise<Opened> {
    this.#forgetWhenConfigured();
    const known = this.#opened.get(id);
    if (known !== undefined) return known;
    const opened = this.#access(definition, id).then((access) => ({
      access,
      provider: this.#make(definition, id, access),
    }));
    this.#opened.set(id, opened);
    // A store that cannot be read now may be readable later.
    opened.catch(() => this.#opened.delete(id));
    return opened;
  }

  /** Keys and addresses may be set in the configuration, so providers are reopened after it changes. */
  #forgetWhenConfigured(): void {
    const settings = this.#options.config.settings();
    if (settings === this.#seen) return;
    this.#seen = settings;
    this.#opened.clear();
  }

  #make(definition: ProviderDefinition, id: string, access: Access): Provider {
    return definition.create({
      id,
      apiKey: access.apiKey,
      baseUrl: access.baseUrl,
      idleTimeoutMs: () => this.#options.config.settings().limits.modelIdleTimeoutMs,
    });
  }

  #access(definition: ProviderDefinition, id: string): Promise<Access> {
    return resolveAccess(definition, id, this.#options);
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#cache.load());
  }

  #environmentKey(definition: ProviderDefinition): Secret {
    const value = environmentValue(this.#options.environment, definition.environment.key);
    if (value === undefined)
      throw invalidRequest(
        `No API key for ${definition.title} found in the environment.`,
        'environment-key-missing',
        definition.environment.key === undefined
          ? undefined
          : `Set ${definition.environment.key} before you start Gatehouse, or paste the key.`,
      );
    return new Secret(value);
  }

  async #storeKey(definition: ProviderDefinition, id: string, apiKey: Secret): Promise<void> {
    if (definition.key === 'none')
      throw invalidRequest(`${definition.title} doesn't need an API key.`, 'key-not-needed');
    const value = apiKey.reveal().trim();
    if (/[\s\u0000-\u001f\u007f-\uffff]/.test(value))
      throw invalidRequest(
        'An API key has no spaces or special characters.',
        'key-invalid',
        'Copy it again without line breaks.',
      );
    if (value === '') await this.#options.secrets.delete(secretName(id));
    else await this.#options.secrets.set(secretName(id), new Secret(value));
  }

  /** The definition behind an ID; IDs such as `compatible-lab` name further instances of a member that allows them. */
  #find(id: string): ProviderDefinition | undefined {
    const { providers } = this.#options;
    return (
      providers.find((definition) => definition.id === id) ??
      providers.find((definition) => definition.many === true && isInstanceId(definition.id, id))
    );
  }

  #require(id: string): ProviderDefinition {
    const definition = this.#find(id);
    if (definition !== undefined) return definition;
    throw invalidRequest(
      `Unknown model provider “${id.slice(0, 60)}”.`,
      'provider-unknown',
      `Use one of: ${this.#options.providers.map((one) => one.id).join(', ')}.`,
    );
  }

  async #storeSettings(change: Parameters<ProviderAdmin['set']>[0]): Promise<void> {
    if (change.baseUrl === undefined && change.enabled === undefined) return;
    const before = await this.#options.settings.get(settingsKey(change.id));
    const merged: Record<string, unknown> = { ...(typeof before === 'object' ? before : {}) };
    if (change.enabled !== undefined) merged['enabled'] = change.enabled;
    if (change.baseUrl === '') delete merged['baseUrl'];
    else if (change.baseUrl !== undefined) merged['baseUrl'] = change.baseUrl;
    await this.#options.settings.set(settingsKey(change.id), merged);
  }
}

function isInstanceId(base: string, id: string): boolean {
  return id.startsWith(`${base}-`) && /^[a-z0-9-]{1,40}$/.test(id.slice(base.length + 1));
}

function isUsable(definition: ProviderDefinition, access: Access): boolean {
  return (
    access.enabled && access.key !== 'missing' && !(definition.needsBaseUrl === true && access.baseUrl === undefined)
  );
}

function refuseUnusable(definition: ProviderDefinition, access: Access): void {
  const { title } = definition;
  const refuse = (message: string, code: string, hint: string): GatewayError =>
    new GatewayError('UNAVAILABLE', message, { retryable: false, details: { code, hint } });
  if (!access.enabled)
    throw refuse(
      `${title} is disabled.`,
      'provider-off',
      'Enable it in Settings → Providers, or choose another model.',
    );
  if (access.key === 'missing')
    throw refuse(
      `No API key for ${title}.`,
      'provider-key-missing',
      `Paste one in Settings → Providers${definition.environment.key === undefined ? '' : `, or set ${definition.environment.key}`}.`,
    );
  if (definition.needsBaseUrl === true && access.baseUrl === undefined)
    throw refuse(`No address for ${title}.`, 'provider-address-missing', 'Enter one in Settings → Providers.');
}

function refuseBadAddress(address: string): void {
  if (address === '') return;
  const url = URL.parse(address);
  const fine = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!fine)
    throw invalidRequest(
      "This isn't a server address.",
      'address-invalid',
      'Enter an address such as https://example.com/v1 or http://127.0.0.1:1234.',
    );
  if (url.username !== '' || url.password !== '')
    throw invalidRequest(
      "An address can't contain a user name or password.",
      'address-invalid',
      'Enter the key in its own field.',
    );
}

/** An address as it is shown: name and password of a configured one stay where they are. */
function withoutPassword(address: string): string {
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}

function explain(definition: ProviderDefinition, access: Access, error: unknown): string {
  const context = {
    provider: definition.id,
    title: definition.title,
    model: '',
    baseUrl: access.baseUrl,
    apiKey: access.apiKey,
    signal: new AbortController().signal,
  };
  return toFailure(error, context).message;
}

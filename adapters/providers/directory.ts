// Finds and manages providers: keys, addresses, models. Open providers are reused until their settings change.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { ProviderLimits } from '#contract/types/usage.ts';
import type { Clock } from '#core/ports/clock.ts';
import { TABLE_PROVIDERS } from '#core/models/downloaded-table.ts';
import type { ModelsInEffect } from '#core/models/models-in-effect.ts';
import type { Log } from '#core/ports/log.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { Settings } from '#core/ports/settings.ts';
import type { ModelInfo, Provider, ProviderAdmin, ProviderDirectory } from '#core/ports/provider.ts';

import { resolveAccess, settingsKey, toSlot, type Access, type AccessSources } from './access.ts';
import { environmentValue, requireEnvironmentKey, storeKey } from './api-keys.ts';
import type { ProviderDefinition } from './define-provider.ts';
import { toFailure } from './failure.ts';
import { belongsTo, ModelCache } from './model-cache.ts';
import { RateLimits } from './rate-limits.ts';

/** Dependencies of the directory. */
export interface ProviderDirectoryOptions extends AccessSources {
  readonly providers: readonly ProviderDefinition[];
  readonly models: ModelsInEffect;
  readonly ledger?: OutboundLedger;
  readonly log: Log;
  readonly clock: Clock;
}

/** Maximum wait for the models of a provider, ms. */
const MODELS_LIMIT_MS = 2_000;
/** Maximum wait for a local server, which may not be running, ms. */
const PROBE_LIMIT_MS = 1_000;
const TEST_LIMIT_MS = 20_000;

interface Opened {
  readonly provider: Provider;
  readonly access: Access;
}

/** Creates the directory. It does nothing until it is used. */
export function createProviderDirectory(options: ProviderDirectoryOptions): ProviderDirectory & ProviderAdmin {
  return new Directory(options);
}

class Directory implements ProviderDirectory, ProviderAdmin {
  readonly #options: ProviderDirectoryOptions;
  readonly #cache: ModelCache;
  readonly #limits: RateLimits;
  readonly #opened = new Map<string, Promise<Opened>>();
  #loaded: Promise<void> | undefined;
  #seen: Settings | undefined;

  constructor(options: ProviderDirectoryOptions) {
    this.#options = options;
    this.#cache = new ModelCache(options.settings, options.clock, options.log);
    this.#limits = new RateLimits(options.clock);
    options.models.onChange(() => this.#forgetTable());
  }

  async open(providerId: string, userId: string): Promise<Provider> {
    const definition = this.#require(providerId);
    await this.#load();
    const { provider, access } = await this.#instance(definition, providerId, userId);
    const problem = findProblem(definition, access);
    if (problem === undefined) return provider;
    const { code, message, hint } = problem;
    throw new GatewayError('UNAVAILABLE', message, { retryable: false, details: { code, hint } });
  }

  async models(refresh: boolean, userId: string): Promise<readonly ModelInfo[]> {
    await this.#load();
    const ids = await this.#ids();
    const lists = await Promise.all(ids.map((id) => this.#readModels(id, refresh, userId)));
    return lists.flat();
  }

  async suggestModel(userId: string): Promise<string | undefined> {
    await this.#load();
    for (const definition of this.#options.providers) {
      if (definition.kind !== 'cloud' && definition.kind !== 'compatible') continue;
      const model = pickModel(definition, await this.#readModels(definition.id, false, userId));
      if (model !== undefined) return `${definition.id}/${model.id}`;
    }
    return undefined;
  }

  describe(provider: string, model: string): ModelInfo | undefined {
    const known = this.#cache.find(provider, model);
    return known ?? this.#find(provider)?.describe(model, this.#options.models.findFacts(provider, model));
  }

  async list(refresh: boolean, userId: string): Promise<readonly ProviderStatus[]> {
    await this.#load();
    const ids = await this.#ids();
    return await Promise.all(ids.map((id) => this.#status(id, refresh, userId)));
  }

  async rateLimits(userId: string): Promise<readonly ProviderLimits[]> {
    const limits = (await this.#ids()).map(async (id) => {
      const definition = this.#require(id);
      const { slot } = await this.#access(definition, id, userId);
      const observed = this.#limits.find(slot);
      return observed === undefined ? [] : [{ provider: id, displayName: toTitle(definition, id), ...observed }];
    });
    return (await Promise.all(limits)).flat();
  }

  async set(change: Parameters<ProviderAdmin['set']>[0], userId: string): Promise<ProviderStatus> {
    const { id, importEnvironment, personal } = change;
    const { environment, secrets } = this.#options;
    const definition = this.#require(id);
    if (importEnvironment === true && change.apiKey !== undefined)
      throw invalidRequest("apiKey can't be combined with importEnvironment.", 'key-ambiguous', 'Send one of them.');
    const apiKey = importEnvironment === true ? requireEnvironmentKey(definition, environment) : change.apiKey;
    if (change.baseUrl !== undefined) refuseBadAddress(change.baseUrl);
    const ownerId = personal === true ? userId : undefined;
    if (apiKey !== undefined) await storeKey(definition, id, apiKey, { secrets, ownerId });
    await this.#storeSettings(change);
    for (const name of this.#opened.keys()) if (belongsTo(name, id)) this.#opened.delete(name);
    this.#cache.forget(id);
    this.#limits.forget((name) => belongsTo(name, id));
    return await this.#status(id, false, userId);
  }

  async test(candidate: Parameters<ProviderAdmin['test']>[0], userId: string): Promise<ProviderTest> {
    const definition = this.#require(candidate.id);
    if (candidate.baseUrl !== undefined) refuseBadAddress(candidate.baseUrl);
    const stored = await this.#access(definition, candidate.id, userId);
    const { apiKey } = candidate;
    const given = apiKey === undefined || apiKey.reveal() === '' ? {} : ({ apiKey, key: 'stored' } as const);
    const access: Access = { ...stored, enabled: true, baseUrl: candidate.baseUrl || stored.baseUrl, ...given };
    const problem = findProblem(definition, access);
    if (problem === undefined) return await this.#try(definition, access, candidate);
    const { code, message } = problem;
    return { ok: false, latencyMs: 0, models: [], error: { code, message } };
  }

  async #try(
    definition: ProviderDefinition,
    access: Access,
    { id, apiKey, baseUrl, timeoutMs = TEST_LIMIT_MS }: Parameters<ProviderAdmin['test']>[0],
  ): Promise<ProviderTest> {
    const limitMs = Math.min(timeoutMs, TEST_LIMIT_MS);
    const signal = AbortSignal.timeout(limitMs);
    const isStored = apiKey === undefined && baseUrl === undefined;
    const result = await this.#make(definition, id, access, isStored ? this.#observe(access.slot) : undefined).test(
      signal,
    );
    if (result.ok || !signal.aborted) return result;
    const message = `${definition.title} didn't respond within ${limitMs / 1000} s.`;
    return { ...result, error: { code: 'timeout', message, hint: 'Check your connection and the address.' } };
  }

  /** All members and their further instances. */
  async #ids(): Promise<readonly string[]> {
    const extra: string[] = [];
    for (const definition of this.#options.providers) {
      if (definition.many !== true) continue;
      const prefix = `${definition.id}-`;
      const stored = await this.#options.settings.list(settingsKey(prefix));
      const configured = this.#options.config.settings().providers.filter(({ id }) => id.startsWith(prefix));
      extra.push(...stored.map(({ key }) => key.slice(settingsKey('').length)), ...configured.map(({ id }) => id));
    }
    return [...new Set([...this.#options.providers.map((definition) => definition.id), ...extra])];
  }

  async #readModels(id: string, refresh: boolean, userId: string): Promise<readonly ModelInfo[]> {
    const definition = this.#require(id);
    const { provider, access } = await this.#instance(definition, id, userId);
    if (findProblem(definition, access) !== undefined) return [];
    const limitMs = definition.probed === true ? PROBE_LIMIT_MS : MODELS_LIMIT_MS;
    const toReason = (error: unknown): string => explain(definition, access, error);
    const known = refresh ? undefined : this.#cache.peek(access.slot);
    const answer = known ?? (await this.#cache.ask(access.slot, provider, limitMs, toReason));
    if (answer.reachable === 'yes') return answer.models;
    if (definition.probed === true) return [];
    const remembered = this.#cache.remembered(access.slot);
    if (remembered.length > 0) return remembered;
    return definition.knownModels.map((model) => this.describe(id, model.id) ?? model);
  }

  async #status(id: string, refresh: boolean, userId: string): Promise<ProviderStatus> {
    const definition = this.#require(id);
    const access = await this.#access(definition, id, userId);
    // Only local servers are probed, because they can start and stop at any time.
    if (definition.probed === true && access.enabled) await this.#readModels(id, refresh, userId);
    const answer = this.#cache.peek(access.slot);
    const variable = definition.environment.key ?? definition.environment.baseUrl;
    const found = environmentValue(this.#options.environment, variable) !== undefined;
    return {
      id,
      title: toTitle(definition, id),
      summary: definition.summary,
      kind: definition.kind,
      enabled: access.enabled,
      key: access.key,
      keys: access.keys,
      models:
        findProblem(definition, access) === undefined
          ? answer?.models.length || this.#cache.remembered(access.slot).length || definition.knownModels.length
          : 0,
      reachable: definition.kind === 'demo' ? 'yes' : (answer?.reachable ?? 'unknown'),
      ...defined({
        environment: found ? variable : undefined,
        // A configured address can contain a user name and password.
        baseUrl: access.ownBaseUrl?.replace(/^(https?:\/\/)[^/?#]*@/i, '$1'),
        defaultBaseUrl: definition.defaultBaseUrl,
        error: answer?.error,
      }),
    };
  }

  #instance(definition: ProviderDefinition, id: string, userId: string): Promise<Opened> {
    this.#forgetWhenConfigured();
    const name = toSlot(id, userId);
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const open = async () => {
      const access = await this.#access(definition, id, userId);
      return { access, provider: this.#make(definition, id, access, this.#observe(access.slot)) };
    };
    const opened = open();
    this.#opened.set(name, opened);
    // A store that can't be read now may be readable later.
    opened.catch(() => this.#opened.delete(name));
    return opened;
  }

  /** The configuration can contain keys and addresses, so providers are reopened after a change. */
  #forgetWhenConfigured(): void {
    const settings = this.#options.config.settings();
    if (settings === this.#seen) return;
    this.#seen = settings;
    this.#opened.clear();
  }

  #observe(slot: string): (headers: Headers) => void {
    return (headers) => this.#limits.observe(slot, headers);
  }

  /** Providers whose model data comes partly from the table. */
  async #forgetTable(): Promise<void> {
    await this.#load();
    for (const id of TABLE_PROVIDERS) await this.#cache.drop(id);
  }

  #make(definition: ProviderDefinition, id: string, access: Access, onHeaders?: (headers: Headers) => void): Provider {
    return definition.create({
      ...defined({ onHeaders, ledger: this.#options.ledger }),
      id,
      apiKey: access.apiKey,
      baseUrl: access.baseUrl,
      findFacts: (model) => this.#options.models.findFacts(id, model),
      idleTimeoutMs: () => this.#options.config.settings().limits.modelIdleTimeoutMs,
      // A proxy can't reach a server on this machine, and a local server is one by default.
      environment: definition.kind === 'local' ? {} : this.#options.environment,
    });
  }

  #access(definition: ProviderDefinition, id: string, userId: string): Promise<Access> {
    return resolveAccess(definition, id, userId, this.#options);
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#cache.load());
  }

  /** The member with an ID. IDs such as `compatible-lab` belong to further instances of a member. */
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
    const hint = `Use one of: ${this.#options.providers.map((one) => one.id).join(', ')}.`;
    throw invalidRequest(`Unknown model provider “${takeStart(id, 60)}”.`, 'provider-unknown', hint);
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

/** Further instances have their own name: `compatible-lab`. */
function toTitle({ id: own, title }: ProviderDefinition, id: string): string {
  return id === own ? title : `${title} (${id.slice(own.length + 1)})`;
}

/** The model to use while none is chosen: a preferred or known one, or else the first that is offered. */
function pickModel({ preferred = [], knownModels }: ProviderDefinition, offered: readonly ModelInfo[]) {
  const known = knownModels.find(({ id }) => offered.some((model) => model.id === id));
  const best = preferred
    .map((pattern) => offered.find(({ id }) => pattern.test(id)))
    .find((model) => model !== undefined);
  return best ?? known ?? offered.find(({ tools }) => tools) ?? offered[0];
}

function isInstanceId(base: string, id: string): boolean {
  return id.startsWith(`${base}-`) && /^[a-z0-9-]{1,40}$/.test(id.slice(base.length + 1));
}

/** Why a provider can't be used. */
function findProblem(
  { title, environment, needsBaseUrl }: ProviderDefinition,
  { enabled, key, baseUrl }: Access,
): { readonly code: string; readonly message: string; readonly hint: string } | undefined {
  if (!enabled) {
    const hint = 'Enable it in Settings → Providers, or choose another model.';
    return { code: 'provider-off', message: `${title} is disabled.`, hint };
  }
  if (key === 'missing') {
    const hint = `Paste one in Settings → Providers${environment.key === undefined ? '' : `, or set ${environment.key}`}.`;
    return { code: 'provider-key-missing', message: `No API key for ${title}.`, hint };
  }
  if (needsBaseUrl !== true || baseUrl !== undefined) return undefined;
  const hint = 'Enter one in Settings → Providers.';
  return { code: 'provider-address-missing', message: `No address for ${title}.`, hint };
}

function refuseBadAddress(address: string): void {
  if (address === '') return;
  const url = URL.parse(address);
  const refuse = (message: string, hint: string) => invalidRequest(message, 'address-invalid', hint);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw refuse(
      "This isn't a server address.",
      'Enter an address such as https://example.com/v1 or http://127.0.0.1:1234.',
    );
  if (url.username !== '' || url.password !== '')
    throw refuse("An address can't contain a user name or password.", 'Enter the key in its own field.');
}

function explain({ id, title }: ProviderDefinition, { baseUrl, apiKey }: Access, error: unknown): string {
  return toFailure(error, { provider: id, title, model: '', baseUrl, apiKey }).message;
}

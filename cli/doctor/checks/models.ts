// Model providers: whether one is set up, and whether it answers.
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { plainLine } from '../../output/plain-text.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

const SET_UP = 'gatehouse models keys set anthropic';

export const MODELS_CHECK: Check = {
  id: 'models',
  title: 'Model providers',
  run: async (facts) =>
    facts.client === undefined ? withoutGateway(facts) : withGateway(facts.client, facts.isOffline),
};

function withoutGateway({ environment }: DoctorFacts): readonly Finding[] {
  const named = PROVIDERS.flatMap(({ title, environment: { key } }) =>
    key !== undefined && environment[key] ? [`${title} (${key})`] : [],
  );
  const keys = named.length === 0 ? 'No key in this environment' : `Keys in this environment: ${named.join(', ')}`;
  return [note(`${keys}. Stored keys are checked while the gateway is running`)];
}

async function withGateway(client: GatewayClient, isOffline: boolean): Promise<readonly Finding[]> {
  const { providers } = await client.request('providers.list', {});
  const usable = providers.filter(isUsable);
  if (usable.length === 0) return [problem("No model provider is set up, so agents can't answer", SET_UP)];
  if (isOffline) return usable.map(({ title }) => note(`${plainLine(title)} is set up (not tested)`));
  return Promise.all(usable.map((provider) => test(client, provider)));
}

/** The demo doesn't count, and neither does a server that nobody has started or entered. */
function isUsable({ enabled, key, kind, reachable, baseUrl }: ProviderStatus): boolean {
  if (!enabled || key === 'missing' || kind === 'demo') return false;
  if (kind === 'compatible') return baseUrl !== undefined;
  return kind !== 'local' || reachable === 'yes';
}

async function test(client: GatewayClient, { id, title }: ProviderStatus): Promise<Finding> {
  const { ok: answers, latencyMs, error } = await client.request('providers.test', { id });
  const name = plainLine(title);
  if (answers) return ok(`${name} answers (${Math.round(latencyMs)} ms)`);
  const reason = plainLine(error?.message ?? 'no reason given');
  const isKey = /auth|key|401|403/i.test(error?.code ?? '');
  const fix = isKey ? `gatehouse models keys set ${id}` : error?.hint;
  return isKey ? problem(`${name} rejects the key: ${reason}`, fix) : warning(`${name} doesn't answer: ${reason}`, fix);
}

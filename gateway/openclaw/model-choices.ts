// Models as clients choose them.
import type { PublishedType } from '#contract/wire/published.ts';
import type { Principal } from '#core/principal.ts';
import type { GatewayServices } from '../server/services.ts';

type ModelChoice = PublishedType<'ModelsListResult'>['models'][number];

/** Models of all providers that the caller can use, the default one tagged. */
export async function modelChoices(
  services: GatewayServices,
  by: Principal,
  refresh: boolean,
  agentId: string = services.config.settings().defaultAgentId,
): Promise<readonly ModelChoice[]> {
  const models = await services.providers.models(refresh, by.userId);
  const chosen = await services.engine.providers.defaultModel(agentId);
  return models.map((model) => ({
    id: model.id,
    name: model.name,
    provider: model.provider,
    available: true,
    contextWindow: model.contextWindow,
    reasoning: model.reasoning,
    supportsTools: model.tools,
    input: [
      'text',
      ...(model.images ? (['image'] as const) : []),
      ...(model.pdfs === true ? (['document'] as const) : []),
    ],
    ...(chosen === `${model.provider}/${model.id}` ? { tags: ['default'] } : {}),
  }));
}

// Models as clients choose them.
import type { PublishedType } from '#contract/wire/published.ts';
import type { GatewayServices } from '../server/services.ts';

type ModelChoice = PublishedType<'ModelsListResult'>['models'][number];

/** Models of all usable providers, the default one tagged. */
export async function modelChoices(
  services: GatewayServices,
  refresh: boolean,
  agentId: string = services.config.settings().defaultAgentId,
): Promise<readonly ModelChoice[]> {
  const models = await services.providers.models(refresh);
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

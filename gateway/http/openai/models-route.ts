// Lists agents as OpenAI models.
import { defineRoute, sendJson } from '../route.ts';
import { agentModels } from './agent-models.ts';
import { requireEnabled } from './enabled.ts';
import { OpenAiError } from './openai-error.ts';
import { guarded } from './guarded.ts';

/** All of them. */
export const MODELS_ROUTE = defineRoute({
  paths: ['/v1/models'],
  verbs: ['GET', 'HEAD'],
  scope: 'operator.read',
  handle: guarded((exchange) => {
    const settings = requireEnabled(exchange);
    sendJson(exchange, 200, { object: 'list', data: agentModels(settings) });
  }),
});

/** One of them. */
export const MODEL_ROUTE = defineRoute({
  paths: ['/v1/models/{id*}'],
  verbs: ['GET', 'HEAD'],
  scope: 'operator.read',
  handle: guarded((exchange) => {
    const settings = requireEnabled(exchange);
    const model = agentModels(settings).find(({ id }) => id === exchange.placeholders['id']);
    if (model === undefined)
      throw new OpenAiError(404, {
        message: 'This model does not exist. See /v1/models.',
        type: 'invalid_request_error',
        code: 'model_not_found',
      });
    sendJson(exchange, 200, model);
  }),
});

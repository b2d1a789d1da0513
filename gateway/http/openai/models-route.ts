// Lists agents as OpenAI models.
import { READ_VERBS, sendJson } from '../route.ts';
import { agentModels } from './agent-models.ts';
import { OpenAiError } from './openai-error.ts';
import { defineOpenAiRoute } from './openai-route.ts';

/** All models. */
export const MODELS_ROUTE = defineOpenAiRoute({
  paths: ['/v1/models'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle(exchange) {
    sendJson(exchange, 200, { object: 'list', data: agentModels(exchange.core.services.config.settings()) });
  },
});

/** One model. */
export const MODEL_ROUTE = defineOpenAiRoute({
  paths: ['/v1/models/{id*}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle(exchange) {
    const models = agentModels(exchange.core.services.config.settings());
    const model = models.find(({ id }) => id === exchange.placeholders['id']);
    if (model !== undefined) return sendJson(exchange, 200, model);
    const message = 'This model does not exist. See /v1/models.';
    throw new OpenAiError(404, { message, type: 'invalid_request_error', code: 'model_not_found' });
  },
});

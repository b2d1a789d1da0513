// Routes of the OpenAI-compatible API.
import { defineRoute, type Route } from '../route.ts';
import { OpenAiError, refuse, toOpenAiError } from './openai-error.ts';

/** A route that requires the API to be enabled, and responds to failures as OpenAI clients expect. */
export function defineOpenAiRoute(route: Route): Route {
  return defineRoute({
    ...route,
    handle(exchange) {
      if (exchange.core.services.config.settings().http.openai.enabled) return route.handle(exchange);
      const message = 'This API is disabled. Set `http.openai.enabled` in the configuration to enable it.';
      throw new OpenAiError(404, { message, type: 'invalid_request_error', code: 'not_enabled' });
    },
    refuse: (exchange, error) => refuse(exchange, toOpenAiError(error)),
  });
}

// Turns errors of a handler into responses that OpenAI clients understand.
import type { Exchange } from '../route.ts';
import { asOpenAiError, refuse } from './openai-error.ts';

/** The handler with its expected failures answered; the others are the router's. */
export function guarded(handle: (exchange: Exchange) => void | Promise<void>): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    try {
      await handle(exchange);
    } catch (error) {
      const known = asOpenAiError(error);
      if (known === undefined || exchange.response.headersSent) throw error;
      if (known.status === 413) exchange.response.setHeader('Connection', 'close');
      refuse(exchange, known);
    }
  };
}

// Whether the OpenAI-compatible API is enabled.
import type { Settings } from '#core/ports/settings.ts';
import type { Exchange } from '../route.ts';
import { OpenAiError } from './openai-error.ts';

/** The settings in force. @throws {OpenAiError} when this part is switched off. */
export function requireEnabled({ core }: Exchange): Settings {
  const settings = core.services.config.settings();
  if (!settings.http.openai.enabled)
    throw new OpenAiError(404, {
      message: 'This API is disabled. Set `http.openai.enabled` in the configuration to enable it.',
      type: 'invalid_request_error',
      code: 'not_enabled',
    });
  return settings;
}

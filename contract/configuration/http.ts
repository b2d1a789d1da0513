// Configuration of the HTTP API.
import { flag, list, section } from './define-key.ts';

/** `http`. */
export const HTTP = section('HTTP API', 'HTTP endpoints for other programs.', {
  openai: section('OpenAI-compatible API', 'Agents as models under `/v1`.', {
    enabled: flag('Enabled', 'Whether `/v1` is available.', true),
  }),
  tools: section('Tools', 'Single tool calls at `/tools/invoke`. The approval policy applies.', {
    allow: list(
      'Tools',
      'Tools available in addition to the read-only ones, such as `exec`, `process`, `write`, or `edit`.',
      200,
      { maxLength: 100 },
    ),
  }),
});

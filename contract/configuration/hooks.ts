// Configuration of hooks.
import { Type } from 'typebox';
import { flag, ID, map, section, text } from './define-key.ts';

const Hook = Type.Object(
  {
    agent: text('Agent', 'Agent to run. Default: the default agent.', {
      pattern: ID,
      maxLength: 64,
      'x-sample': 'main',
    }),
    session: text('Session', 'Session key. Default: a new session for each request.', {
      maxLength: 200,
      'x-sample': 'deployments',
    }),
    message: text(
      'Message',
      'Message sent to the agent, followed by the request body, which is marked as untrusted data. Without a message, requests are ignored.',
      { maxLength: 10_000, 'x-sample': 'A deployment has finished. Check the report and tell me what failed.' },
    ),
  },
  { additionalProperties: false },
);

/** `hooks`. */
export const HOOKS = section('Hooks', 'Endpoints that let other services start runs.', {
  enabled: flag('Enabled', 'Whether `/hooks` is available.', false),
  token: text(
    'Token',
    'Token for hooks, different from the gateway token. Reference an environment variable as `${NAME}`.',
    { minLength: 16, maxLength: 512, 'x-sensitive': true, 'x-sample': '${GATEHOUSE_HOOK_TOKEN:-a-long-random-text}' },
  ),
  mappings: map('Hooks by name', 'Each hook is available at `/hooks/<name>`.', ID, Hook, 'deploy'),
});

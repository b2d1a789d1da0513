// Configuration of channels: chat networks through which people reach agents.
import { Type } from 'typebox';
import { flag, ID, list, map, text } from './define-key.ts';

/** A channel's ID. */
const CHANNEL_ID = '^[a-z0-9][a-z0-9-]{0,31}$';

/** `channels`. */
export const CHANNELS = map(
  'Channels',
  'Chat networks that people use to reach agents, by ID.',
  CHANNEL_ID,
  Type.Object(
    {
      enabled: flag('Enabled', 'Whether the channel is connected.', true),
      agent: text('Agent', 'The agent that answers. Default: the default agent.', {
        pattern: ID,
        maxLength: 64,
        'x-sample': 'main',
      }),
      allow: list(
        'Allowed senders',
        'IDs of senders whose messages reach the agent. Messages from anyone else are ignored.',
        1_000,
        {
          maxLength: 200,
        },
      ),
    },
    { additionalProperties: false },
  ),
  'telegram',
);

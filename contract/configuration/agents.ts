// Configuration of agents.
import { Type, type Static } from 'typebox';
import { AVATAR_PATTERN, MAX_AVATAR_CHARS } from '../types/agent-avatar.ts';
import { APPROVAL_MODES } from '../types/approval-modes.ts';
import { CONTEXT } from './context.ts';
import { choice, flag, ID, integer, list, map, section, text, textOr } from './define-key.ts';
import { MODEL_NAME } from './providers.ts';

const tools = (description: string) => list('Tools', description, 200, { maxLength: 100 });

/** Settings of an agent. `agents.defaults` applies to those that aren't set. */
const AGENT_KEYS = {
  model: text('Model', 'Model to use, as `provider/model`.', {
    ...MODEL_NAME,
    'x-sample': 'anthropic/claude-sonnet-5-5',
  }),
  fallbacks: list('Fallbacks', 'Models to try in order if the first one fails.', 8, MODEL_NAME),
  instructions: textOr('Instructions', 'Text added to the system prompt of every conversation.', '', {
    maxLength: 100_000,
  }),
  approvalMode: choice(
    'Approval mode',
    '`plan`: only read until a person approves a plan; `ask`: require approval unless a rule allows the action; `accept-edits`: also allow edits in the workspace; `auto`: also let a model review commands that would require approval; `full`: allow everything; `deny`: deny instead of asking.',
    [...APPROVAL_MODES],
    'ask',
  ),
  tools: section('Tools', 'Tools that the agent can use.', {
    allow: tools('Allow only these tools. Empty allows all.'),
    deny: tools('Never allow these tools.'),
  }),
  maxTurns: integer('Turns per run', 'Maximum number of model calls in a run.', 100, [1, 1000]),
  context: CONTEXT,
  heartbeat: section('Heartbeat', 'Runs the agent periodically in its main session, with the notes stored for it.', {
    enabled: flag('Enabled', 'Whether heartbeats run.', false),
    every: textOr('Interval', 'Time between heartbeats, such as `90s`, `30m`, `2h`, or `1d`.', '30m', {
      pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$',
    }),
    prompt: textOr('Prompt', 'Message sent to the agent. Empty: ask whether anything needs attention.', '', {
      maxLength: 10_000,
    }),
  }),
};

const Agent = Type.Object(
  {
    name: text('Name', 'Display name. Default: the ID.', { maxLength: 100, 'x-sample': 'Main' }),
    emoji: text('Emoji', 'Shown beside the name.', { minLength: 0, maxLength: 16, 'x-sample': '🚪' }),
    avatar: text('Picture', 'A PNG, JPEG, WebP, or GIF image as a data URL. It replaces the emoji.', {
      minLength: 0,
      maxLength: MAX_AVATAR_CHARS,
      pattern: `^$|${AVATAR_PATTERN}`,
      'x-sample': 'data:image/png;base64,iVBORw0KGgo=',
    }),
    workspace: text(
      'Workspace',
      'Folder that the agent works in. `~` is your home folder. Default: a folder in the Gatehouse home folder.',
      { maxLength: 4096, 'x-sample': '~/work' },
    ),
    machine: text(
      'Machine',
      'Kind of machine that runs its commands and stores its files. Default: that in `machines.default`.',
      { maxLength: 64, 'x-sample': 'host' },
    ),
    ...AGENT_KEYS,
  },
  { additionalProperties: false },
);
/** An agent as written in the file. */
export type AgentEntry = Static<typeof Agent>;

/** `agents`. */
export const AGENTS = section('Agents', 'Agents and their settings.', {
  default: textOr('Default agent', 'ID of the agent used when none is specified.', 'main', { pattern: ID }),
  defaults: section('Defaults', 'Settings for all agents. An agent can override each of them.', AGENT_KEYS),
  entries: map('Agents by ID', 'Agents by ID.', ID, Agent, 'main'),
});

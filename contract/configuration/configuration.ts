// The configuration file `gatehouse.json5`: the one source of its types, defaults, checks, settings form and example.
import { Type, type Static, type TObject } from 'typebox';
import { facts, integer, section } from './define-key.ts';
import { APPROVAL_TTL_MS } from '../wire/limits.ts';
import { RATE_SECTION } from './rates.ts';
import { SESSIONS_SECTION } from './sessions.ts';
import { SIGN_IN_SECTION } from './sign-in.ts';

const MODEL_NAME = { pattern: '^[^/\\s]+/\\S+$', maxLength: 200 };
const MINUTE_MS = 60_000;

const model = (description: string) => Type.Optional(Type.String({ ...MODEL_NAME, ...facts('Model', description) }));
const tools = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, ...facts('Tools', description, { default: [] }) }),
  );

/** What an agent may say; where it is silent, `agents.defaults` speaks. */
const agentKeys = {
  model: model('`provider/model` that answers.'),
  fallbacks: Type.Optional(
    Type.Array(Type.String(MODEL_NAME), {
      maxItems: 8,
      ...facts('Fallbacks', 'Models tried in turn when the first one fails.', { default: [] }),
    }),
  ),
  instructions: Type.Optional(
    Type.String({
      maxLength: 100_000,
      ...facts('Instructions', 'What the model is told before every conversation.', { default: '' }),
    }),
  ),
  approvalMode: Type.Optional(
    Type.Enum(
      ['read-only', 'ask', 'accept-edits', 'full'],
      facts(
        'Approvals',
        '`ask` before anything that is not plainly harmless; `read-only` refuses it; `accept-edits` lets files of the workspace be edited; `full` allows everything.',
        { default: 'ask' },
      ),
    ),
  ),
  tools: section('Tools', 'Which tools it has.', {
    allow: tools('Only these; empty means all.'),
    deny: tools('Never these.'),
  }),
  maxTurns: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      ...facts('Turns per run', 'Model calls after which a run stops.', { default: 100 }),
    }),
  ),
  heartbeat: section(
    'Heartbeat',
    'Wakes the agent from time to time, in its main session, with what was kept for it.',
    {
      enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether it is woken by itself.', { default: false }))),
      every: Type.Optional(
        Type.String({
          pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$',
          ...facts('Every', 'Time between two heartbeats: `90s`, `30m`, `2h`, `1d`.', { default: '30m' }),
        }),
      ),
      prompt: Type.Optional(
        Type.String({
          maxLength: 10_000,
          ...facts('Prompt', 'What it is asked; empty: whether there is something to do.', { default: '' }),
        }),
      ),
    },
  ),
};

const Agent = Type.Object(
  {
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, ...facts('Name', 'Shown in lists; default: its id.') }),
    ),
    emoji: Type.Optional(Type.String({ maxLength: 16, ...facts('Face', 'One emoji.') })),
    workspace: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        ...facts(
          'Workspace',
          'Folder it works in; `~` is your home. Default: a folder in the home folder of Gatehouse.',
        ),
      }),
    ),
    ...agentKeys,
  },
  { additionalProperties: false },
);

const Provider = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether its models are offered.', { default: true }))),
    baseUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        maxLength: 2048,
        ...facts('Address', 'Where its server is; default: the maker’s.'),
      }),
    ),
    apiKey: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        ...facts(
          'Key',
          'Better typed in Settings, where it is sealed; here only as `${NAME}` of an environment variable.',
          { 'x-sensitive': true },
        ),
      }),
    ),
  },
  { additionalProperties: false },
);

const dollars = (title: string, of: string) =>
  Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 100_000,
      ...facts(title, `US dollars per million tokens ${of}.`, { default: 0 }),
    }),
  );

/** Price of a model, for those whose price is not known or differs. */
const Price = Type.Object(
  {
    input: dollars('Input', 'read'),
    output: dollars('Output', 'written'),
    cacheRead: dollars('Read from the cache', 'read from the cache'),
    cacheWrite: dollars('Written to the cache', 'written to the cache'),
  },
  { additionalProperties: false },
);

/** Letters, digits, `_`, `-`, `.`: what may stand in a session key and in a file name. */
const ID = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';

const HookMapping = Type.Object(
  {
    agent: Type.Optional(Type.String({ pattern: ID, ...facts('Agent', 'Who is asked; default: the default agent.') })),
    session: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, ...facts('Session', 'Its key; default: a new one for each call.') }),
    ),
    message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        ...facts(
          'Message',
          'What the agent is told; the body of the call follows it, marked as data. Without it a call does nothing.',
        ),
      }),
    ),
  },
  { additionalProperties: false },
);

/** The whole file. Every key is optional: an empty file is valid. */
export const Configuration = Type.Object(
  {
    $schema: Type.Optional(Type.String(facts('Schema', 'For editors; not used.', { 'x-reload': 'none' }))),
    agents: section('Agents', 'Who works here.', {
      default: Type.Optional(
        Type.String({
          pattern: ID,
          ...facts('Default agent', 'The one that is asked when none is named.', { default: 'main' }),
        }),
      ),
      defaults: section('For all agents', 'What holds for every agent that says nothing else.', agentKeys),
      entries: Type.Optional(
        Type.Record(Type.String({ pattern: ID }), Agent, {
          additionalProperties: false,
          ...facts('Agents by id', 'Each agent under its id.'),
        }),
      ),
    }),
    providers: Type.Optional(
      Type.Record(Type.String({ pattern: ID }), Provider, {
        additionalProperties: false,
        ...facts('Model providers', 'By id: anthropic, openai, ollama, demo …'),
      }),
    ),
    sessions: SESSIONS_SECTION,
    limits: section('Limits', 'How long and how much. Times are in milliseconds.', {
      approvalTtlMs: integer('Approval waits', 'After this time an unanswered approval counts as denied.', {
        minimum: 1000,
        maximum: 30 * 24 * 60 * MINUTE_MS,
        default: APPROVAL_TTL_MS,
      }),
      commandTimeoutMs: integer('Command time', 'A foreground command is stopped after this time.', {
        minimum: 1000,
        maximum: 24 * 60 * MINUTE_MS,
        default: 10 * MINUTE_MS,
      }),
      concurrentRuns: integer('Runs at once', 'Further runs wait for their turn.', {
        minimum: 1,
        maximum: 1000,
        default: 64,
      }),
      modelIdleTimeoutMs: integer('Silent model', 'A model that sends nothing for this time counts as failed.', {
        minimum: 1000,
        maximum: 60 * MINUTE_MS,
        default: 2 * MINUTE_MS,
      }),
      modelRetries: integer('Retries', 'How often a failed model call is tried again.', {
        minimum: 0,
        maximum: 10,
        default: 3,
      }),
      compactAt: Type.Optional(
        Type.Number({
          minimum: 0.1,
          maximum: 1,
          ...facts('Compact at', 'Share of the context window at which older messages are summarised.', {
            default: 0.8,
          }),
        }),
      ),
      compactAtMessages: integer('Compact after', 'Messages after which older ones are summarised, however short.', {
        // Twelve messages stay whole: a lower limit would summarise at every message.
        minimum: 20,
        maximum: 1_000_000,
        default: 50,
      }),
      rates: RATE_SECTION,
    }),
    schedules: section('Schedules', 'What runs by itself.', {
      maxJobs: integer('Most schedules', 'Heartbeats are not counted.', { minimum: 1, maximum: 10_000, default: 500 }),
      missedRuns: Type.Optional(
        Type.Enum(
          ['skip', 'once', 'all'],
          facts(
            'Missed runs',
            'After a sleep or a stop: `skip` only lists them, `once` runs the last one, `all` runs the last few.',
            { default: 'once' },
          ),
        ),
      ),
      missedRunsMax: integer('Missed runs at most', 'How many of one schedule, for `all`.', {
        minimum: 1,
        maximum: 100,
        default: 10,
      }),
    }),
    prices: Type.Optional(
      Type.Record(Type.String({ pattern: MODEL_NAME.pattern }), Price, {
        additionalProperties: false,
        ...facts('Prices', 'By `provider/model`; they win over the built-in list.'),
      }),
    ),
    gateway: section('Network', 'Who can reach this gateway. Beyond this machine always with TLS.', {
      bind: Type.Optional(
        Type.Enum(
          ['loopback', 'lan', 'tailnet', 'custom'],
          facts(
            'Reachable from',
            '`loopback`: this machine only; `lan`: the local network; `tailnet`: a Tailscale network; `custom`: the addresses below.',
            {
              default: 'loopback',
            },
          ),
        ),
      ),
      addresses: Type.Optional(
        Type.Array(Type.String({ maxLength: 64 }), {
          maxItems: 16,
          ...facts('Addresses', 'Addresses of this machine, for `custom`.', { default: [] }),
        }),
      ),
      auth: SIGN_IN_SECTION,
      nodes: section('Nodes', 'What nodes may be asked to do.', {
        deny: Type.Optional(
          Type.Array(Type.String({ maxLength: 200 }), {
            maxItems: 200,
            ...facts('Never', 'Commands that no node is asked for, whoever allowed them.', { default: [] }),
          }),
        ),
      }),
      tls: section('Own certificate', 'Instead of the one that Gatehouse makes.', {
        certificate: Type.Optional(
          Type.String({
            maxLength: 1000,
            ...facts('Certificate', 'File in PEM form, with its chain.', { default: '' }),
          }),
        ),
        key: Type.Optional(Type.String({ maxLength: 1000, ...facts('Key', 'File in PEM form.', { default: '' }) })),
      }),
    }),
    http: section('Programs', 'What other programs may use over HTTP, with the token.', {
      openai: section('OpenAI-compatible API', 'Agents as models under `/v1`.', {
        enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether `/v1` answers.', { default: true }))),
      }),
      tools: section('Tools', 'Single tool calls at `/tools/invoke`. The approval policy holds for them too.', {
        allow: tools('Tools offered besides those that only read: `exec`, `process`, `write`, `edit`.'),
      }),
    }),
    hooks: section('Hooks', 'Addresses that other services call to wake an agent.', {
      enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether `/hooks` answers.', { default: false }))),
      token: Type.Optional(
        Type.String({
          minLength: 16,
          maxLength: 512,
          ...facts(
            'Token',
            'Their own secret, not that of the gateway; best as `${NAME}` of an environment variable.',
            {
              'x-sensitive': true,
            },
          ),
        }),
      ),
      mappings: Type.Optional(
        Type.Record(Type.String({ pattern: ID }), HookMapping, {
          additionalProperties: false,
          ...facts('Hooks by name', 'Each answers at `/hooks/<name>`.'),
        }),
      ),
    }),
    network: section('Addresses', 'What agents may call on the internet and in your network.', {
      allow: Type.Optional(
        Type.Array(Type.String({ pattern: '^[^/\\s@]+$', maxLength: 260 }), {
          maxItems: 500,
          ...facts(
            'Without a question',
            'Hosts such as `docs.example.org`. A service in a private network, or on this machine, is called only when it stands here with its port, such as `192.168.1.20:8080`.',
            { default: [] },
          ),
        }),
      ),
    }),
    logs: section('Logs', 'What is written to the log files.', {
      level: Type.Optional(
        Type.Enum(
          ['debug', 'info', 'warn', 'error'],
          facts('Level', 'Least weight of a line that is written.', { default: 'info' }),
        ),
      ),
    }),
  },
  { additionalProperties: false },
);

/** A valid file with all its `$include`s and `${ENV}`s resolved, before defaults. */
export type Configuration = Static<typeof Configuration>;
/** One agent as the file has it. */
export type AgentEntry = Static<typeof Agent>;
/** One provider as the file has it. */
export type ProviderEntry = Static<typeof Provider>;
/** The schema of a part of the file. */
export type ConfigurationSection = TObject;
